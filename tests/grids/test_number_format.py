"""What a number format shows for a value, and when that is another figure."""

from __future__ import annotations

import pytest

from toolkit.grids.number_format import is_plain, number_shown, text_shown
from toolkit.grids.shown import Why

# The formats behind the buttons of Excel and WPS that show the number, and others that do.
HARMLESS = [
    *("General", "GENERAL", "G/通用格式", "[$-804]General", "@", "0", "0.00", "0_ ", "0.000000_ "),
    *("#,##0", "#,##0.00", "#,##0_ ", "#,##0.00_ ", "#,##0_);(#,##0)", "#,##0;[Red]-#,##0"),
    *("0.00;[Red]0.00", "0.00_);[Red]\\(0.00\\)", "0.00_ ;[Red]\\-0.00\\ ", "0_);[Red]\\(0\\)"),
    '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ',
    '_ ¥* #,##0.00_ ;_ ¥* \\-#,##0.00_ ;_ ¥* "-"??_ ;_ @_ ',
    '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-',
    '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    *("[$¥-804]#,##0.00", '"¥"#,##0.00;"¥"\\-#,##0.00', "[$￥-804]#,##0", "[$€-2] #,##0.00"),
    *(
        "$#,##0_);[Red]($#,##0)",
        "[$CNY] #,##0",
        "0;-0;;@",
        "0;-0",
        "0;;",
        "#",
        "#.##",
    ),
    *("0.00E+00", "##0.0E+0", "# ?/?", "# ??/??", "# ??/16", "?/?"),
    *("[DBNum1]General", "[DBNum1][$-804]General", "[DBNum2][$-804]General", "[DBNum1]0"),
    "[DBNum2][$RMB]General;[Red][DBNum2][$RMB]General",
    # As ExcelJS spells a format that it could not read.
    *("[Red]", "[红色];[蓝色]", "[object Object]"),
    *("[Red]0", "[蓝色]0", "[Color10]0", "[<1000]0;[>=1000]#,##0", "[Red][>100]0;[Blue]0"),
    *('0"km"', '0"次成功"', '0"件（含万达路）"', '"第一季度"0', '"百姓来信"0'),
    *('0"件"', "0件", 'General"件"', '"共"0"件"', '"约"0', "+0;-0;0", '"（"0"）"', "0!件"),
    *("#\\ ##0", "# ##0", "#'##0", "000000", "0000", "000", "*-0", "0*-", "_(0_)"),
]


@pytest.mark.parametrize("code", HARMLESS)
@pytest.mark.parametrize("number", [0.0, 1.0, 25.0, 999.0, 123456.0, 12.5])
def test_a_format_that_shows_the_number_changes_nothing(code: str, number: float) -> None:
    shown = number_shown(code, number)
    assert shown is None or shown.why is Why.SPELLING


# Format, number, what is shown, why it is another figure.
ANOTHER = [
    ("#,##0,", 120000, "120", Why.SCALED),
    ("0\\.0,", 120000, "12.0", Why.SCALED),
    ('0!.0,"万"', 120000, "12.0万", Why.SCALED),
    ('#,##0.00,"千元"', 1200, "1.20千元", Why.SCALED),
    ("0,,", 12000000, "12", Why.SCALED),
    ("0.0,", 1200, "1.2", Why.SCALED),
    ("0,.0", 1200, "1.2", Why.SCALED),
    ('0\\.00,,"亿"', 120000000, "1.20亿", Why.SCALED),
    ("[>=10000]0.0,;0", 120000, "120.0", Why.SCALED),
    ("0%", 1, "100%", Why.SCALED),
    ("0.00%", 0.25, "25.00%", Why.SCALED),
    ("General%", 1, "100%", Why.SCALED),
    ("%0", 1, "%100", Why.SCALED),
    ("0!.0000", 120000, "12.0000", Why.LITERAL),
    ('0!.0000"万元"', 120000, "12.0000万元", Why.LITERAL),
    ('#"."##0', 12345, "12.345", Why.LITERAL),
    ('"12"件', 5, "12件", Why.LITERAL),
    ('0"0"', 5, "50", Why.LITERAL),
    ("0\\0", 5, "50", Why.LITERAL),
    ("10", 5, "15", Why.LITERAL),
    ('"1"0', 5, "15", Why.LITERAL),
    ('0".5"', 5, "5.5", Why.LITERAL),
    ('0"（2024）"', 5, "5（2024）", Why.LITERAL),
    ('0"²"', 5, "5²", Why.LITERAL),
    ('0"①"', 5, "5①", Why.LITERAL),
    ('0;0;"5"', 0, "5", Why.LITERAL),
    ("000-000", 410402, "410-402", Why.LITERAL),
    ("0000-00-00", 20250101, "2025-01-01", Why.LITERAL),
    ('0"年"00"月"', 202512, "2025年12月", Why.LITERAL),
    ("-0", 5, "-5", Why.LITERAL),
    ('"—"0', 5, "—5", Why.LITERAL),
    ('0"万"', 12, "12万", Why.UNIT),
    ('0"百"', 12, "12百", Why.UNIT),
    ('#,##0.00"万元"', 12, "12.00万元", Why.UNIT),
    ('0.00"元"', 12, "12.00元", Why.UNIT),
    ('0"%"', 5, "5%", Why.UNIT),
    ("0\\%", 5, "5%", Why.UNIT),
    *(
        (f'0"{one}"', 12, f"12{one}", Why.UNIT)
        for one in ("（万）", "（万件）", "余万", "多万件", "个万")
    ),
    *((f'0"{one}"', 12, f"12{one}", Why.UNIT) for one in ("萬", "億", "兆", "拾", "仟", "分之一")),
    *(
        (f'0"{one}"', 12, f"12{one}", Why.UNIT)
        for one in ("k", "W", "M", "半", "打", "O", "○", "零", "l")
    ),
    *(
        (f'"{one}"0', 7, f"{one}7", Why.UNIT)
        for one in ("百分之", "万分之", "十", "二", "负", "△", "l")
    ),
    ('"单位：元 "0', 7, "单位：元 7", Why.UNIT),
    ("(0)", 7, "(7)", Why.LITERAL),
    (";;;", 77, "", Why.HIDDEN),
    (";;", 77, "", Why.HIDDEN),
    ("**;**;**", 77, "", Why.HIDDEN),
    ('"已核"', 77, "已核", Why.HIDDEN),
    ('[=1]"是";[=0]"否";General', 1, "是", Why.HIDDEN),
    ("[$-804]aaaa;@", 45992, "星期一", Why.DATE),
    ("aaa", 45992, "星期一", Why.DATE),
    ('ggge"年"m"月"d"日"', 45992, "2025年12月1日", Why.DATE),
    ("e", 45992, "2025", Why.DATE),
    ("bbbb", 45992, "2568", Why.DATE),
    ('[DBNum1]yyyy"年"m"月"d"日"', 45992, "2025年12月1日", Why.DATE),
    ("yyyy-mm-dd", 25, "1900-01-25", Why.DATE),
    ("[$-F800]dddd, mmmm dd, yyyy", 45992, "Mon, Dec 01, 2025", Why.DATE),
    ("[h]:mm", 1.5, "36:00", Why.DATE),
    ("[mm]", 1.5, "2160", Why.DATE),
    ("h:mm:ss", 0.5, "12:00:00", Why.DATE),
    ("上午/下午h时", 0.5, "PM12时", Why.DATE),
    ("d", 3_000_000, "#####", Why.DATE),
]


@pytest.mark.parametrize(("code", "number", "text", "why"), ANOTHER)
def test_a_format_that_shows_another_figure(code: str, number: float, text: str, why: Why) -> None:
    shown = number_shown(code, float(number))
    assert shown is not None
    assert (shown.text, shown.why) == (text, why)
    assert not is_plain(code)


@pytest.mark.parametrize(
    ("code", "number", "text"),
    [
        ("000000", 402, "000402"),
        ('"PDS"0', 12, "PDS12"),
        ("0000", 7, "0007"),
        ('"0"0', 7, "07"),
        ('0".00"', 7, "7.00"),
        ("#\\ ##0", 12345, "12 345"),
        ("#\\,##0", 12345, "12,345"),
        ("00.0", 1.25, "01.3"),
    ],
)
def test_the_same_figure_in_another_spelling(code: str, number: float, text: str) -> None:
    shown = number_shown(code, float(number))
    assert shown is not None
    assert (shown.text, shown.why) == (text, Why.SPELLING)


@pytest.mark.parametrize("code", [";;;", '"无"', "0,", "0%", '0"万"', "0.00,,"])
def test_a_zero_may_be_shown_as_it_likes(code: str) -> None:
    shown = number_shown(code, 0.0)
    assert shown is not None
    assert shown.why is Why.SPELLING


@pytest.mark.parametrize(
    ("code", "shown", "why"),
    [
        (";;;", "", Why.HIDDEN),
        ("0;-0;;", "", Why.HIDDEN),
        ('0;0;0;"12"', "12", Why.HIDDEN),
        ('@"0"', "770", Why.LITERAL),
        ('@"件"', "77件", Why.SPELLING),
    ],
)
def test_a_text_that_is_shown_in_another_way(code: str, shown: str, why: Why) -> None:
    found = text_shown(code, "77")
    assert found is not None
    assert (found.text, found.why) == (shown, why)


@pytest.mark.parametrize("code", ["General", "@", "0", "0;-0;;@", "0%", "yyyy-mm-dd", "#,##0,"])
def test_a_text_that_is_shown_as_it_is(code: str) -> None:
    assert text_shown(code, "77") is None


@pytest.mark.parametrize(
    "code",
    [
        "%" * 255 + "0",
        "0." + "0" * 250,
        "0" + "," * 250,
        '"',
        "[",
        "\\",
        "_",
        "*",
        ";" * 300,
        "0;0;0;0;0",
    ],
)
@pytest.mark.parametrize("number", [0.0, 1.5, -2.0, 1e300, 1e-300, float("nan"), float("inf")])
def test_nothing_is_too_odd(code: str, number: float) -> None:
    shown = number_shown(code, number)
    assert shown is None or len(shown.text) < 1_000
