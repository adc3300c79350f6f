"""One content: points or met from the figures, with the reason; problems with a way out."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.content_scoring import NONE_CHOSEN, Answer, score_content
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import ChooseAtLeast, Deadline, Options, Percentage, content, contents
from tuphap.rules.rule_set_file import shipped

CALENDAR = WorkCalendar()
POINT_SET, PASS_SET = shipped("25-2021"), shipped("27-2025")
BANDED = [c for c in contents(POINT_SET) if isinstance(c.scoring, Percentage)]
counts = st.integers(0, 10**9)


def scored(code, calendar=CALENDAR, rule_set=POINT_SET, **answer):
    return score_content(content(rule_set, code), Answer(**answer), calendar)


def passing(code, calendar=CALENDAR, **answer):
    return scored(code, calendar, PASS_SET, **answer)


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


# --- percentage with bands ---


def test_the_reason_names_figures_ratio_band_and_points():
    result = scored("1.2.1", done=38, due=40)
    assert result.points == Decimal("5.25")
    assert result.passed is None
    assert result.percent == 95
    assert plain(result.why) == "38/40 = 95 %, thuộc mức từ 90 % đến dưới 100 %: 5,25 điểm"


@pytest.mark.parametrize(
    ("done", "due", "points", "band"),
    [
        (7, 7, "7", "100 %"),
        (999_999, 1_000_000, "5.25", "từ 90 % đến dưới 100 %"),
        (9, 10, "5.25", "từ 90 % đến dưới 100 %"),
        (899_999, 1_000_000, "3.5", "từ 80 % đến dưới 90 %"),
        (1, 2, "0.875", "từ 50 % đến dưới 70 %"),
        (499_999, 1_000_000, "0", "dưới 50 %"),
        (0, 3, "0", "dưới 50 %"),
    ],
)
def test_an_edge_belongs_to_the_upper_band(done, due, points, band):
    result = scored("1.2.1", done=done, due=due)
    assert result.points == Decimal(points)
    assert f"thuộc mức {band}:" in plain(result.why)


def test_a_top_band_may_begin_below_the_whole():
    result = scored("3.1.2", done=4, due=5)
    assert result.points == 3
    assert "thuộc mức từ 80 % trở lên: 3,00 điểm" in plain(result.why)


def test_a_shown_ratio_never_contradicts_its_band():
    result = scored("1.2.1", done=99_999, due=100_000)
    assert plain(result.why).startswith(
        "99.999/100.000 = 99,99 %, thuộc mức từ 90 % đến dưới 100 %"
    )


@pytest.mark.parametrize("item", BANDED, ids=lambda c: c.code)
@given(low=counts, high=counts, due=counts)
def test_more_done_never_gives_fewer_points(item, low, high, due):
    due = max(due, 1)
    low, high = sorted((min(low, due), min(high, due)))
    fewer = score_content(item, Answer(done=low, due=due), CALENDAR)
    more = score_content(item, Answer(done=high, due=due), CALENDAR)
    assert fewer.points <= more.points <= item.max_points


@pytest.mark.parametrize("item", BANDED, ids=lambda c: c.code)
@given(due=st.integers(1, 10**9), shift=st.integers(-1, 1))
def test_bands_are_decided_by_exact_comparison(item, due, shift):
    """Around every edge: as many done as the edge needs, one fewer, one more."""
    for band in item.scoring.bands:
        needed = -(-Fraction(band.at_least) * due // 100)
        done = min(max(int(needed) + shift, 0), due)
        wanted = next(
            b.points
            for b in item.scoring.bands
            if Fraction(done * 100, due) >= Fraction(b.at_least)
        )
        assert score_content(item, Answer(done=done, due=due), CALENDAR).points == wanted


# --- percentage with a level ---


@pytest.mark.parametrize(
    ("code", "done", "due", "passed", "why"),
    [
        ("3.2.2", 4, 5, True, "4/5 = 80 %, đạt mức 80 %: đạt"),
        ("3.2.2", 799, 1000, False, "799/1.000 = 79,90 %, dưới mức 80 %: chưa đạt"),
        ("1.1.1", 40, 40, True, "40/40 = 100 %, đạt mức 100 %: đạt"),
        ("1.1.1", 99_999, 100_000, False, "99.999/100.000 = 99,99 %, dưới mức 100 %: chưa đạt"),
    ],
)
def test_a_level_is_reached_or_not(code, done, due, passed, why):
    result = passing(code, done=done, due=due)
    assert (result.passed, result.points) == (passed, None)
    assert plain(result.why) == why


# --- figures that cannot be ---


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (
            {"done": 41, "due": 38},
            "Số vụ, việc hòa giải thành (41) lớn hơn số vụ, việc đã hòa giải (38)."
            " Kiểm tra lại hai số này.",
        ),
        (
            {"done": -1, "due": 5},
            "Số vụ, việc hòa giải thành phải là số nguyên từ 0 trở lên. Đang ghi “−1”.",
        ),
        (
            {"done": None, "due": -5},
            "Số vụ, việc đã hòa giải phải là số nguyên từ 0 trở lên. Đang ghi “−5”.",
        ),
        (
            {"done": 0, "due": 0},
            "Số vụ, việc đã hòa giải là 0 nên không tính được tỷ lệ. Nếu trong năm không phát"
            " sinh, chọn “Trong năm đánh giá không có vụ, việc đã hòa giải”.",
        ),
    ],
)
def test_figures_that_cannot_be_are_named_with_a_way_out(answer, problem):
    result = scored("3.1.2", **answer)
    assert result.problem == problem
    assert result.points is result.passed is result.percent is None
    assert not result.is_decided


def test_a_remark_in_brackets_is_left_out_of_the_sentence():
    problem = passing("1.3.1", done=160, due=158).problem
    assert "(160) lớn hơn số văn bản đã ban hành (158)." in problem


def test_nothing_due_without_a_rule_for_it_says_so():
    problem = scored("1.2.1", done=0, due=0).problem
    assert problem.startswith("Số văn bản đã ban hành là 0 nên không tính được tỷ lệ.")
    assert "không có trường hợp không phát sinh cho nội dung 1.2.1" in problem


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({}, "Chưa có số liệu"),
        ({"done": 5}, "Còn thiếu số vụ, việc đã hòa giải"),
        ({"due": 5}, "Còn thiếu số vụ, việc hòa giải thành"),
    ],
)
def test_half_a_pair_is_not_yet_an_error(answer, why):
    result = scored("3.1.2", **answer)
    assert (result.points, result.problem, result.why) == (None, None, why)


def test_no_answer_is_no_points():
    for item in (*contents(POINT_SET), *contents(PASS_SET)):
        for answer in (None, Answer()):
            result = score_content(item, answer, CALENDAR)
            assert (result.is_decided, result.problem) == (False, None)
            assert result.why == "Chưa có số liệu"


# --- not arisen ---


def test_not_arisen_gives_the_whole_of_the_content():
    result = scored("1.1.2", not_applicable=True)
    assert result.points == 2
    assert result.why == "Không phát sinh: đủ 2,00 điểm theo bộ tiêu chí"
    assert scored("2.2.1", not_applicable=True, done=0, due=0).points == 4


def test_not_arisen_passes_where_there_are_no_points():
    result = passing("3.2.2", not_applicable=True)
    assert (result.passed, result.points) == (True, None)


def test_not_arisen_is_refused_where_the_set_has_no_such_case():
    assert scored("1.2.1", not_applicable=True).problem == (
        "Nội dung 1.2.1 không có trường hợp không phát sinh. Bỏ chọn và nhập số liệu."
    )


@pytest.mark.parametrize(
    ("code", "answer", "figures"),
    [
        ("2.2.1", {"done": 3, "due": 5}, "3/5"),
        ("2.2.1", {"due": 5}, "–/5"),
        ("1.1.1", {"option": "a"}, "lựa chọn “a”"),
        ("2.2.1", {"chosen": frozenset("ab")}, "2 hoạt động"),
        ("2.2.1", {"done_on": date(2022, 1, 5)}, "05/01/2022"),
    ],
)
def test_not_arisen_and_figures_contradict(code, answer, figures):
    problem = scored(code, not_applicable=True, **answer).problem
    assert problem == (
        f"Nội dung {code} đã chọn không phát sinh nhưng vẫn có số liệu ({figures})."
        " Bỏ chọn, hoặc xóa số liệu."
    )


# --- options ---


def test_an_option_gives_its_points():
    result = scored("2.6.1", option="b")
    assert result.points == 2
    assert result.why == "Đáp ứng một phần: 2,00 điểm"


def test_yes_passes_and_no_does_not():
    assert passing("2.1.1", option="a").passed is True
    assert passing("2.1.1", option="b").why == "Không: chưa đạt"


@pytest.mark.parametrize("option", ["z", "", "A", "a\x00", "x" * 1000])
def test_an_unknown_option_is_told_the_known_ones(option):
    problem = scored("2.6.1", option=option).problem
    assert problem.startswith("Nội dung 2.6.1 không có lựa chọn “")
    assert "Chọn một trong: “" in problem
    assert "a, b, c" not in problem
    assert len(problem) < 250


# --- at least so many ---


@pytest.mark.parametrize(
    ("answer", "passed"),
    [
        ({"chosen": frozenset("a")}, True),
        ({"chosen": frozenset("abcdefgh")}, True),
        ({"chosen": frozenset()}, None),
        ({"option": NONE_CHOSEN}, False),
    ],
)
def test_enough_activities_pass(answer, passed):
    result = passing("2.5.1", **answer)
    assert (result.passed, result.problem) == (passed, None)


def test_the_reason_counts_the_activities():
    assert passing("2.5.1", option=NONE_CHOSEN).why == "0 hoạt động, cần ít nhất 1: chưa đạt"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({"chosen": frozenset(["z", "a"])}, "không có lựa chọn “z”. Chọn trong: “"),
        (
            {"chosen": frozenset("a"), "option": NONE_CHOSEN},
            "đã chọn 1 hoạt động và “Không có hoạt động nào",
        ),
        ({"option": "b"}, "đã chọn 0 hoạt động và “b”"),
    ],
)
def test_strange_choices_are_named(answer, words):
    assert words in passing("2.5.1", **answer).problem


# --- deadline ---

MONDAY = date(2026, 1, 5)


@pytest.mark.parametrize(
    ("done_on", "passed"),
    [(date(2026, 1, 5), True), (date(2026, 1, 14), True), (date(2026, 1, 15), False)],
)
def test_seven_working_days_after_the_day_itself(done_on, passed):
    result = passing("2.4.1", assigned_on=MONDAY, done_on=done_on)
    assert result.passed is passed
    assert "hạn 7 ngày làm việc là 14/01/2026" in result.why


def test_holidays_do_not_count():
    holiday = WorkCalendar(off=frozenset({date(2026, 1, 6)}))
    assert passing("2.4.1", holiday, assigned_on=MONDAY, done_on=date(2026, 1, 15)).passed


def test_reversed_dates_are_named():
    assert passing("2.4.1", assigned_on=MONDAY, done_on=date(2026, 1, 2)).problem == (
        "Ngày ban hành kế hoạch (02/01/2026) trước ngày được giao kế hoạch cấp trên (05/01/2026)."
        " Kiểm tra lại hai ngày này."
    )


@pytest.mark.parametrize(
    ("assigned_on", "done_on"),
    [(date.max, date.max), (date(206, 1, 5), MONDAY), (date.min, date.max)],
)
def test_dates_far_apart_or_far_off_are_a_slip(assigned_on, done_on):
    problem = passing("2.4.1", assigned_on=assigned_on, done_on=done_on).problem
    assert "quá xa" in problem


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ({"assigned_on": MONDAY}, "Còn thiếu ngày ban hành kế hoạch"),
        ({"done_on": MONDAY}, "Còn thiếu ngày được giao kế hoạch cấp trên"),
    ],
)
def test_half_a_pair_of_dates_is_not_yet_an_error(answer, why):
    result = passing("2.4.1", **answer)
    assert (result.passed, result.problem, result.why) == (None, None, why)


# --- all kinds ---


def best(item) -> Answer:
    """The answer that reaches the most of a content."""
    scoring = item.scoring
    if isinstance(scoring, Percentage):
        return Answer(done=5, due=5)
    if isinstance(scoring, Options):
        return Answer(option=scoring.options[0].key)
    if isinstance(scoring, ChooseAtLeast):
        return Answer(chosen=frozenset(o.key for o in scoring.options[: scoring.minimum]))
    assert isinstance(scoring, Deadline)
    return Answer(assigned_on=MONDAY, done_on=MONDAY)


@pytest.mark.parametrize("item", contents(POINT_SET), ids=lambda c: c.code)
def test_the_best_answer_gives_the_maximum(item):
    result = score_content(item, best(item), CALENDAR)
    assert (result.points, result.problem) == (item.max_points, None)


@pytest.mark.parametrize("item", contents(PASS_SET), ids=lambda c: c.code)
def test_the_best_answer_passes(item):
    result = score_content(item, best(item), CALENDAR)
    assert (result.passed, result.problem) == (True, None)


answers = st.builds(
    Answer,
    done=st.none() | st.integers(),
    due=st.none() | st.integers(),
    option=st.none() | st.text(max_size=5) | st.sampled_from("abc"),
    chosen=st.frozensets(st.sampled_from("abcdefghz")),
    assigned_on=st.none() | st.dates(),
    done_on=st.none() | st.dates(),
    not_applicable=st.booleans(),
)


@pytest.mark.parametrize("rule_set", [POINT_SET, PASS_SET], ids=lambda r: r.code)
@given(answer=answers)
def test_any_answer_is_decided_open_or_a_problem(rule_set, answer):
    for item in contents(rule_set):
        result = score_content(item, answer, CALENDAR)
        assert not (result.is_decided and result.problem)
        assert result.why
        if result.points is not None:
            assert 0 <= result.points <= item.max_points
