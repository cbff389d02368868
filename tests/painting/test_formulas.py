"""Totals, rules and checks as the formulas of a sheet."""

from __future__ import annotations

from toolkit.form.form_file import default_form
from toolkit.form.layout import lay_out
from toolkit.form.rule import Rule
from toolkit.grids.address import cell
from toolkit.painting.formulas import Formulas, rectangles, reference


def company_rule() -> Rule:
    return next(one for one in default_form().declared_rules if one.at.endswith(".company"))


def test_a_rule_as_excel_formulas() -> None:
    """Sums over cells, so that pasted text is no Excel error; a pasted fraction is seen."""
    formulas = Formulas(lay_out(default_form()), "表三")
    assert formulas.side(company_rule(), 1) == "SUM($E$6:$E$7)"
    assert formulas.side(company_rule(), -1) == "SUM($E$29:$E$30)"
    assert formulas.fails(company_rule()) == (
        "AND((COUNTA($E$6:$E$28,$E$30)-COUNT($E$6:$E$28,$E$30))=0,"
        "ROUND(SUM($E$6:$E$7)-(SUM($E$29:$E$30)),6)<>0)"
    )


def test_a_total_as_an_excel_formula_names_its_sheet_from_elsewhere() -> None:
    layout = lay_out(default_form())
    assert Formulas(layout, "表四").total("t4.review.total") == "SUM($A$6:$D$6)"
    assert Formulas(layout).total("t4.review.total") == "SUM('表四'!$A$6:$D$6)"
    assert Formulas(layout, "表三").total("t3.outcome.total.company") == "SUM($E$8:$E$28)"


def test_a_check_has_four_states() -> None:
    layout = lay_out(default_form())
    rule = company_rule()
    state = Formulas(layout, "表三").state(rule, "D4", "E4", "FALSE")
    assert state == (
        'IF(FALSE,"未填",IF((COUNTA($E$6:$E$28,$E$30)-COUNT($E$6:$E$28,$E$30))>0,"含非数字",'
        'IF(ROUND(D4-E4,6)=0,"√ 相符","× 不符（相差 "&ROUND(D4-E4,6)&"）")))'
    )


def test_rectangles_cover_the_cells_and_nothing_else() -> None:
    """A1:B2 and D1:D2, and a lone C4."""
    places = [cell(r, c) for r in (0, 1) for c in (0, 1, 3)] + [cell(3, 2)]
    assert rectangles(places) == ["$A$1:$B$2", "$D$1:$D$2", "$C$4"]
    assert reference(cell(0, 27), "表三") == "'表三'!$AB$1"
