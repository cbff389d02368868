"""Whose figures a sum holds: what is asked of the value, and what its sentences say."""

from __future__ import annotations

from dataclasses import replace

from toolkit.consolidation.banner import InTheSum, Remark

ALL = InTheSum(["甲", "乙"], errors=False)


def test_all_are_in_it() -> None:
    assert ALL.complete and not ALL.doubtful
    assert ALL.lines() == ["应报单位已全部报送，没有错误。", "汇总数包含 2 个单位：甲、乙。"]


def test_where_errors_are_not_known_nothing_is_said_of_them() -> None:
    told = replace(ALL, errors=None)
    assert not told.complete and not told.doubtful
    assert told.lines() == ["汇总数包含 2 个单位：甲、乙。"]


def test_an_error_that_is_no_unit_s_is_an_error_all_the_same() -> None:
    assert not replace(ALL, errors=True).complete


def test_who_was_left_out_has_reported() -> None:
    told = replace(ALL, left_out=[Remark("丙", "审核人选定不计入"), Remark("丁")])
    assert told.complete and told.doubtful
    assert told.doubts() == ["已报送但未计入汇总的单位（2 个）：丙（审核人选定不计入）、丁。"]


def test_each_group_has_its_sentence() -> None:
    told = replace(ALL, missing=[Remark("丙")], partial=[Remark("甲", "缺 戊")], faulty=["乙"])
    assert not told.complete
    assert told.lines() == [
        "未报送、汇总数中没有其数据的单位（1 个）：丙。",
        "自身的汇总不齐、数据已计入的单位（1 个）：甲（缺 戊）。",
        "有错误、但数据已计入汇总的单位（1 个；无法确认的单元格未计入）：乙。",
        "汇总数包含 2 个单位：甲、乙。",
    ]


def test_where_nobody_is_listed_it_is_not_known_who_is_missing() -> None:
    told = replace(ALL, listed=False)
    assert not told.complete and told.doubtful
    assert told.lines()[0] == "其中没有“报送情况”页，看不出还有哪些单位未报。"


def test_names_beyond_the_room_are_on_a_sheet() -> None:
    told = InTheSum([], missing=[Remark("第一单位"), Remark("第二单位")])
    assert told.doubts(8) == [
        "未报送、汇总数中没有其数据的单位（2 个）：第一单位……等，全部名单见“报送情况”页。"
    ]
