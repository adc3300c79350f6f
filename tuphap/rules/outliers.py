"""How far a figure lies from others of its kind. Pure arithmetic; what it means is for a person.

Two scores: z counts standard deviations from the mean, and one wild value widens it for all; the
modified z counts from the median by the median of the deviations (MAD) and hardly notices it.
Source: B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers (ASQC, 1993): 0.6745 and 3.5.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

TO_SIGMA = Decimal("0.6745")  # of a normal spread the MAD is that part of its deviation
FAR_MODIFIED = Decimal("3.5")
FAR = Decimal(3)  # the usual three standard deviations; asked only where the MAD is 0
# Among n values no z is above (n - 1) / sqrt(n) (Shiffler 1988): below 11 none could reach 3.
LEAST_UNITS = 11
# Fewer years have no spread to speak of.
LEAST_YEARS = 3
PLACES = Decimal("0.000001")


@dataclass(frozen=True)
class Spread:
    """Of how many values, around what, and how wide; `std` of a sample, 0 for a single value."""

    n: int
    mean: Decimal
    std: Decimal
    median: Decimal
    mad: Decimal


def spread(values: Iterable[Decimal]) -> Spread | None:
    """None where there is no value at all."""
    found = list(values)
    if not found:
        return None
    middle = Decimal(median(found))
    mean = sum(found, Decimal(0)) / len(found)
    return Spread(
        n=len(found),
        mean=_kept(mean),
        std=_kept(_std(found, mean)),
        median=_kept(middle),
        mad=_kept(Decimal(median(abs(value - middle) for value in found))),
    )


def _std(values: list[Decimal], mean: Decimal) -> Decimal:
    # Said and not computed: a rounded mean would leave equal values a hair apart.
    if min(values) == max(values):
        return Decimal(0)
    squares = sum(((value - mean) ** 2 for value in values), Decimal(0))
    return (squares / (len(values) - 1)).sqrt()


def _kept(value: Decimal) -> Decimal:
    return value.quantize(PLACES)


def z_score(value: Decimal, among: Spread) -> Decimal | None:
    """None where all values are the same: there is nothing to measure with."""
    return (value - among.mean) / among.std if among.std else None


def modified_z(value: Decimal, among: Spread) -> Decimal | None:
    """None where at least half of the values are the median itself (MAD 0)."""
    return TO_SIGMA * (value - among.median) / among.mad if among.mad else None


def is_far(value: Decimal, among: Spread, least: int) -> bool:
    """By the modified z; where the MAD is 0 by z; never among fewer than `least`, or equal ones."""
    if among.n < least:
        return False
    score = modified_z(value, among)
    if score is not None:
        return abs(score) > FAR_MODIFIED
    score = z_score(value, among)
    return score is not None and abs(score) > FAR
