"""What a run could not judge stands as an earlier one told it; only what is right is gone."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.build import (
    BUREAU,
    COUNTY,
    LATER,
    OFFICE,
    TOWN,
    YEAR,
    Collected,
    code_at,
    collect,
    dated,
    edit,
    filled,
    zipped,
)
from tests.support.reviewed import change, decide, line, row_of
from toolkit.grids.names import FINDING_COLUMNS
from toolkit.returns.sums.record import Record
from toolkit.roster.roster import Category, Unit

# Last year: 四 5, so 二 should be 5 this year; balanced with 二 3.
LAST_YEAR = {"表三!D6": 12, "表三!D8": 7, "表三!D30": 5}
OF_LAST_YEAR = {"表三!D6": 12, "表三!D7": 3, "表三!D8": 13, "表三!D30": 2}
CARRIED = f"T3-04:{BUREAU.code}:{code_at('表三!D7')}"
RIGHT = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 2}
UNITS = (OFFICE, BUREAU)


def previous(tmp_path: Path) -> Path:
    """Last year's workbook, of the office and the bureau."""
    folder = tmp_path / "last"
    sent = {"b.xlsx": filled(LAST_YEAR, BUREAU, year=YEAR - 1)}
    sent["o.xlsx"] = filled(RIGHT, OFFICE, year=YEAR - 1)
    done = collect(folder, sent, units=UNITS)
    return done.workbook.rename(tmp_path / "汇总-2023.xlsx")


def sent(bureau: bytes | None = None, office: bytes | None = None) -> dict[str, bytes]:
    carried = {**RIGHT, "表三!D7": 2, "表三!D8": 12}
    return {
        "bureau.xlsx": bureau or filled(OF_LAST_YEAR, BUREAU),
        "office.xlsx": office or filled(carried, OFFICE),
    }


def found(result: Collected, id_: str) -> dict[str, Any]:
    (one,) = [one for one in result.json["findings"] if one["id"] == id_]
    return dict(one)


def told(result: Collected) -> dict[str, bool]:
    """Id → judged, of what is no info."""
    return {f["id"]: f["judged"] for f in result.json["findings"] if f["severity"] != "info"}


def state(result: Collected, code: str) -> tuple[Any, ...]:
    row = line(result, code)
    return row["状态"], row["处理意见"], row["备注"], row["变化"]


def texts(result: Collected, sheet: str) -> str:
    return "\n".join(str(v) for row in result.sheet(sheet) for v in row if v)


# --- Without --previous ---------------------------------------------------------------------------


def test_without_previous_an_open_error_stays_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = previous(tmp_path)
    back = tmp_path / "退回"
    first = collect(tmp_path, sent(), "--previous", last, "--feedback", back, units=UNITS)
    assert first.exit_code == 1 and told(first) == {CARRIED: True}
    decide(first, "T3-04", "已退回", "已去电")
    files = {path.name: path.read_bytes() for path in back.iterdir()}
    assert len(files) == 4
    capsys.readouterr()
    second = collect(tmp_path, sent(), "--feedback", back, "--no-previous", units=UNITS)
    assert (second.exit_code, told(second)) == (1, {CARRIED: False})
    same = ("code", "severity", "status", "unit", "unit_name", "file", "sheet", "cell", "indicator")
    also = ("label", "actual", "expected", "difference", "message", "likely", "more")
    for key in (*same, *also):
        assert found(second, CARRIED)[key] == found(first, CARRIED)[key], key
    assert found(second, CARRIED)["suggestion"] == (
        "本次未审核（这次没有用 --previous），以下照上次所列。"
        f"请用 --previous 指明上一年度的数据，重新汇总。{found(first, CARRIED)['suggestion']}"
    )
    assert second.unit(BUREAU)["status"] == "with_errors"
    assert state(second, "T3-04") == ("本次未审核", "已退回", "已去电", None)
    assert {path.name: path.read_bytes() for path in back.iterdir()} == files
    assert "已消除" not in second.sheets()
    declined = (
        "按 --no-previous 的要求，没有与上年核对（以前用过 --previous 汇总-2023.xlsx），"
        "“概览”“上下年对比”中没有上年数。要再与上年核对的，请加上 --previous 汇总-2023.xlsx。"
    )
    kept = (
        "上次列出的问题中有 1 条本次未审核，照上次所列保留，不算已消除："
        "这次没有用 --previous 1 条。办法见“审核结果”页“处理建议”栏。"
    )
    printed = capsys.readouterr().out
    assert declined in printed and kept in printed
    assert "保留处理意见和备注 1 条，其中数已变、需要复核 0 条；已消除 0 条。" in printed
    for sheet in ("概览", "本次变化"):
        assert declined in texts(second, sheet) and kept in texts(second, sheet)


def test_with_previous_again_it_is_a_plain_finding(tmp_path: Path) -> None:
    last = previous(tmp_path)
    first = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    decide(first, "T3-04", "已退回", "已去电")
    for _ in range(3):
        collect(tmp_path, sent(), "--no-previous", units=UNITS)
    again = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    assert again.json["findings"] == first.json["findings"]
    assert state(again, "T3-04") == ("未消除", "已退回", "已去电", None)


def test_strict_leaves_out_a_unit_whose_error_could_not_be_judged(tmp_path: Path) -> None:
    last = previous(tmp_path)
    collect(tmp_path, sent(), "--previous", last, units=UNITS)
    second = collect(tmp_path, sent(), "--strict", "--no-previous", units=UNITS)
    assert second.unit(BUREAU)["in_total"] is False
    assert second.unit(OFFICE)["in_total"] is True


def test_a_hint_that_figures_changed_lasts_over_runs_that_could_not_judge(tmp_path: Path) -> None:
    last = previous(tmp_path)
    options = ("--previous", last)
    decide(collect(tmp_path, sent(), *options, units=UNITS), "T3-04", "已核实", "代办件")
    other = filled({**OF_LAST_YEAR, "表三!D7": 4, "表三!D8": 14}, BUREAU)
    second = collect(tmp_path, sent(dated(other, LATER)), *options, units=UNITS)
    changed = "数已变，原为填报数 3、应为 5，请复核处理意见"
    assert line(second, "T3-04")["变化"] == changed
    third = collect(tmp_path, sent(dated(other, LATER)), "--no-previous", units=UNITS)
    assert state(third, "T3-04") == ("本次未审核", "已核实", "代办件", changed)
    fourth = collect(tmp_path, sent(dated(other, LATER)), *options, units=UNITS)
    assert state(fourth, "T3-04") == ("未消除", "已核实", "代办件", changed)


def test_what_is_mended_meanwhile_is_gone_once_it_is_judged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    last = previous(tmp_path)
    first = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    decide(first, "T3-04", "已退回", "已去电")
    mended = dated(filled({**OF_LAST_YEAR, "表三!D7": 5, "表三!D8": 15}, BUREAU), LATER)
    second = collect(tmp_path, sent(mended), "--no-previous", units=UNITS)
    assert (second.exit_code, told(second)) == (1, {CARRIED: False})
    capsys.readouterr()
    third = collect(tmp_path, sent(mended), "--previous", last, units=UNITS)
    assert (third.exit_code, told(third)) == (0, {})
    assert line(third, "T3-04", "已消除")["备注"] == "已去电"
    assert "已消除 1 条（其中 1 条写过意见）。" in capsys.readouterr().out


def test_a_row_that_was_deleted_from_the_list_stands_all_the_same(tmp_path: Path) -> None:
    last = previous(tmp_path)
    first = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    change(first, lambda book: book["审核结果"].delete_rows(row_of(first, "T3-04")))
    second = collect(tmp_path, sent(), "--no-previous", units=UNITS)
    assert told(second) == {CARRIED: False}
    assert state(second, "T3-04") == ("本次未审核", "待处理", None, None)


def test_a_previous_that_lacks_the_unit_judges_nothing_of_it(tmp_path: Path) -> None:
    last = previous(tmp_path)
    collect(tmp_path, sent(), "--previous", last, units=UNITS)
    (tmp_path / "less").mkdir()
    (tmp_path / "less" / "o.xlsx").write_bytes(filled(RIGHT, OFFICE, year=YEAR - 1))
    second = collect(tmp_path, sent(), "--previous", tmp_path / "less", units=UNITS)
    assert (second.exit_code, found(second, CARRIED)["judged"]) == (1, False)
    assert found(second, CARRIED)["status"] == "open"
    assert "上年数据中没有这些数" in found(second, CARRIED)["suggestion"]


@pytest.mark.parametrize(
    ("heirs", "id_"),
    [
        ([replace(BUREAU, predecessors=("990000-77",))], f"YEAR-05:{BUREAU.code}"),
        ([OFFICE, replace(BUREAU, predecessors=(OFFICE.code,))], f"YEAR-06:{OFFICE.code}"),
        (
            [replace(one, predecessors=("990000-77",)) for one in UNITS],
            "YEAR-06:990000-77",
        ),
    ],
)
def test_what_the_roster_says_of_last_year_stands(
    tmp_path: Path, heirs: list[Unit], id_: str
) -> None:
    former = replace(OFFICE, code="990000-77", name="东海市旧局")
    (tmp_path / "last").mkdir()
    for one in (OFFICE, former) if id_.startswith("YEAR-06") else (OFFICE,):
        path = tmp_path / "last" / f"{one.code}.xlsx"
        path.write_bytes(filled(RIGHT, one, year=YEAR - 1))
    options = ("--previous", tmp_path / "last")
    first = collect(tmp_path, sent(), *options, units=heirs)
    assert told(first)[id_] is True
    second = collect(tmp_path, sent(), "--no-previous", units=heirs)
    assert told(second)[id_] is False
    plain = [replace(one, predecessors=None) for one in heirs]
    assert id_ not in told(collect(tmp_path, sent(), *options, units=plain))


def test_a_warning_about_last_year_stands_and_goes_as_an_error_does(tmp_path: Path) -> None:
    (tmp_path / "last").mkdir()
    then = filled({**RIGHT, "表二!B16": "2.5"}, BUREAU, year=YEAR - 1)
    (tmp_path / "last" / "b.xlsx").write_bytes(then)
    options = ("--previous", tmp_path / "last")
    mixed = {"b.xlsx": filled({"表三!D7": 2, "表三!D30": 2, "表二!B16": "25000"}, BUREAU)}
    id_ = f"YEAR-01:{BUREAU.code}:{code_at('表二!B16')}"
    first = collect(tmp_path, mixed, *options, units=[BUREAU])
    assert told(first)[id_] is True
    second = collect(tmp_path, mixed, "--no-previous", units=[BUREAU])
    assert (second.exit_code, told(second)[id_]) == (0, False)
    assert found(second, id_)["likely"] == found(first, id_)["likely"] != []
    mended = {"b.xlsx": filled({"表三!D7": 2, "表三!D30": 2, "表二!B16": "2.6"}, BUREAU)}
    third = collect(tmp_path, mended, *options, units=[BUREAU])
    assert id_ not in told(third)


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workbooks are written as by earlier versions: their record holds the rows alone."""
    from toolkit.consolidated_workbook import workbook
    from toolkit.review.changes import record_of

    def record(*arguments: Any) -> Record:
        return replace(record_of(*arguments), told=(), previous="")

    monkeypatch.setattr(workbook, "record_of", record)


def test_what_an_earlier_version_told_stands_too(tmp_path: Path) -> None:
    last = previous(tmp_path)
    with pytest.MonkeyPatch.context() as patch:
        forget(patch)
        first = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    decide(first, "T3-04", "已退回", "已去电")
    second = collect(tmp_path, sent(), "--no-previous", units=UNITS)
    one = found(second, CARRIED)
    assert (second.exit_code, one["judged"], one["status"]) == (1, False, "open")
    for key in ("message", "actual", "expected", "difference", "indicator", "cell", "file"):
        assert one[key] == found(first, CARRIED)[key], key
    assert state(second, "T3-04") == ("本次未审核", "已退回", "已去电", None)
    again = collect(tmp_path, sent(), "--previous", last, units=UNITS)
    assert again.json["findings"] == first.json["findings"]
    assert state(again, "T3-04") == ("未消除", "已退回", "已去电", None)


def test_a_unit_is_not_asked_again_for_what_another_return_may_have_mended(
    tmp_path: Path,
) -> None:
    """What went back to it stays until that can be judged, and is gone then."""
    last, back = previous(tmp_path), tmp_path / "退回"
    again = ("--feedback", back)
    collect(tmp_path, sent(), "--previous", last, *again, units=UNITS)
    there = gone_back(back)
    mended = dated(filled({**OF_LAST_YEAR, "表三!D7": 5, "表三!D8": 15}, BUREAU), LATER)
    for _ in range(2):
        collect(tmp_path, sent(mended), "--no-previous", *again, units=UNITS)
        assert gone_back(back) == there
        receipt = (back / f"{STEM}_回执.txt").read_text(encoding="utf-8-sig")
        assert f"请仍以退回通知“{STEM}_退回通知.txt”为准；已按其改正的，不用再做什么。" in receipt
        assert "审核意见：以前退回的意见，本次未能审核\n" in receipt
    wrong = dated(edit(mended, {"表三!E8": "5件"}), LATER)
    collect(tmp_path, sent(wrong), "--no-previous", *again, units=UNITS)
    notice = next(back.glob("*通知.txt")).read_text(encoding="utf-8-sig")
    assert "NUM-01" in notice and "T3-04" not in notice
    collect(tmp_path, sent(mended), "--previous", last, *again, units=UNITS)
    assert gone_back(back) == {}
    receipt = (back / f"{STEM}_回执.txt").read_text(encoding="utf-8-sig")
    assert "审核意见：没有需要改正、核实的\n" in receipt


STEM = f"{BUREAU.code}_{BUREAU.name}_{YEAR}"


def gone_back(back: Path) -> dict[str, bytes]:
    """What has gone back, without the receipts."""
    every = (path for path in back.iterdir() if not path.name.endswith("_回执.txt"))
    return {path.name: path.read_bytes() for path in every}


def test_what_the_reviewer_lets_stand_does_not_go_back(tmp_path: Path) -> None:
    last, back = previous(tmp_path), tmp_path / "退回"
    first = collect(tmp_path, sent(), "--previous", last, "--feedback", back, units=UNITS)
    decide(first, "T3-04", "已核实")
    collect(tmp_path, sent(), "--feedback", back, "--no-previous", units=UNITS)
    assert gone_back(back) == {}


# --- Files, tables and cells that are not read ----------------------------------------------------

BROKEN = f"T3-01:{BUREAU.code}:{code_at('表三!D29')}"
UNBALANCED = {"表三!D6": 12, "表三!D8": 10, "表三!D30": 1}


def lost(content: bytes) -> bytes:
    """The return with a head of table 3 typed over."""
    return edit(content, {"表三!A6": "新收"})


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ("absent", "这次没有该单位可用的报送件"),
        ("broken", "这次没有该单位可用的报送件"),
        ("of another year", "这次没有该单位可用的报送件"),
        ("head", "该单位的这张表这次没有读出"),
        ("cell", "表三 D8"),
    ],
)
def test_what_was_not_read_this_time_stands(tmp_path: Path, how: str, reason: str) -> None:
    files = {"bureau.xlsx": filled(UNBALANCED, BUREAU), "office.xlsx": filled(RIGHT, OFFICE)}
    first = collect(tmp_path, files, units=UNITS)
    assert told(first) == {BROKEN: True}
    decide(first, "T3-01", "已退回", "已去电")
    whole = files["bureau.xlsx"]
    worse = {
        "absent": None,
        "broken": whole[: len(whole) // 2],
        "of another year": filled(UNBALANCED, BUREAU, year=YEAR - 1),
        "head": lost(whole),
        # A text that reads as a figure would be judged with that.
        "cell": edit(whole, {"表三!D8": "见附件"}),
    }[how]
    if worse is None:
        (tmp_path / "returns" / "bureau.xlsx").unlink()
    now = {"office.xlsx": files["office.xlsx"], **({"bureau.xlsx": worse} if worse else {})}
    for _ in range(2):
        second = collect(tmp_path, now, units=UNITS)
        one = found(second, BROKEN)
        assert (second.exit_code, one["judged"], one["status"]) == (1, False, "open")
        assert reason in one["suggestion"]
        # Who has sent nothing is missing, and what was wrong is open all the same.
        status = "missing" if how in ("absent", "broken") else "with_errors"
        assert second.unit(BUREAU)["status"] == status
        assert state(second, "T3-01") == ("本次未审核", "已退回", "已去电", None)
    again = collect(tmp_path, files, units=UNITS)
    assert again.json["findings"] == first.json["findings"]
    assert state(again, "T3-01") == ("未消除", "已退回", "已去电", None)


def test_a_unit_that_sends_nothing_this_time_is_missing_and_keeps_its_feedback(
    tmp_path: Path,
) -> None:
    files = {"bureau.xlsx": filled(UNBALANCED, BUREAU), "office.xlsx": filled(RIGHT, OFFICE)}
    back = tmp_path / "退回"
    collect(tmp_path, files, "--feedback", back, units=UNITS)
    there = {path.name: path.read_bytes() for path in back.iterdir()}
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    del files["bureau.xlsx"]
    second = collect(tmp_path, files, "--feedback", back, units=UNITS)
    assert f"UNIT-01:{BUREAU.code}" in told(second)
    kept = {path.name: path.read_bytes() for path in back.iterdir()}
    assert {name: kept[name] for name in there} == there
    assert set(kept) - set(there) == {"催报名单.txt"}
    assert BUREAU.name in (back / "催报名单.txt").read_text(encoding="utf-8-sig")
    rows = {row[0]: row[3] for row in second.sheet("报送情况")[2:]}
    assert rows[BUREAU.code] == "未报"


def test_nothing_is_made_for_a_unit_that_has_sent_nothing(tmp_path: Path) -> None:
    files = {"bureau.xlsx": filled(UNBALANCED, BUREAU), "office.xlsx": filled(RIGHT, OFFICE)}
    collect(tmp_path, files, units=UNITS)
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    del files["bureau.xlsx"]
    collect(tmp_path, files, "--feedback", tmp_path / "退回", units=UNITS)
    assert list(gone_back(tmp_path / "退回")) == ["催报名单.txt"]


def test_a_file_that_was_nobody_s_is_gone_when_it_is_taken_away(tmp_path: Path) -> None:
    """That is what is to be done about it; unless its archive cannot be opened this time."""
    office = {"office.xlsx": filled(RIGHT, OFFICE)}
    pack = {"a.zip": zipped({"x.pdf": b"%PDF-1.4"})}
    first = collect(tmp_path, {**office, **pack}, units=[OFFICE])
    assert told(first) == {"FILE-01:a.zip/x.pdf": True}
    second = collect(tmp_path, {"a.zip": pack["a.zip"][:40]}, units=[OFFICE])
    assert told(second) == {"FILE-01:a.zip": True, "FILE-01:a.zip/x.pdf": False}
    (tmp_path / "returns" / "a.zip").unlink()
    third = collect(tmp_path, office, units=[OFFICE])
    assert (third.exit_code, told(third)) == (0, {})


def test_figures_that_were_another_unit_s_stand_while_that_one_is_missing(tmp_path: Path) -> None:
    same = {f"表三!{c}{r}": n for n, (c, r) in enumerate([("D", 6), ("E", 6), ("F", 6)], 2)}
    same |= {f"表三!{c}8": n for n, c in enumerate("DEF", 2)}
    files = {"bureau.xlsx": filled(same, BUREAU), "office.xlsx": filled(same, OFFICE)}
    first = collect(tmp_path, files, units=UNITS)
    ids = {f"UNIT-16:{one.code}" for one in UNITS}
    assert ids <= told(first).keys()
    (tmp_path / "returns" / "office.xlsx").unlink()
    del files["office.xlsx"]
    for _ in range(2):
        second = collect(tmp_path, files, units=UNITS)
        assert {one: told(second)[one] for one in ids} == dict.fromkeys(ids, False)
    files = {"bureau.xlsx": files["bureau.xlsx"], "office.xlsx": filled(RIGHT, OFFICE)}
    assert ids.isdisjoint(told(collect(tmp_path, files, units=UNITS)))


def test_a_unit_that_left_the_roster_is_gone_when_the_reviewer_lets_it_go(tmp_path: Path) -> None:
    files = {"bureau.xlsx": filled(UNBALANCED, BUREAU), "office.xlsx": filled(RIGHT, OFFICE)}
    collect(tmp_path, files, units=UNITS)
    (tmp_path / "returns" / "bureau.xlsx").unlink()
    office = {"office.xlsx": files["office.xlsx"]}
    second = collect(tmp_path, office, units=[OFFICE])
    assert (second.exit_code, told(second)) == (1, {BROKEN: False})
    assert "请把“处理意见”选为“不采纳”" in found(second, BROKEN)["suggestion"]
    decide(second, "T3-01", "不采纳", "已撤并")
    third = collect(tmp_path, office, units=[OFFICE])
    assert (third.exit_code, told(third)) == (0, {})
    assert line(third, "T3-01", "已消除")["备注"] == "已撤并"


# --- One level up ---------------------------------------------------------------------------------


def test_one_level_up_an_error_that_was_not_judged_is_open(tmp_path: Path) -> None:
    town = Unit(TOWN.code, TOWN.name, Category.TOWNSHIP, COUNTY.code)
    county = tmp_path / "county"
    files = {"t.xlsx": filled({**UNBALANCED}, town)}
    options = ("--as", COUNTY.code)
    collect(county, files, *options, units=[COUNTY, town])
    done = collect(county, {"t.xlsx": lost(files["t.xlsx"])}, *options, units=[COUNTY, town])
    assert state(done, "T3-01")[0] == "本次未审核"
    city = collect(tmp_path, {"c.xlsx": done.workbook.read_bytes()}, units=[COUNTY])
    told_there = [f["label"] for f in city.json["findings"] if f["code"] == "LEVEL-03"]
    assert len(told_there) == 2 and any("T3-01" in label for label in told_there)
    assert {f["unit"] for f in city.json["findings"]} == {COUNTY.code}
    # A plain template in the place of its workbook says nothing of those below.
    plain = {"c.xlsx": dated(filled(RIGHT, COUNTY), LATER)}
    again = collect(tmp_path, plain, units=[COUNTY])
    below = {f["id"]: f["judged"] for f in again.json["findings"] if f["code"] == "LEVEL-03"}
    assert len(below) == 2 and not any(below.values())
    assert again.exit_code == 1


def test_the_state_stands_in_its_column(tmp_path: Path) -> None:
    """The columns are the same as ever, so that programs and people find them."""
    assert FINDING_COLUMNS[16] == "状态" and len(FINDING_COLUMNS) == 18


# --- Over any runs --------------------------------------------------------------------------------

OF_BUREAU = {
    "right": {**RIGHT, "表三!D7": 5, "表三!D8": 15},
    "wrong": {**OF_LAST_YEAR, "表三!D30": 1},
}
BY_ITSELF = f"T3-01:{BUREAU.code}:{code_at('表三!D29')}"
run = st.tuples(
    st.sampled_from(["right", "wrong", "wrong", "absent", "broken", "head"]), st.booleans()
)


@pytest.mark.slow
@settings(
    deadline=None,
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(runs=st.lists(run, min_size=2, max_size=5))
def test_nothing_that_is_not_mended_is_gone_and_no_note_is_lost(
    tmp_path: Path, runs: list[tuple[str, bool]]
) -> None:
    """Runs with and without --previous, with the return mended, gone, broken and back again."""
    folder = Path(tempfile.mkdtemp(dir=tmp_path))
    last = previous(folder)
    expected: dict[str, bool] = {}
    noted: set[str] = set()
    for kind, compared in (("wrong", True), *runs):
        files = {"office.xlsx": sent()["office.xlsx"]}
        if kind == "absent":
            (folder / "returns" / "bureau.xlsx").unlink(missing_ok=True)
        else:
            content = filled(OF_BUREAU.get(kind, OF_BUREAU["wrong"]), BUREAU)
            content = content[:3000] if kind == "broken" else content
            files["bureau.xlsx"] = lost(content) if kind == "head" else content
        options = ("--previous", last) if compared else ("--no-previous",)
        result = collect(folder, files, *options, units=UNITS)
        read = kind in OF_BUREAU
        for id_, judged in ((BY_ITSELF, read), (CARRIED, read and compared)):
            if judged and kind == "right":
                expected.pop(id_, None)
            elif judged or id_ in expected:
                expected[id_] = judged
        here = told(result)
        assert {id_: here[id_] for id_ in (BY_ITSELF, CARRIED) if id_ in here} == expected
        assert result.exit_code == (1 if any(":" in id_ for id_ in errors(result)) else 0)
        for code in ("T3-01", "T3-04"):
            lists = [name for name in ("审核结果", "已消除") if name in result.sheets()]
            notes = [row[14] for name in lists for row in result.sheet(name)[2:] if row[4] == code]
            assert notes.count(f"记 {code}") == (code in noted)
            if code not in noted and any(id_.startswith(code) for id_ in expected):
                decide(result, code, "已退回", f"记 {code}")
                noted.add(code)


def errors(result: Collected) -> list[str]:
    found = result.json["findings"]
    return [f["id"] for f in found if (f["severity"], f["status"]) == ("error", "open")]


# --- A mistake that was known by what it breaks --------------------------------------------------


def exchanged(columns: str) -> dict[str, object]:
    """Two columns that balance, under these letters."""
    rows = {6: (50, 31), 7: (17, 5), 8: (40, 24), 12: (8, 9), 30: (19, 3)}
    return {
        f"表三!{column}{row}": figures[n]
        for row, figures in rows.items()
        for n, column in enumerate(columns)
    }


def test_a_mistake_stands_with_what_follows_from_it(tmp_path: Path) -> None:
    """Only last year shows that the columns were exchanged."""
    then = {
        "表三!D6": 60,
        "表三!D8": 43,
        "表三!D30": 17,
        "表三!E6": 45,
        "表三!E8": 40,
        "表三!E30": 5,
    }
    before = tmp_path / "before"
    before.mkdir()
    (before / "b.xlsx").write_bytes(filled(then, BUREAU, year=YEAR - 1))
    files = {"b.xlsx": filled(exchanged("ED"), BUREAU)}
    first = collect(tmp_path, files, "--previous", before, units=[BUREAU])
    some = [(one["code"], one["status"]) for one in first.json["findings"]]
    assert some == [("LIKELY-02", "open"), ("T3-04", "follows"), ("T3-04", "follows")]
    again = collect(tmp_path, {}, "--no-previous", units=[BUREAU])
    stands = [one for one in again.json["findings"] if not one["judged"]]
    assert [(one["id"], one["status"], one["cause"]) for one in stands] == [
        (one["id"], one["status"], one["cause"]) for one in first.json["findings"]
    ]
    assert again.exit_code == 1
    right = collect(
        tmp_path, {"b.xlsx": filled(exchanged("DE"), BUREAU)}, "--no-previous", units=[BUREAU]
    )
    # That the columns agree with last year now, nobody has seen.
    assert [one["judged"] for one in right.json["findings"] if one["code"] == "T3-04"] == [
        False
    ] * 2
    done = collect(tmp_path, {}, "--previous", before, units=[BUREAU])
    assert (done.json["findings"], done.exit_code) == ([], 0)
