"""Drawn sheets come out as planned, and always the same."""

import pytest

from tuphap.outlets.demo.papers import small_pdf, small_png
from tuphap.outlets.demo.plan import plan
from tuphap.outlets.demo.sheets import Drawer
from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped

YEAR = 2022
CASES = [
    ("25-2021", "met"),
    ("25-2021", "DK1"),
    ("25-2021", "DK2"),
    ("25-2021", "DK3"),
    ("27-2025", "met"),
    ("27-2025", "DK1"),
]


def drawer(code: str) -> Drawer:
    shows_in = plan().failed_gate_shows_in.get(code)
    return Drawer(shipped(code), plan().same_figures[code], YEAR, gate_shows_in=shows_in)


@pytest.mark.parametrize(("code", "mode"), CASES)
def test_a_sheet_fails_by_exactly_the_condition_asked_for(code: str, mode: str) -> None:
    draws = drawer(code)
    for number in range(20):
        sheets = draws.sheets(plan().random("test", number), mode)
        result = draws.score(sheets.final)
        failing = [row.code for row in result.conditions if row.holds is False]
        assert failing == ([] if mode == "met" else [mode])
        assert not result.unanswered
        assert not draws.score(sheets.own).problems


def test_a_disciplined_head_is_a_disciplined_official() -> None:
    """Who answers that the head was disciplined cannot say that no official was."""
    draws = drawer("25-2021")
    (asked,) = [c for c in contents(draws.rule_set) if c.code == "5.3.1"]
    said = {option.key: option.text for option in asked.scoring.options}
    for number in range(20):
        sheets = draws.sheets(plan().random("test", number), "DK3")
        answers = [sheet["5.3.1"].answer.option for sheet in (sheets.own, sheets.final)]
        assert [said[answer] for answer in answers] == ["Có trường hợp bị xử lý"] * 2


def test_the_same_seed_gives_the_same_sheet() -> None:
    first, second = (drawer("25-2021").sheets(plan().random("x"), "met") for _ in range(2))
    assert first == second


def test_a_council_change_touches_one_line() -> None:
    sheets = drawer("25-2021").sheets(plan().random("x"), "met", council_change=True)
    changed = [code for code in sheets.final if sheets.final[code] != sheets.appraised[code]]
    assert len(changed) == 1


def test_figures_that_are_one_and_the_same_agree() -> None:
    for number in range(30):
        final = drawer("25-2021").sheets(plan().random(number), "met").final
        mediated, succeeded = final["3.1.1"].answer, final["3.1.2"].answer
        if mediated.done and succeeded.due:
            assert mediated.done == succeeded.due


def test_generated_papers_are_what_they_say() -> None:
    assert small_pdf("So theo doi").startswith(b"%PDF-1.4")
    assert small_pdf("Sổ (theo) dõi").count(b"(") == small_pdf("x").count(b"(")
    assert small_png("a").startswith(b"\x89PNG\r\n")
