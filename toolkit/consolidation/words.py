"""What is said of a consolidation: whose figures are in it, and whose are not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from toolkit.findings import phrases
from toolkit.findings.unjudged import Unjudged
from toolkit.grids.document import Medium
from toolkit.grids.names import COVERAGE
from toolkit.grids.reason import said
from toolkit.returns.unit_return import FileRecord
from toolkit.text import shorten

# When something was made, as people write it.
MINUTE = "%Y-%m-%d %H:%M"


def outcomes(
    holds: int, fails: int, explained: int, unjudged: Mapping[Unjudged, int]
) -> list[tuple[str, int]]:
    """How often the rules of the form held, over all units; why some could not be judged."""
    return [
        ("审核公式：相符", holds),
        ("审核公式：不符", fails),
        ("审核公式：不符，单位已说明", explained),
        ("审核公式：无法判断", sum(unjudged.values())),
        *((f"　其中{reason.text}", number) for reason, number in unjudged.items()),
    ]


def lacks(names: Sequence[str]) -> str:
    """Beside the name of a unit whose sum is not complete."""
    return f"缺 {phrases.names(list(names))}"


def sent_instead(files: Sequence[FileRecord]) -> str | None:
    """Beside the name of a unit that has sent nothing of use: what it has sent, if anything."""
    reasons = [text for one in files if (text := said(one.reason))]
    return f"报来的{'、'.join(dict.fromkeys(reasons))}" if reasons else None


def covers(inside: int, due: int) -> str:
    """Beside a unit in 报送情况: how many units its sum holds, and how many it should hold."""
    if inside == due:
        return f"汇总了下级 {inside} 个单位"
    return f"汇总了下级 {inside} 个单位（应汇总 {due} 个），见该单位的审核意见"


def as_published(medium: Medium) -> str:
    """Beside a unit in 报送情况: its figures are those of a report that it has published."""
    return f"按报来的{phrases.MEDIA[medium].strip()}计入，不是模板"


def no_such_return(name: str) -> str:
    return (
        f"--prefer 指明的“{shorten(name, 100)}”不是可以采用的报送件。"
        "请按汇总结果中“文件”一栏的写法填写。"
    )


_MOST_NAMES = 40


class Banner:
    """Sentences on whose figures a sum holds, and whose it does not."""

    COMPLETE = "应报单位已全部报送，没有错误。"
    NOT_LISTED = f"其中没有“{COVERAGE}”页，看不出还有哪些单位未报。"

    @staticmethod
    def listed(names: Sequence[str], room: int | None = None) -> str:
        """All names as far as a row of a sheet has room for them: ``room`` characters."""
        most = _MOST_NAMES
        if room is not None:
            ends = accumulate(len(one) + 1 for one in names)
            most = max(sum(end <= room for end in ends), 1)
        if len(names) <= most:
            return "、".join(names)
        return f"{'、'.join(names[:most])}……等，全部名单见“{COVERAGE}”页"

    @staticmethod
    def missing(names: Sequence[str], room: int | None = None) -> str:
        listed = Banner.listed(names, room)
        return f"未报送、汇总数中没有其数据的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def left_out(names: Sequence[str], room: int | None = None) -> str:
        listed = Banner.listed(names, room)
        return f"已报送但未计入汇总的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def partial(names: Sequence[str], room: int | None = None) -> str:
        listed = Banner.listed(names, room)
        return f"自身的汇总不齐、数据已计入的单位（{len(names)} 个）：{listed}。"

    @staticmethod
    def faulty(names: Sequence[str], room: int | None = None) -> str:
        return (
            f"有错误、但数据已计入汇总的单位（{len(names)} 个；无法确认的单元格未计入）："
            f"{Banner.listed(names, room)}。"
        )

    @staticmethod
    def inside(names: Sequence[str], room: int | None = None) -> str:
        if not names:
            return "汇总数包含 0 个单位。"
        return f"汇总数包含 {len(names)} 个单位：{Banner.listed(names, room)}。"

    @staticmethod
    def with_reason(name: str, reason: str | None) -> str:
        return f"{name}（{reason}）" if reason else name


def consolidated_title(name: str, year: int, form: str) -> str:
    return f"{name} {year} 年度{form}汇总"
