"""The two figures by which a line is compared with other lines: its share, and how much was due.

Steps below which nobody needs to look are ours, no law says so. Amounts are compared by their
ratio (a logarithm), because ten cases more mean much to a small unit and nothing to a large one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from tuphap.rules.numbers import format_count, format_percent
from tuphap.rules.outliers import PLACES

SHARE, DUE = "share", "due"
LEAST_SHARE_STEP = Decimal(10)  # per cent of the whole
LEAST_RATIO = Decimal(3)  # three times as much, or a third


@dataclass(frozen=True)
class Pair:
    """Done of due, as far as both are known."""

    done: int
    due: int

    @property
    def words(self) -> str:
        return f"{format_count(self.done)}/{format_count(self.due)}"


@dataclass(frozen=True)
class Compared:
    """`value` is what is put into a spread, `said` says a value of the spread to people."""

    key: str
    label: str
    value: Callable[[Pair], Decimal | None]
    own: Callable[[Pair], str]
    said: Callable[[Decimal], str]
    least_step: Decimal


def share(pair: Pair) -> Decimal | None:
    """Per cent; None where nothing was due."""
    return (Decimal(100 * pair.done) / pair.due).quantize(PLACES) if pair.due else None


def size(pair: Pair) -> Decimal | None:
    return Decimal(1 + pair.due).ln().quantize(PLACES)


def share_words(pair: Pair) -> str:
    """“95,24 % (40/42)”."""
    return f"{format_percent(Fraction(100 * pair.done, pair.due), ())} ({pair.words})"


def _percent(value: Decimal) -> str:
    return format_percent(Fraction(value), ())


def _count(value: Decimal) -> str:
    return format_count(int((value.exp() - 1).to_integral_value()))


FIGURES: Mapping[str, Compared] = MappingProxyType(
    {
        row.key: row
        for row in (
            Compared(SHARE, "Tỷ lệ", share, share_words, _percent, LEAST_SHARE_STEP),
            Compared(
                DUE, "Tổng số", size, lambda pair: format_count(pair.due), _count, LEAST_RATIO.ln()
            ),
        )
    }
)
