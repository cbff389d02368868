"""Identity: what a workbook says it is.

It is written three times: on a very hidden sheet, in the custom properties, and (for people) on
the cover. Spreadsheet programs keep at least two of them. Where all are silent about the unit,
the file's name is asked, and that is a warning.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields

from toolkit.text import fold, is_garbled, printable

SHEET = "_identity"
PROPERTY = "toolkit."
# A template says nothing about when it was made: same input, same bytes. A workbook that states
# this time has not been saved by a program that says when.
NEVER_SAVED = datetime.datetime(2000, 1, 1)
# The kinds that a sum over units and a workbook sent back to its unit state.
CONSOLIDATED_KIND = "consolidated"
# What is added to the name of a consolidated workbook that was replaced.
BACKUP = ".bak"
FEEDBACK_KIND = "feedback"
# That of a workbook which lays the years of several units side by side.
YEARS_KIND = "years"
# Those of the sheets that a new collection begins with: the roster, and last year's figures.
ROSTER_KIND, LAST_YEAR_KIND = "roster", "last-year"
# How the JSON that we write begins.
JSON_BEGINS = b'{\n "form": '


@dataclass(frozen=True, slots=True)
class Identity:
    """What a workbook states about itself; None: not stated."""

    # template, feedback or consolidated.
    kind: str | None = None
    form: str | None = None
    version: str | None = None
    # own = 本机关, region = 本地区汇总.
    level: str | None = None
    year: str | None = None
    unit: str | None = None
    name: str | None = None
    template: str | None = None
    category: str | None = None

    @property
    def is_sum(self) -> bool:
        """Whether it is that of a consolidated workbook."""
        return self.kind == CONSOLIDATED_KIND

    @property
    def form_version(self) -> str:
        """The form with its version, where that is stated."""
        return f"{self.form} {self.version or ''}".strip()

    def pairs(self) -> dict[str, str]:
        """What is stated, in the form in which it is written into a workbook."""
        return {key: value for key, value in asdict(self).items() if value is not None}

    @property
    def names_unit(self) -> bool:
        """Whether it states a unit's code or name."""
        return bool(self.unit or self.name)


FIELDS = tuple(one.name for one in fields(Identity))
# Where two sources differ in one of these, it is uncertain whose figures they are, or of what year.
DECISIVE = ("form", "version", "year", "unit", "name")


def from_pairs(pairs: Mapping[str, object]) -> Identity:
    """An identity from what a workbook holds; blanks count as not stated."""
    stated = {key: printable(str(pairs.get(key) or "")).strip() or None for key in FIELDS}
    return Identity(**stated)


def merge(sources: Iterable[Identity]) -> tuple[Identity, list[tuple[str, list[str]]]]:
    """For each field the first source that states it decides; the contradictions are listed.

    A name that was garbled is none where the codes agree.
    """
    merged: dict[str, str] = {}
    contradictions: list[tuple[str, list[str]]] = []
    known = list(sources)
    for key in FIELDS:
        stated = list(dict.fromkeys(v for one in known if (v := getattr(one, key)) is not None))
        if key == "name" and len(stated) > 1:
            codes = {one.unit for one in known if one.unit}
            stated = _told_apart(stated, garbled_too=len(codes) == 1)
        if stated:
            merged[key] = stated[0]
        if len(stated) > 1 and key in DECISIVE:
            contradictions.append((key, stated))
    return Identity(**merged), contradictions


def _told_apart(names: list[str], *, garbled_too: bool) -> list[str]:
    """The names that are really different, the first of each as it is written."""
    unlike = list({fold(one): one for one in reversed(names)}.values())[::-1]
    if not garbled_too:
        return unlike
    return [one for one in unlike if not any(_is_spoilt(one, other) for other in unlike)]


def _is_spoilt(name: str, sound: str) -> bool:
    """Whether a name is another one garbled; where each might be, the one with common characters is
    the name.
    """
    if not is_garbled(name, sound):
        return False
    return not is_garbled(sound, name) or _common(name) < _common(sound)


def _common(name: str) -> float:
    """The share of its characters that GB 2312 has, which holds those of nearly all names."""
    return len(name.encode("gb2312", "ignore").decode("gb2312")) / len(name)


# 代码_名称_年度.xlsx, with whatever a mail program or a clerk put behind it.
_FILE_NAME = re.compile(r"(?P<unit>[0-9A-Za-z-]+)_(?P<name>[^_]+)_(?P<year>[0-9]{4})(?![0-9])")


def from_file_name(stem: str) -> Identity:
    """What a file name states; a name in no pattern of ours is taken for the unit's name."""
    found = _FILE_NAME.match(stem)
    return Identity(**found.groupdict()) if found else Identity(name=stem)


# A day and the number of a document hold no year of a report; nor does the name of a form.
_NO_YEAR = re.compile(
    "(?:19|20)[0-9]{2}(?:年[0-9]{1,2}月|([-._/])[0-9]{1,2}\\1[0-9]{1,2}(?![0-9])|(?=年?(?:版|格式)))"
    "|[〔\\[(（](?:19|20)[0-9]{2}[〕\\])）] *[0-9]+ *号"
)
_A_YEAR = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
# From the first day of a year to its last one.
YEAR_IN_DAYS = re.compile(
    r"(?<![0-9])((?:19|20)[0-9]{2})\s*[-年./]\s*0?1\s*[-月./]\s*0?1\s*日?[零0]?时?"
    r"(?:起|开始)?[，,]?\s*[至到—–~-]+\s*(?:(?:\1|当年|同年)\s*[-年./]?\s*)?"
    r"12\s*[-月./]\s*31(?![0-9])\s*日?(?:24时)?(?:止|截止)?"
)


def years_in(text: str) -> set[str]:
    """The years of a report that a text may be about."""
    plain = YEAR_IN_DAYS.sub(r" \1 ", unicodedata.normalize("NFKC", text))
    return set(_A_YEAR.findall(_NO_YEAR.sub(" ", plain)))


def template_id(*parts: object) -> str:
    """A short digest of what a template was made from: the same parts, the same id."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]
