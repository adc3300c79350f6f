"""How the figures of many units are spread: five numbers, a mean, and counts by range."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from tuphap.rules.numbers import half_up

RANGES = 10
PLACES = 2


@dataclass(frozen=True)
class Range:
    """From `low` to below `high`; the last one holds the maximum as well."""

    low: Decimal
    high: Decimal
    is_last: bool

    def holds(self, value: Decimal) -> bool:
        return self.low <= value and (value < self.high or (self.is_last and value <= self.high))


@dataclass(frozen=True)
class Distribution:
    """Of the figures that are known; `counts` has one number for each range."""

    n: int
    least: Decimal | None
    first_quartile: Decimal | None
    median: Decimal | None
    third_quartile: Decimal | None
    most: Decimal | None
    mean: Decimal | None
    at_maximum: int
    counts: tuple[int, ...]


def ranges(maximum: Decimal, *, counted: bool) -> tuple[Range, ...]:
    """Ten equal ones; where things are counted, one for each number."""
    if counted:
        whole = int(maximum)
        return tuple(
            Range(Decimal(n), Decimal(n + 1 if n < whole else n), n == whole)
            for n in range(whole + 1)
        )
    edges = [maximum * n / RANGES for n in range(RANGES + 1)]
    return tuple(Range(low, high, high == maximum) for low, high in pairwise(edges))


def distribution(
    values: Iterable[Decimal | None], maximum: Decimal, spans: Sequence[Range]
) -> Distribution:
    known = sorted(value for value in values if value is not None)
    at = [_quantile(known, Fraction(part, 4)) for part in range(5)]
    mean = Fraction(sum(known, Decimal(0))) / len(known) if known else None
    return Distribution(
        n=len(known),
        least=at[0],
        first_quartile=at[1],
        median=at[2],
        third_quartile=at[3],
        most=at[4],
        mean=None if mean is None else half_up(mean, PLACES),
        at_maximum=sum(value == maximum for value in known),
        counts=tuple(sum(span.holds(value) for value in known) for span in spans),
    )


def _quantile(known: Sequence[Decimal], part: Fraction) -> Decimal | None:
    """Between the two nearest figures by proportion, as office programs do (QUARTILE.INC)."""
    if not known:
        return None
    place = part * (len(known) - 1)
    low = int(place)
    high = min(low + 1, len(known) - 1)
    exact = Fraction(known[low]) + (place - low) * (Fraction(known[high]) - Fraction(known[low]))
    return half_up(exact, PLACES)
