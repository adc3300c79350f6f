"""What an appraiser is told to look at before anything else."""

from decimal import Decimal

import pytest

from tuphap.rules.checked_sheet import Copy, FileOnLine, YearFigure
from tuphap.rules.compared_figures import DUE, SHARE, Pair, share, size
from tuphap.rules.outliers import spread
from tuphap.rules.plausibility import (
    CHECKS,
    NOTE,
    OFF,
    WARNING,
    Checked,
    CheckedLine,
    EarlierYear,
    findings,
)
from tuphap.rules.rule_set_rows import Agreement, FigureOf


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


# --- figures held against one another ---


def counted(done, due, code="3.1.2"):
    return CheckedLine(code, False, True, pair=Pair(done, due), due_label="Vụ, việc")


def letters(checked, levels=None):
    return [(found.letter, found.item) for found in findings(checked, levels)]


AGREEMENT = Agreement(
    code="KH1",
    sentence="Phải là một.",
    first=FigureOf("3.1.1", "done"),
    second=FigureOf("3.1.2", "due"),
    status="working",
)


@pytest.mark.parametrize(
    ("first", "second", "is_named"),
    [
        (counted(9, 12, "3.1.1"), counted(7, 9), False),
        (counted(9, 12, "3.1.1"), counted(7, 12), True),
        (CheckedLine("3.1.1", True, True, not_arisen=True), counted(7, 9), True),
        (CheckedLine("3.1.1", True, True, not_arisen=True), counted(0, 0), False),
        (CheckedLine("3.1.1", False, True), counted(7, 9), False),
    ],
)
def test_totals_that_count_the_same_agree(first, second, is_named):
    checked = Checked((first, second), must_agree=(AGREEMENT,))
    assert letters(checked) == ([("C", "3.1.2")] if is_named else [])


def test_a_contradiction_says_both_figures():
    checked = Checked((counted(9, 12, "3.1.1"), counted(7, 12)), must_agree=(AGREEMENT,))
    (found,) = findings(checked)
    assert found.sentence == "Phải là một. Đang ghi 9 ở 3.1.1, 12 ở 3.1.2."


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        ((10, 16), (12, 12), "Tỷ lệ 62,50\xa0% (10/16), năm 2021 là 100\xa0% (12/12)."),
        ((17, 20), (20, 20), None),
        ((30, 30), (20, 20), "Vụ, việc: 30, năm 2021 là 20 (tăng 50\xa0%)."),
        ((24, 24), (20, 20), None),
        ((4, 4), (2, 2), None),
        ((0, 0), (20, 20), "Vụ, việc: 0, năm 2021 là 20 (giảm 100\xa0%)."),
        ((20, 20), (0, 0), None),
    ],
)
def test_a_figure_is_held_against_last_year(now, before, sentence):
    years = (YearFigure(2021, Pair(*before)), YearFigure(2020, Pair(1, 100)))
    found = findings(Checked((counted(*now),), own_years={"3.1.2": years[:1]}))
    assert [f.sentence for f in found if f.letter == "B"] == ([sentence] if sentence else [])


@pytest.mark.parametrize(
    ("done", "years", "is_named"),
    [
        (5, [(9, 10), (19, 20), (28, 30)], True),
        (9, [(9, 10), (19, 20), (28, 30)], False),
        (5, [(9, 10), (19, 20)], False),  # two years are no row of years
        (5, [(9, 10), (9, 10), (9, 10)], False),  # equal ones have no spread
    ],
)
def test_a_figure_far_off_the_own_years_is_named(done, years, is_named):
    own = tuple(YearFigure(2021 - n, Pair(*pair)) for n, pair in enumerate(years))
    found = findings(Checked((counted(done, 10),), own_years={"3.1.2": own}))
    assert ("Q" in {f.letter for f in found}) == is_named


def peers(pairs):
    return {
        ("3.1.2", SHARE): spread(share(Pair(*pair)) for pair in pairs),
        ("3.1.2", DUE): spread(size(Pair(*pair)) for pair in pairs),
    }


@pytest.mark.parametrize(
    ("now", "others", "words"),
    [
        ((3, 10), [(n, 10) for n in (9, 10, 8, 9, 10, 9, 8, 10, 9, 10, 3)], "Tỷ lệ 30"),
        ((9, 10), [(n, 10) for n in (9, 10, 8, 9, 10, 9, 8, 10, 9, 10, 4)], ""),
        ((3, 10), [(n, 10) for n in (9, 10, 8, 9, 10, 9, 8, 10, 9, 3)], ""),  # one unit too few
        ((99, 100), [(1000 - n, 1000) for n in range(11)] + [(99, 100)], "Vụ, việc: 100 lệch"),
        ((960, 1000), [(1000 - n, 1000) for n in range(11)] + [(96, 100)], ""),  # a small step
        ((5000, 5000), [(n, n) for n in (40, 38, 52, 45, 60, 33, 47, 41, 55, 39, 5000)], "Vụ, "),
        ((10, 10), [(10, 10)] * 30, ""),
    ],
)
def test_a_figure_far_off_units_of_the_same_kind_is_named(now, others, words):
    found = findings(Checked((counted(*now),), peers=peers(others)))
    assert [f.sentence.startswith(words) for f in found] == ([True] if words else [])


# --- documents ---


def test_what_claims_points_without_a_document_is_named():
    some = CheckedLine("1.1.1", is_full=False, has_document=False, claims=True)
    nothing = CheckedLine("1.1.2", is_full=False, has_document=False)
    absent = CheckedLine("1.2.1", False, False, not_arisen=True, claims=True)
    assert letters(Checked((some, nothing, absent))) == [("M", "1.1.1")]


@pytest.mark.parametrize(
    ("second", "named"),
    [
        (FileOnLine("2.1.2", "2.1", "Kế hoạch.pdf", "aa"), []),
        (FileOnLine("3.1.1", "3.1", "Kế hoạch.pdf", "aa"), ["2.1.1", "3.1.1"]),
        (FileOnLine("3.1.1", "3.1", "Kế hoạch.pdf", "bb"), []),
    ],
)
def test_one_file_for_two_indicators_is_named_at_both(second, named):
    checked = Checked((), files=(FileOnLine("2.1.1", "2.1", "Kế hoạch.pdf", "aa"), second))
    assert letters(checked) == [("D", item) for item in named]


def copy(dossier, unit, near=False, year=2022):
    return Copy("2.1.1", "Ảnh.png", "aa", dossier, year, unit, near)


@pytest.mark.parametrize(
    ("copies", "letter", "words"),
    [
        ([copy("a", "Xã A")], "G", "hồ sơ của Xã A (năm 2022)."),
        ([copy("a", None)], "G", "cũng có trong hồ sơ của một đơn vị khác."),
        ([copy("a", None), copy("b", None)], "G", "hồ sơ của 2 đơn vị khác."),
        ([copy("a", "", year=2021)], "G", "hồ sơ năm 2021 của đơn vị."),
        ([copy("a", "Xã A", near=True)], "A", "gần giống tệp trong hồ sơ của Xã A (năm 2022)."),
        ([copy(str(n), "Xã A") for n in range(5)], "G", "(năm 2022), 2 hồ sơ khác."),
    ],
)
def test_a_file_in_another_dossier_is_named_as_far_as_the_reader_may_know(copies, letter, words):
    (found,) = findings(Checked((), copies=tuple(copies)))
    assert (found.letter, found.sentence.endswith(words)) == (letter, True), found.sentence


# --- levels and identity ---


def test_the_province_may_turn_a_check_down_or_off():
    checked = Checked((line(has_document=False),))
    assert [f.level for f in findings(checked)] == [WARNING]
    assert [f.level for f in findings(checked, {"full_bare": NOTE})] == [NOTE]
    assert findings(checked, {"full_bare": OFF}) == ()


def test_a_changed_figure_is_another_finding_and_new_statistics_are_not():
    others = [(n, 10) for n in (9, 10, 8, 9, 10, 9, 8, 10, 9, 10, 3)]
    (first,) = findings(Checked((counted(3, 10),), peers=peers(others)))
    (later,) = findings(Checked((counted(3, 10),), peers=peers([*others, (8, 10)])))
    (changed,) = findings(Checked((counted(2, 10),), peers=peers(others)))
    assert first.identity == later.identity != changed.identity


def test_the_name_of_a_unit_is_no_part_of_what_was_looked_at():
    (named,) = findings(Checked((), copies=(copy("a", "Xã A"),)))
    (hidden,) = findings(Checked((), copies=(copy("a", None),)))
    assert named.identity == hidden.identity
