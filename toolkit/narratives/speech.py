"""Words of the language itself, whatever a form counts; nobody sees them."""

from __future__ import annotations

import re


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# What separates clauses.
BREAKS = frozenset("，；：（）。！？,;:()!?—…")
# Before and behind a number that is not exact.
NEARLY = "大约|约|近|将近|逾|超过|超|不足|不到|至少|达到近|上"
MORE = "余|多|几|来|左右|以上|以内|上下"
# What changes nothing between a word and its number.
FILLERS = _words(
    """
    共 共计 合计 累计 总计 总共 共有 计 总量 总数 数量 件数 数 数为 件数为 量 总 为 有 是 达
    达到 的 了 各类 各种 信息 政府信息 案件 情况 情形 事项 行为 件 职权 其中 包括 包含 含 由 需
    需要 由于 因 属于 全年 等情况 等现象 等案件 等情形 等事项 事件 现象 而 属 全年度 本年度 本年
    当年 年度 年内 年底 年末 期间 目前 截至 截止 底 内 中 还 仍 另 另有 已 并已 均已 已经 均予以
    依法 按时 按期 及时 按规定 依规 规范 如期 全部 实际 尚 尚有 未到期 新 余 其余 剩余
    在法定期限内 法定期限内 在法定时限内 在规定时限内 提出 提交 递交 提起 申请人 申请人为 申请量
    渠道 方式 途径 通过 继续 继续办理 收 到 所 作出 相关 有关 也 都是 共同 来自 告知 要求 对 以 类
    于 从 看 来 及其 即 今年 加上 连同 除 除去 外 另外 结果 实现 保持 做到
    发生 产生 出现 存在 收取 涉及 引发 引起 导致 被提起 被申请 “ ” ‘ ’ "
    """
)
NEGATIONS = _words(
    "未 没有 无 均无 均未 从未 尚无 尚未 不存在 未曾 并未 并无 未有 零 暂无 没 不 不再"
)
# Other things than they look like; what is told apart has not failed to happen.
APART = _words(
    """
    来件 公开类 不公开类 非公开类 不计入 不属于 不列入 不包括 不包含 不含 不作为 不纳入
    未计入 未列入 未纳入 未包括 未包含
    """
)
PAST = _words(
    """
    上年 上年度 上一年 上一年度 去年 往年 同期 历年 前年 以来 近年 近年来 近两年 近三年 近五年
    两年来 三年来 五年来
    """
)
EACH = _words("均 各 都 皆 均为 各为 都为 皆为 均是")
RESPECTIVELY = _words("分别为 分别是 分别有 分别达 分别")
ANDS = _words("、 和 及 与 以及 或 或者 并 暨")
# What joins two things that are done with the same ones.
BOTH = "并"
# How many kinds there are, and no number of things.
BOTH_OF_THEM = frozenset("两二")
# By what a unit calls itself, and what it calls those below it.
OWN = tuple(
    f"{who}{one}"
    for who in ("我", "本")
    for one in _words(
        """
        局 委 办 厅 镇 乡 街道 县 市 区 省 州 旗 机关 行政机关 单位 院 处 中心 部门 所 会 校 馆
        站 队 公司 管委会 政府 分局 委员会 支队 大队
        """
    )
)
OTHERS = tuple(
    f"{each}县{brackets}"
    for each in ("各", "")
    for brackets in ("（市、区）", "（区）", "（市）", "(市、区)", "(市)", "(区)")
)
# A change against another figure, right before a number; "增加到" leads to the figure itself.
CHANGE = re.compile(
    "(?:增加|增长|减少|下降|上升|降低|提高|提升|新增|增|减|升|降|多|少|超|压减|上涨|增多|增幅|降幅|攀升|回落)"
    "(?:了|约|近|共|为|达)?$"
)
# Before a year or a figure with which something is compared.
COMPARED = re.compile("较|比|与|同|含|包括|加上|连同|除|相比|相较|对比|同比|环比")
# A part of the year, so that what follows is not the figure of the whole year.
PART_OF_YEAR = re.compile(
    "季度|上半年|下半年|(?<![0-9])[0-9一二三四五六七八九]月|1[012]月|前三季|月份|每月|每季|日均|月均|人均|平均"
)
# As of a day that is not the end of the year, or from one month to another.
UNTIL = re.compile(
    "截[至止][^，。；]{0,6}?(?<![0-9])(?:[1-9]|1[01])月|截[至止][^，。；]{0,10}(?:发布|编制|公布|撰写|报送)"
    "|(?!1月(?:1日)?[至到—~-]12月)(?<![0-9])[0-9]{1,2}月(?:[0-9]{1,2}日)?[至到—~-][0-9]{1,2}月"
)
# A clause that names a part of the year for those that follow.
IN_PART = re.compile(
    "(?:于|在|自|从)?(?:(?:19|20)[0-9]{2}年)?(?:[0-9]{1,2}月份?(?:[上中下]旬|[初中底]|[0-9]{1,2}日)?|[一二三四]季度"
    "|[第前]?[一二三四]个?季度|[上下]半年)(?:以来|起|中|内|间|期间)?"
)
# Days from which to which, in brackets behind what they limit, unless they are the whole year.
IN_DAYS = re.compile(
    "(?!1月1日.*12月31日)(?:(?:19|20)[0-9]{2}年)?[0-9]{1,2}月[0-9]{1,2}日[至到—~-].*"
)
# As of the day on which the year began.
OPENING = re.compile("年初(?!结转)|(?:上年度?|上一年度?|去年)年?[末底]")
# From one figure to another: 由N件升至M件, behind the first one.
FROM = re.compile("[由从](?:(?:上年度?|去年|(?:19|20)[0-9]{2}年度?)的?)?$")
RISING_TO = re.compile("(?:大幅|逐步)?[升增降减上下提压缩涨变回][^，。；0-9]{0,3}[至到为]")
# Some kinds of things, for the clauses that follow.
KINDS = re.compile("[二两三四五六七八九十0-9]类[^，。；]{0,4}$")
# Years from which to which.
YEARS_TO = re.compile("(?:19|20)[0-9]{2}年?[至到—~-](?:19|20)[0-9]{2}年(?![0-9]{1,2}月)")
# Before the end of the year only the last ones come in, unless it is all until then; a mean is none
# of them; what several have done together is not all that one has; with 对3件 something is done;
# and 受理情况3件 says what they are about.
SOME = re.compile(
    "(?<![至止到])(?:(?:19|20)[0-9]{2})?年[底末]前?又?新?(?:收到?|接到|受理|接收)|[人户]均|^对$|联合|会同|(?:情况|问题|方面)$"
)
# What is done with things that were counted.
WITH = "对"
DONE_WITH = re.compile("的?(?:进行|开展|组织)")
# Whether there is one more beside those.
ANOTHER = re.compile("另(?:有|外)?$")
# A number that is the sum of those before it.
SUMMED = re.compile("合计|共计|总计|累计")
# Before a decision, in what line or towards whom it was made.
FIELD = re.compile(
    "(?<!执法)(?<!许可)(?<!处罚)(?<!审批)(?:行业|领域|方面|系统)|对(?!外)[^，。；]{1,12}(?:作出|做出|实施|处以)"
)
# In whose name something is done.
IN_NAME_OF = re.compile("(?P<whose>[^以，。；（）]*)名义")
ITSELF = re.compile("[我本][局委办厅院镇乡]$|^(?:街道|镇|乡)$")
OFFICE_ALONE = re.compile("[^和及]*办公[室厅]")
# What is said of all that has just been counted.
ALL_OF_THEM = re.compile("均|都|全部")
# What counts years, months and kinds.
YEARS, MONTHS, OF_KINDS = "年", "个月", "类"
# What has lasted for longer than the year, unless it began with it.
LASTING, RECENT = "来", ("近", "历年")
THIS_YEAR = re.compile("今年|本年|年初|1月")
# How many of the number before are those of the unit itself.
OWN_SHARE = re.compile(
    "，?(?:其中)?(?:涉及?)?[我本](?:局|委|办|厅|镇|乡|街道|县|市|区|机关|单位)(?:占|有|的)"
)
# What makes of something that is received, handled or answered another thing, or some of it.
PART = re.compile(
    "按|作为|转为|移交|起草|代拟|^代|配合|委托|协助|指导|帮助|补正|撤回|延期|驳回|征求|咨询|投诉|来信|热线|留言|网民|工单|提案|建议|议案"
    "|档案|公文|下一?年|明年|次年|抽查|评查|抽取|案卷|卷宗"
)
# With one of these a number is of some of what stands before it.
AMONG = frozenset("中里内")
# What leads away from a number to something else.
LEADING_ON = frozenset(("包括", "包含", "含", "其中", "因"))
# In what things are counted, whatever they are.
THINGS = frozenset("件起份宗条个例项次笔部批")
# How things are called of which some are told, before 中.
CALLED = frozenset("件单案信卷类")
# What is left out of what follows.
LESS = re.compile("剔除|扣除|减去|刨除")
# What leads from a cause to what comes of it.
CAUSING = frozenset(("引发", "引起", "导致", "产生"))
# What leads to some of what was just named, also in the sentence before.
AMONG_THEM = "其中"
# What stands in the place of all that is not named.
ALL_TOLD = "等"
# Carried over from one year to another.
CARRIED = "结转"
