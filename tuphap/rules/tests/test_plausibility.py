"""What an appraiser is told to look at before anything else."""

from decimal import Decimal

import pytest

from tuphap.rules.plausibility import (
    CHECKS,
    Checked,
    CheckedLine,
    EarlierYear,
    findings,
)


def line(code="1.1.1", is_full=True, has_document=True, not_arisen=False):
    return CheckedLine(code, is_full, has_document, not_arisen)


def jump(total, before, same=True, whole="100"):
    earlier = EarlierYear(2021, Decimal(before), same)
    return Checked((), total=Decimal(total), total_max=Decimal(whole), earlier=earlier)


def test_a_sound_sheet_gives_nothing():
    assert findings(Checked((line(),))) == ()


@pytest.mark.parametrize(
    ("is_full", "has_document", "flagged"),
    [(True, False, True), (True, True, False), (False, False, False), (False, True, False)],
)
def test_full_points_without_a_document_are_named(is_full, has_document, flagged):
    found = findings(Checked((line("2.2.1", is_full, has_document),)))
    assert [(f.letter, f.item) for f in found] == ([("T", "2.2.1")] if flagged else [])


def test_it_says_when_the_unit_states_that_nothing_arose():
    (found,) = findings(Checked((line(has_document=False, not_arisen=True),)))
    assert found.sentence == "Mức tối đa nhưng không có tài liệu (khai không phát sinh)."


def test_a_failing_gate_comes_first():
    found = findings(Checked((line(has_document=False),), failing_gates=("DK3",)))
    assert [(f.letter, f.item) for f in found] == [("K", "DK3"), ("T", "1.1.1")]


@pytest.mark.parametrize(
    ("total", "before", "sentence"),
    [
        ("91.25", "78.40", "Tổng điểm tăng 12,85 so với năm 2021."),
        ("80", "90", "Tổng điểm giảm 10,00 so với năm 2021."),
        ("89.99", "80", None),
        ("80", "80", None),
    ],
)
def test_a_jump_of_a_tenth_of_the_scale_is_named(total, before, sentence):
    assert [f.sentence for f in findings(jump(total, before))] == ([sentence] if sentence else [])


def test_a_jump_between_rule_sets_is_for_information_only():
    (found,) = findings(jump("91.25", "78.40", same=False))
    assert found.sentence.endswith("so với năm 2021 (bộ tiêu chí khác, chỉ để tham khảo).")


@pytest.mark.parametrize("missing", ["earlier", "total", "total_max"])
def test_without_figures_there_is_no_jump(missing):
    facts = {**jump("91.25", "60").__dict__, missing: None}
    assert findings(Checked(**facts)) == ()


def test_every_letter_stands_once_in_the_table():
    letters = [check.letter for check in CHECKS]
    assert len(set(letters)) == len(letters)


def test_a_figure_other_than_the_systems_is_named():
    own = CheckedLine("1.1.1", True, True, differs="Đơn vị ghi 9/9, hệ thống có 8/9.")
    (found,) = findings(Checked((own, line("1.2.1"))))
    assert (found.letter, found.item) == ("S", "1.1.1")
    assert found.sentence == "Đơn vị ghi 9/9, hệ thống có 8/9."
