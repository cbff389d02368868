"""What a unit writes beside a check counts as soon as it is there."""

from __future__ import annotations

from pathlib import Path

from tests.libreoffice import live
from tests.libreoffice.live import Script
from tests.libreoffice.office import requires_libreoffice
from tests.support.build import BALANCED, filled
from tests.support.explained import THREE, WHY, row_of
from toolkit.form.cover import cover_of
from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.grids.names import CHECKS, COVER
from toolkit.template.words import Verdict

pytestmark = requires_libreoffice

FORM = default_form()


def test_a_query_is_settled_as_soon_as_it_is_explained(tmp_path: Path) -> None:
    """Marked until then, on the sheet 审核 and on the cover; and again when it is taken back."""
    layout, path, script = lay_out(FORM), tmp_path / "unit.xlsx", Script()
    path.write_bytes(filled({**BALANCED, **THREE}))
    row = row_of(path.read_bytes(), "T2-02", "规章，本年制发")
    ranges = live.extents(layout, live.blank_checks(layout))
    ranges[CHECKS] = f"A1:F{row}"
    cover = cover_of(FORM)
    ranges[COVER] = f"A1:D{cover.overall_row + 1}"
    live.look(script, "asked", ranges)
    script.put(CHECKS, f"G{row}", WHY)
    live.look(script, "said", ranges)
    script.put(CHECKS, f"G{row}", "")
    live.look(script, "taken back", ranges)
    answers = script.run(path)
    shots = {n: live.snapshot(answers, n, ranges) for n in ("asked", "said", "taken back")}
    states = {name: shot.state(row - 1) for name, shot in shots.items()}
    query = "！ 请核实（相差 3）"
    assert states == {"asked": query, "said": "√ 已说明", "taken back": query}
    verdicts = {name: shot.verdicts(FORM) for name, shot in shots.items()}
    assert verdicts["asked"]["t2"] == "1".join(Verdict.QUERIES)
    assert verdicts["asked"][""] == "1".join(Verdict.READY_BUT)
    assert verdicts["said"][""] == Verdict.READY
    assert verdicts["taken back"] == verdicts["asked"]
    assert all(shot.errors == [] for shot in shots.values())
