"""What the cover says of its own fields, in LibreOffice: as our own code judges them."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import filled
from tests.support.covers import COMPLETE, DATES, NO_DATES, NO_PHONES, PHONES
from toolkit.form.contact import faults_of
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.grids.names import CAPTIONS, COVER
from toolkit.template.words import ContactVerdict, Verdict

pytestmark = requires_libreoffice

PLACES = cover_of(default_form())
VERDICT, OVERALL = PLACES.contact.address, f"B{PLACES.overall_row + 1}"
TYPED: tuple[dict[str, str | float], ...] = (
    {},
    *({"date": date} for date in (*DATES, *NO_DATES, 46037.0, 46037.5, 20260115.0, 2026.0)),
    *({"phone": phone} for phone in (*PHONES, *NO_PHONES, 13812345678.0)),
    {"preparer": "　", "head": ""},
    {"preparer": "", "phone": "不知道", "head": "", "date": "2026年1月32日"},
)
# Numbers that a program keeps, and that no cell of text holds.
JUDGED: dict[float, str] = {
    20260115.0: "20260115",
    2026.0: "1905-07-18",
    13812345678.0: "13812345678",
}


def expected(typed: dict[str, str | float]) -> str:
    read = {
        key: JUDGED.get(one, one) if isinstance(one, float) else one for key, one in typed.items()
    }
    faults = faults_of(COMPLETE | read)
    told = [ContactVerdict.field(CAPTIONS[key], fault) for key, fault in faults.items()]
    return ContactVerdict.OPEN + "、".join(told) if told else ContactVerdict.COMPLETE


def test_the_cover_judges_its_fields_as_our_code_does(tmp_path: Path) -> None:
    path, script = tmp_path / "unit.xlsx", Script()
    path.write_bytes(filled(contact=COMPLETE))
    for number, typed in enumerate(TYPED):
        for key, value in (COMPLETE | typed).items():
            script.put(COVER, PLACES.values[key].address, value)
        script.do("recalculate")
        for name, cell in (("verdict", VERDICT), ("overall", OVERALL)):
            script.ask(f"{name} {number}", "get", sheet=COVER, range=cell)
    script.ask("errors", "errors")
    answers = script.run(path)
    assert answers["errors"] == []
    for number, typed in enumerate(TYPED):
        ((verdict,),) = answers[f"verdict {number}"]
        ((overall,),) = answers[f"overall {number}"]
        assert verdict == expected(typed), typed
        complete = verdict == ContactVerdict.COMPLETE
        assert overall == (Verdict.READY if complete else Verdict.COVER_OPEN), typed
