"""Why a unit, or one of its files, is not in the sum; why one of its files counts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, unique

from toolkit.grids.reason import Reason


@unique
class NotSummed(Enum):
    """Why a unit that is due is not in the sum."""

    MISSING = "未报送"
    NOTHING_COUNTED = "没有一张表可以计入"
    STRICT = "有错误，按 --strict 不计入"

    @property
    def text(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class PartMissing:
    """A unit is in the sum, but without these tables: the names of their sheets."""

    tables: tuple[str, ...]

    @property
    def text(self) -> str:
        return f"{'、'.join(self.tables)}未计入"


@dataclass(frozen=True, slots=True)
class Chosen:
    """The reviewer has set 计入汇总 himself."""

    inside: bool
    # Why the unit would be left out otherwise; None where it would not.
    rule: Reason | None

    @property
    def text(self) -> str:
        if not self.inside:
            return "审核人选定不计入"
        return f"审核人选定计入（{self.rule.text}）" if self.rule else "审核人选定计入"


@dataclass(frozen=True, slots=True)
class OtherForm:
    """The file is of another form."""

    form: str

    @property
    def text(self) -> str:
        return f"是另一种表式（{self.form}）"


@dataclass(frozen=True, slots=True)
class OtherYear:
    """The file is on another year."""

    year: str

    @property
    def text(self) -> str:
        return f"是 {self.year} 年度的报表"


@dataclass(frozen=True, slots=True)
class Superseded:
    """Another file of the unit was saved later."""

    by: str

    @property
    def text(self) -> str:
        return f"已由后保存的“{self.by}”代替"


@dataclass(frozen=True, slots=True)
class NotChosen:
    """The office has chosen another file of the unit."""

    chosen: str

    @property
    def text(self) -> str:
        return f"已指定以“{self.chosen}”为准"


@dataclass(frozen=True, slots=True)
class Published:
    """It is a published report, and the unit has sent a workbook."""

    workbook: str

    @property
    def text(self) -> str:
        return f"已有 Excel 报送件“{self.workbook}”，以其为准"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another file of the unit says the same in all that counts."""

    of: str

    @property
    def text(self) -> str:
        return f"与“{self.of}”完全相同"


@dataclass(frozen=True, slots=True)
class WrittenFor:
    """The file bears the name of the unit, and holds the return of another."""

    code: str
    name: str

    @property
    def text(self) -> str:
        return f"是写着{self.name}（{self.code}）的报表"
