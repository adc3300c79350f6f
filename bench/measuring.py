"""Medians, percentiles, ratios; and floor against ours, measured in turn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median
from typing import TypeVar

__all__ = [
    "Bound",
    "Figure",
    "alternately",
    "at_least",
    "at_most",
    "median",
    "percentile",
    "spread",
]

T = TypeVar("T")


@dataclass(frozen=True)
class Bound:
    """What was promised of a ratio (or of the figure itself, where there is no floor)."""

    value: float
    is_lowest: bool

    def holds(self, figure: float) -> bool:
        return figure >= self.value if self.is_lowest else figure <= self.value

    def __str__(self) -> str:
        return f"{'≥' if self.is_lowest else '≤'} {self.value:.3g}"


@dataclass(frozen=True)
class Figure:
    """One line of the table. Without a bound it only informs."""

    what: str
    unit: str
    ours: float
    floor: float | None = None
    bound: Bound | None = None
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours as a multiple of the floor; the figure itself where there is none."""
        if self.floor is None:
            return self.ours
        return self.ours / self.floor if self.floor else float("inf")

    @property
    def is_met(self) -> bool | None:
        return None if self.bound is None else self.bound.holds(self.ratio)


def at_least(value: float) -> Bound:
    return Bound(value, is_lowest=True)


def at_most(value: float) -> Bound:
    return Bound(value, is_lowest=False)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that so many per cent of all do not exceed (nearest rank)."""
    if not values:
        raise ValueError("No value was measured.")
    if not 0 < percent <= 100:
        raise ValueError(f"A percentile lies above 0 and up to 100, not at {percent}.")
    ordered = sorted(values)
    return ordered[ceil(percent / 100 * len(ordered)) - 1]


def spread(values: Sequence[float]) -> float:
    """How far the runs lie apart, as a part of their median: says how quiet the machine was."""
    middle = median(values)
    return (max(values) - min(values)) / middle if middle else 0.0


def alternately(rounds: int, *measures: Callable[[], T]) -> tuple[list[T], ...]:
    """Each in turn, round by round, so that a noisy minute meets all of them alike."""
    found: tuple[list[T], ...] = tuple([] for _ in measures)
    for _ in range(rounds):
        for values, measure in zip(found, measures, strict=True):
            values.append(measure())
    return found
