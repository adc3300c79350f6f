"""Figures as Vietnamese offices write them: reading what was typed, writing what is shown.

Reading never guesses. The decimal sign is the comma; a point parts thousands. Files made by
programs write a decimal point, so one point is also read as decimal, unless three digits follow
it and both readings are possible: then the figure is refused.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from tuphap.rules.refusals import Kind, Refused

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
UNKNOWN = "–"

LONGEST_FIGURE = 30
LONGEST_QUOTE = 40
LARGEST_COUNT = 10**9
MOST_DECIMALS = 6

# Spaces by name: `str.strip` alone would also take control characters for spaces.
_SPACES = " \t\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
# Keyboards of East Asian input write wide digits and signs.
_NARROW = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")
_DECIMAL_COMMA = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_DECIMAL_POINT = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.([0-9]+)")
_EITHER = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")


# --- reading ---


def parse_count(text: str, label: str, maximum: int = LARGEST_COUNT) -> int:
    """A whole number from 0; a point may part thousands: "1.204" is one thousand and more."""
    figure = _figure(text)
    if not figure and isinstance(text, str) and _PLAIN.fullmatch(text.strip(_SPACES)):
        # Too long to be read at all, yet a number: its size is what is wrong.
        raise _refused(
            "count_too_large",
            f"{label} {quoted(text)} vượt quá {format_count(maximum)}. Kiểm tra lại số đã ghi.",
        )
    if "%" in figure:
        raise _refused(
            "not_a_count",
            f"{label}: {quoted(text)} không phải số lượng."
            " Ghi số đã thực hiện, hệ thống tự tính tỷ lệ.",
        )
    if not (_PLAIN.fullmatch(figure) or _GROUPED.fullmatch(figure)):
        raise _refused(
            "not_a_count",
            f"{label} phải là số nguyên từ 0 trở lên. Đang ghi {quoted(text)}.",
        )
    count = int(figure.replace(".", ""))
    if count > maximum:
        raise _refused(
            "count_too_large",
            f"{label} ({format_count(count)}) vượt quá {format_count(maximum)}."
            " Kiểm tra lại số đã ghi.",
        )
    return count


def parse_decimal(text: str, label: str, maximum: Decimal | None = None) -> Decimal:
    """A number from 0, exactly as written.

    "29,63" "1.204,25" "1,204.25" "95.45" "12" are clear. "1.204" could be 1204 or 1,204: it is
    refused, unless 1204 is above `maximum`, which leaves one reading.
    """
    figure = _figure(text)
    if _EITHER.fullmatch(figure) and not _too_large(figure.replace(".", ""), maximum):
        raise _refused(
            "ambiguous_number",
            f"{label}: {quoted(text)} có thể hiểu theo hai cách."
            " Dùng dấu phẩy cho phần thập phân, ví dụ 1,204; viết 1204 nếu là số nguyên.",
        )
    value = _decimal(figure)
    if value is None:
        example = "29,63" if maximum is None else example_up_to(maximum)
        raise _refused(
            "not_a_number",
            f"{label} phải là số từ 0 trở lên, ví dụ {example}. Đang ghi {quoted(text)}.",
        )
    if maximum is not None and value > maximum:
        raise _refused(
            "number_too_large",
            f"{label} ({format_points(value)}) vượt quá {format_points(maximum)}."
            " Kiểm tra lại số đã ghi.",
        )
    return value


def parse_percent(text: str, label: str) -> Decimal:
    """Per cents from 0 to 100, with or without their sign: "95,5 %" and "95,5" are the same."""
    figure = _figure(text).removesuffix("%").rstrip(_SPACES)
    return parse_decimal(figure or text, label, Decimal(100))


def _figure(text: object) -> str:
    """What is left to read; an empty figure matches no pattern."""
    if not isinstance(text, str) or len(text) > LONGEST_FIGURE:
        return ""
    return text.translate(_NARROW).strip(_SPACES)


def _too_large(digits: str, maximum: Decimal | None) -> bool:
    return maximum is not None and Decimal(digits) > maximum


def _decimal(figure: str) -> Decimal | None:
    if _PLAIN.fullmatch(figure):
        return Decimal(figure)
    match = _DECIMAL_COMMA.fullmatch(figure) or _DECIMAL_POINT.fullmatch(figure)
    if match and len(match[2]) <= MOST_DECIMALS:
        return Decimal(re.sub("[.,]", "", match[1]) + "." + match[2])
    if _GROUPED.fullmatch(figure):
        return Decimal(figure.replace(".", ""))
    return None


def _refused(code: str, sentence: str) -> Refused:
    return Refused(code, sentence, Kind.INVALID)


def quoted(value: object) -> str:
    """The value between Vietnamese quotation marks, shortened, without unprintable signs."""
    return f"“{shortened(value)}”"


def shortened(value: object) -> str:
    """Foreign text as it may stand in a sentence."""
    text = value if isinstance(value, str) else str(value)
    short = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return "".join(c if c.isprintable() else "�" for c in short)


# --- writing ---


def format_count(count: int) -> str:
    """1.204"""
    return _signed(f"{abs(count):,}".replace(",", "."), count < 0)


def format_points(points: Decimal | None) -> str:
    """ "4,50"; as many decimals as the points have, two at least; never rounded."""
    return UNKNOWN if points is None else _with_decimals(points, 2)


def format_points_short(points: Decimal | None) -> str:
    """Maxima and options: "6", "2,5"."""
    return UNKNOWN if points is None else _with_decimals(points, 0)


def _with_decimals(value: Decimal, least: int) -> str:
    exponent = value.normalize().as_tuple().exponent
    decimals = max(least, -exponent if isinstance(exponent, int) else 0)
    return _signed(_vietnamese(f"{value.copy_abs():,.{decimals}f}"), value < 0)


def format_percent(percent: Fraction | None, edges: Iterable[Decimal] = ()) -> str:
    """ "95,93 %", whole per cents without decimals.

    Rounded half up, but a value below a whole per cent or one of the `edges` of bands is never
    shown as having reached it: 99,999 is "99,99 %".
    """
    if percent is None:
        return UNKNOWN
    if percent.denominator == 1:
        return format_count(percent.numerator) + NO_BREAK_SPACE + "%"
    shown = _hundredths(percent, ROUND_HALF_UP)
    limits = (Decimal(-(-percent.numerator // percent.denominator)), *edges)
    if any(percent < limit <= shown for limit in limits):
        shown = _hundredths(percent, ROUND_FLOOR)
    figure = _signed(_vietnamese(f"{abs(shown):,.2f}"), shown < 0)
    return figure + NO_BREAK_SPACE + "%"


def _hundredths(value: Fraction, rounding: str) -> Decimal:
    """Exact: whole and remainder of the hundredths are integers."""
    whole, rest = divmod(value.numerator * 100, value.denominator)
    up = rounding == ROUND_HALF_UP and rest * 2 >= value.denominator
    return Decimal(whole + up).scaleb(-2)


def format_rate(part: int, whole: int) -> str:
    """ "95,2 %" of the whole, half up to one decimal; "–" of nothing."""
    if not whole:
        return UNKNOWN
    return format_share(half_up(Fraction(part * 100, whole), 1))


def format_share(percent: Decimal | None) -> str:
    """ "95,2 %" of per cents that are rounded already."""
    if percent is None:
        return UNKNOWN
    return _signed(_vietnamese(f"{abs(percent):,.1f}"), percent < 0) + NO_BREAK_SPACE + "%"


def half_up(value: Fraction, places: int) -> Decimal:
    """Exact, and a half away from zero: −0,25 is −0,3 as 0,25 is 0,3."""
    whole, rest = divmod(abs(value.numerator) * 10**places, value.denominator)
    shown = Decimal(whole + (rest * 2 >= value.denominator)).scaleb(-places)
    return shown if value >= 0 else -shown


def example_up_to(maximum: Decimal) -> str:
    """A figure with decimals that a row with this maximum can have: "7,50" of 10."""
    return format_points(half_up(Fraction(maximum) * 3 / 4, 2))


def format_difference(difference: Decimal | None, zero: str = "0") -> str:
    """−1,25 and +1,25; `zero` is "·" in the matrix."""
    if difference is None:
        return UNKNOWN
    if difference == 0:
        return zero
    return ("+" if difference > 0 else "") + format_points(difference)


def _vietnamese(english: str) -> str:
    return english.translate(str.maketrans(",.", ".,"))


def _signed(figure: str, negative: bool) -> str:
    return MINUS + figure if negative else figure
