"""What stands on the workbooks that a new collection begins with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from toolkit.roster.roster import Category
from toolkit.roster.spelling import Head

# --- Last year's figures -------------------------------------------------------------------------

LAST_YEAR = "上年数"
LAST_YEAR_PROMPT = "上一年度的数：没有发生的填 0，不清楚的空着。"
FIGURE_STOP = "这里只能填不小于 0 的数，不带单位和文字；不清楚的空着。"


def last_year_title(year: int) -> str:
    return f"{LAST_YEAR}（{year} 年度）"


MERGED_GUIDE = "写有“上年代码”的单位，请填这些代码的单位合计的数。"


def last_year_guide(year: int) -> tuple[str, ...]:
    return (
        f"请对照各单位 {year} 年度的报告，只在浅黄色格中填数：没有发生的填 0；不清楚的空着，"
        "空着的不与上年核对，也不按 0 计。可以只填一部分单位、一部分列。",
        "单位代码和名称按名册印好，不用填；表头请不要改动。填好存盘后再生成模板、汇总"
        "（文件夹中没有 collection.toml 的，用 --previous 指明这个文件）："
        "模板中的“上年结转”会按此填好，报送件会与此核对。",
    )


# --- The roster ----------------------------------------------------------------------------------

ROSTER, GUIDE = "名册", "填写说明"
ROSTER_TITLE = "单位名册"
GUIDE_HEADS = ("列名", "填写", "怎么填")
MUST, MAY = "必填", "可不填"
EXAMPLES = ("示例：汇总单位", "示例：本级机关", "示例：合并过的部门", "示例：县区", "示例：乡镇")

HOW: Mapping[Head, str] = {
    Head.CODE: "一个单位一个代码，不重复；用数字、字母、“-”和“_”，最多 32 个字符。",
    Head.NAME: "单位全称，会印在模板上；最多 100 个字。",
    Head.CATEGORY: "从下拉列表中选择。",
    Head.PARENT: "由谁汇总，就填谁的代码。汇总单位自己也列在名册中的，这一格空着。",
    Head.CONTACT: "催报时联系谁。",
    Head.PHONE: "联系人的电话，含区号。",
    Head.DEADLINE: "应在哪一天以前报送，例如 2026-2-20；空着的，按通知的日期。",
    Head.PREDECESSORS: (
        "一般空着。单位改过代码的，填上年的代码；几个单位合并的，用“+”连起来；新设的单位填“无”。"
    ),
}
GUIDE_LINES = (
    f"请在“{ROSTER}”页的列名下面填写，每个单位一行，中间不要合并单元格；次序就是汇总表中的次序。",
    "列名请不要改动；可以在右边另加自己的列。下面是一个例子，不会被当成名册。",
)
STOPS: Mapping[Head, str] = {
    Head.CATEGORY: "请从下拉列表中选择。",
    Head.DEADLINE: "请按日期填写，例如 2026-2-20。",
}
# Invented units: the city that sums, its own office, a department, a county and a town of that.
EXAMPLE: Sequence[Mapping[Head, str]] = (
    {Head.CODE: "990000", Head.NAME: "东海市", Head.CATEGORY: Category.OWN},
    {
        Head.CODE: "990000-01",
        Head.NAME: "东海市政府办公室",
        Head.CATEGORY: Category.OWN,
        Head.PARENT: "990000",
        Head.CONTACT: "示例甲",
        Head.PHONE: "0990-1234567",
        Head.DEADLINE: "2026-01-31",
    },
    {
        Head.CODE: "990000-11",
        Head.NAME: "东海市教育局",
        Head.CATEGORY: Category.DEPARTMENT,
        Head.PARENT: "990000",
        Head.PREDECESSORS: "990000-11+990000-18",
    },
    {
        Head.CODE: "990001",
        Head.NAME: "东山区",
        Head.CATEGORY: Category.COUNTY,
        Head.PARENT: "990000",
    },
    {
        Head.CODE: "990001101",
        Head.NAME: "河口镇",
        Head.CATEGORY: Category.TOWNSHIP,
        Head.PARENT: "990001",
    },
)
