"""File names: what the name of a file, or of what it lay in, says of whose it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from toolkit.findings.details import Misnamed, Named
from toolkit.grids.identity import from_file_name, years_in
from toolkit.returns.unit_return import Return
from toolkit.roster.naming import Mention, Naming
from toolkit.roster.roster import Roster, Unit
from toolkit.text import fold

# Codes of one city begin alike, as those of administrative divisions do.
_LONG_CODE, _SAME_REGION = 5, 4
# Who sums, asks or examines stands above a table as well.
_NOT_THE_REPORTER = re.compile("(?:汇总|审核|主管|牵头|接收|制定|批准|审批)(?:单位|机关|部门)")
_DAY = re.compile("(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-3][0-9])?")


def named_after(path: str, naming: Naming, year: int) -> Unit | None:
    """The unit whose a file is that does not say so itself.

    Its own name decides, else that of the folder, archive or mail in which it lay. What is named
    after another year is not what the unit sends now; many name it after the year in which they do.
    """
    parts = PurePosixPath(path).parts
    years = set[str]().union(*map(years_in, parts))
    if years and years.isdisjoint((str(year), str(year + 1))):
        return None
    named = next(filter(None, map(naming.named, reversed(parts))), [])
    return named[0] if len(named) == 1 else None


def named_above(one: Return, naming: Naming) -> Unit | None:
    """The unit that the texts above the tables of a return name, where it is one and only one."""
    texts = [text for text in one.headings if not _NOT_THE_REPORTER.search(text)]
    named = {unit.code: unit for text in texts for unit in naming.named(text)}
    return next(iter(named.values())) if len(named) == 1 else None


def misnamed(one: Return, own: Unit, naming: Naming, roster: Roster) -> Misnamed | None:
    """What the name of a file says against its being the return of the unit that it states."""
    as_stated = replace(own, name=one.identity.name or own.name)
    mentions = naming.mentions(one.name, as_stated)
    mine = [_has(own, each) for each in mentions]
    others = {
        unit.code: unit
        for each, is_mine in zip(mentions, mine, strict=True)
        for unit in each.units
        # Of several units of one name that it shares only the others are left out.
        if not is_mine
    }
    coded, spelt = (
        {unit.code for each in mentions if each.by_code is by_code for unit in each.units}
        for by_code in (True, False)
    )
    if not others or (any(mine) and coded <= {own.code}):
        return None
    named = naming.named(one.name)
    above = {each.code for unit in named for each in roster.ancestors(unit)}
    certain = not any(mine) and len(named) == 1 and others.keys() - above == {named[0].code}
    if certain and named[0].code not in coded & spelt:
        certain = not _akin(named[0], own, as_stated.name, roster, by_name=not coded)
    told = named if certain else others.values()
    return Misnamed(
        Named(own.code, as_stated.name),
        tuple(Named(unit.code, unit.name) for unit in told),
        certain,
    )


def _has(own: Unit, one: Mention) -> bool:
    return any(unit.code == own.code for unit in one.units)


def _akin(other: Unit, own: Unit, stated: str, roster: Roster, *, by_name: bool) -> bool:
    """Whether the name, or the code alone, of one unit may stand for the other: a county's, for
    that of its office.
    """
    if any(one.code == own.code for one in roster.ancestors(other)):
        return True
    if any(one.code == other.code for one in roster.ancestors(own)):
        return True
    folded, mine = fold(other.name), (fold(own.name), fold(stated))
    return by_name and any(one in folded or folded in one for one in mine)


def misnamed_by_pattern(one: Return) -> Misnamed | None:
    """The same without a roster: a name of our pattern with the code of another unit.

    A number in the place of the code may be anything, so it has to look like the unit's own.
    """
    by_name, own = from_file_name(one.name), one.identity
    code, mine = fold(by_name.unit or ""), fold(own.unit or "")
    if not (code and mine and by_name.name) or code == mine or _DAY.fullmatch(code):
        return None
    name, stated = fold(by_name.name), fold(own.name or "")
    related = len(code) >= _LONG_CODE and code[:_SAME_REGION] == mine[:_SAME_REGION]
    unlike = not (name in stated or stated in name)
    if name == stated or not (related or (unlike and _shape(code) == _shape(mine))):
        return None
    inside = Named(own.unit or "", own.name or "")
    return Misnamed(inside, (Named(by_name.unit or "", by_name.name),), certain=True)


def _shape(code: str) -> str:
    return re.sub("[a-z]", "a", re.sub("[0-9]", "9", code.casefold()))
