"""Figures as they are typed and as they are shown."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuphap.rules.numbers import (
    LARGEST_COUNT,
    LONGEST_QUOTE,
    format_count,
    format_difference,
    format_percent,
    format_points,
    format_points_short,
    parse_count,
    parse_decimal,
    parse_percent,
    quoted,
)
from tuphap.rules.refusals import Kind, Refused

LABEL = "Số vụ, việc đã tiếp nhận"
SPACE = "\N{NO-BREAK SPACE}"
HUGE = "9" * 1_000_000


# --- counts ---


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("38", 38),
        (" 38 ", 38),
        (f"38{SPACE}", 38),
        ("007", 7),
        ("1.204", 1204),
        ("12.345.678", 12_345_678),
        ("1000000000", LARGEST_COUNT),
    ],
)
def test_a_count_is_read(text, count):
    assert parse_count(text, LABEL) == count


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "12,5", "1,204", "12.5", "1.20", "0.204", "1.2045", "-1", "−1", "+1", "1e3"),
        *("nan", "NaN", "inf", "Infinity", "true", "True", "0x10", "1_000", "1 000", "١٢"),
        *("²", "Ⅷ", "1\x00", "\x0012", "1\n", "\x1f1", "1/2", "một", f"{HUGE}x"),
    ],
)
def test_what_is_no_count_is_refused(text):
    with pytest.raises(Refused) as refused:
        parse_count(text, LABEL)
    assert refused.value.kind is Kind.INVALID
    assert refused.value.code == "not_a_count"
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("text", ["9" * 10, "9" * 31, "9" * 1000, HUGE])
def test_a_number_of_any_length_is_told_the_largest_allowed(text):
    with pytest.raises(Refused, match=r"vượt quá 1\.000\.000\.000") as refused:
        parse_count(text, LABEL)
    assert refused.value.code == "count_too_large"
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("value", [True, None, 12, 1.5, [], object()])
def test_only_text_is_read(value):
    with pytest.raises(Refused):
        parse_count(value, LABEL)
    with pytest.raises(Refused):
        parse_decimal(value, LABEL)


def test_the_sentence_names_the_field_the_rule_and_the_value():
    with pytest.raises(Refused) as refused:
        parse_count("12,5", LABEL)
    assert refused.value.sentence == (
        "Số vụ, việc đã tiếp nhận phải là số nguyên từ 0 trở lên. Đang ghi “12,5”."
    )


def test_a_percentage_is_told_to_be_a_count():
    with pytest.raises(Refused) as refused:
        parse_count("95%", LABEL)
    assert refused.value.sentence == (
        "Số vụ, việc đã tiếp nhận: “95%” không phải số lượng."
        " Ghi số đã thực hiện, hệ thống tự tính tỷ lệ."
    )


def test_a_count_has_a_largest_value():
    assert parse_count("200", LABEL, maximum=200) == 200
    with pytest.raises(Refused) as refused:
        parse_count("1.201", LABEL, maximum=1200)
    assert refused.value.sentence == (
        "Số vụ, việc đã tiếp nhận (1.201) vượt quá 1.200. Kiểm tra lại số đã ghi."
    )


@given(st.integers(0, LARGEST_COUNT))
def test_a_count_is_read_as_it_is_shown(count):
    assert parse_count(format_count(count), LABEL) == count


# --- decimals ---


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("29,63", "29.63"),
        ("95.45", "95.45"),
        ("1.204,25", "1204.25"),
        ("1,204.25", "1204.25"),
        ("1.204.250", "1204250"),
        ("1.204.250,5", "1204250.5"),
        ("0,875", "0.875"),
        ("0.875", "0.875"),
        ("1,204", "1.204"),
        ("83,875", "83.875"),
        ("12", "12"),
        (" 12,0 ", "12.0"),
        ("1234.567", "1234.567"),
        ("0001,5", "1.5"),
    ],
)
def test_a_decimal_is_read_exactly(text, value):
    assert parse_decimal(text, "Điểm") == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        *("", ",", ".", "1,", ",5", ".5", "1.", "1,2,3", "1.2.3", "1.20.300", "1,20.5", "-1", "−1"),
        *("1e5", "1E5", "NaN", "sNaN", "inf", "1,5%", "1 204,5", "١,٥", "1\x00,5", "0x1"),
        *("1,2345678", HUGE, "1," + "3" * 40),
    ],
)
def test_what_is_no_decimal_is_refused(text):
    with pytest.raises(Refused) as refused:
        parse_decimal(text, "Điểm")
    assert refused.value.code == "not_a_number"
    assert len(refused.value.sentence) < 200


def test_one_point_before_three_digits_has_two_readings():
    with pytest.raises(Refused) as refused:
        parse_decimal("1.204", "Điểm")
    assert refused.value.sentence == (
        "Điểm: “1.204” có thể hiểu theo hai cách."
        " Dùng dấu phẩy cho phần thập phân, ví dụ 1,204; viết 1204 nếu là số nguyên."
    )


def test_the_maximum_can_leave_one_reading():
    assert parse_decimal("83.875", "Điểm", Decimal(100)) == Decimal("83.875")
    with pytest.raises(Refused, match="hai cách"):
        parse_decimal("1.204", "Điểm", Decimal(2000))


def test_a_decimal_has_a_largest_value():
    assert parse_decimal("10", "Điểm", Decimal(10)) == 10
    with pytest.raises(Refused) as refused:
        parse_decimal("10,01", "Điểm", Decimal(10))
    assert refused.value.code == "number_too_large"
    assert refused.value.sentence == "Điểm (10,01) vượt quá 10,00. Kiểm tra lại số đã ghi."


@given(st.decimals(0, 999_999, places=3))
def test_points_are_read_as_they_are_shown(points):
    assert parse_decimal(format_points(points), "Điểm") == points


def outcome(read, text) -> tuple[Decimal, str]:
    try:
        return Decimal(read(text, LABEL)), ""
    except Refused as refused:
        return Decimal(0), refused.sentence


@given(st.text() | st.text(alphabet="0123456789.,-% \x00", max_size=40))
def test_no_text_breaks_the_readers(text):
    for read in (parse_count, parse_decimal):
        value, sentence = outcome(read, text)
        assert value >= 0
        assert len(sentence) < 250


def test_a_long_value_is_shortened_and_cleaned():
    assert quoted("abc") == "“abc”"
    assert quoted(12) == "“12”"
    assert quoted("a\x00b\n") == "“a�b�”"
    assert len(quoted(HUGE)) == LONGEST_QUOTE + 2
    assert quoted(HUGE).endswith("…”")


# --- writing ---


@pytest.mark.parametrize(
    ("points", "shown", "short"),
    [
        ("4.5", "4,50", "4,5"),
        ("6", "6,00", "6"),
        ("0", "0,00", "0"),
        ("0.875", "0,875", "0,875"),
        ("0.8750", "0,875", "0,875"),
        ("1204.25", "1.204,25", "1.204,25"),
        ("-1.25", "−1,25", "−1,25"),
        ("1E+2", "100,00", "100"),
        ("9.9999", "9,9999", "9,9999"),
    ],
)
def test_points_are_shown_whole(points, shown, short):
    assert format_points(Decimal(points)) == shown
    assert format_points_short(Decimal(points)) == short


def test_unknown_is_a_dash():
    assert format_points(None) == format_points_short(None) == "–"
    assert format_percent(None) == format_difference(None) == "–"


@pytest.mark.parametrize(
    ("count", "shown"), [(0, "0"), (1204, "1.204"), (-5, "−5"), (1234567, "1.234.567")]
)
def test_counts_are_shown_in_thousands(count, shown):
    assert format_count(count) == shown


@pytest.mark.parametrize(
    ("done", "due", "shown"),
    [
        (38, 40, "95 %"),
        (47, 49, "95,92 %"),
        (1, 3, "33,33 %"),
        (2, 3, "66,67 %"),
        (39, 40, "97,50 %"),
        (99_999, 100_000, "99,99 %"),
        (899_999, 1_000_000, "89,99 %"),
        (1, 1_000_000, "0,00 %"),
        (0, 7, "0 %"),
        (7, 7, "100 %"),
        (-1, 3, "−33,33 %"),
    ],
)
def test_a_percentage_never_rises_into_the_next_band(done, due, shown):
    assert format_percent(Fraction(100 * done, due)) == shown.replace(" ", SPACE)


def test_an_edge_between_whole_per_cents_is_kept_as_well():
    below = Fraction("66.6649999")
    assert format_percent(below) == f"66,66{SPACE}%"
    assert format_percent(Fraction("66.6659"), [Decimal("66.67")]) == f"66,66{SPACE}%"
    assert format_percent(Fraction("66.6659")) == f"66,67{SPACE}%"


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_what_is_shown_stays_below_every_whole_per_cent_it_is_below(done, due):
    percent = Fraction(100 * min(done, due), due)
    shown = Decimal(
        format_percent(percent).removesuffix(f"{SPACE}%").replace(".", "").replace(",", ".")
    )
    assert abs(Fraction(shown) - percent) < Fraction(1, 100)
    assert int(shown) == int(percent)


@pytest.mark.parametrize(
    ("difference", "shown"), [("-1.25", "−1,25"), ("1", "+1,00"), ("0.375", "+0,375")]
)
def test_a_difference_carries_its_sign(difference, shown):
    assert format_difference(Decimal(difference)) == shown


def test_no_difference_is_what_the_place_wants():
    assert format_difference(Decimal("0.00")) == "0"
    assert format_difference(Decimal(0), zero="·") == "·"


def test_wide_digits_are_digits():
    assert parse_decimal("２９，６３", "Điểm") == Decimal("29.63")
    assert parse_count("１.２０４", "Số") == 1204


@pytest.mark.parametrize("text", ["95,5", "95,5%", "95.5 %", "95,5\u00a0%", "９５，５％"])
def test_per_cents_are_read_with_and_without_their_sign(text):
    assert parse_percent(text, "Tỷ lệ") == Decimal("95.5")


@pytest.mark.parametrize("text", ["", "%", "100,1", "-5%", "5%%", "1e1%", "NaN%"])
def test_what_is_no_per_cent_is_refused(text):
    with pytest.raises(Refused):
        parse_percent(text, "Tỷ lệ")
