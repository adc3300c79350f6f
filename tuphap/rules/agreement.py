"""How far two people who judged the same things apart came to the same result.

The share of equal results says what everybody understands; Cohen's kappa takes out what would be
equal by chance (J. Cohen, A coefficient of agreement for nominal scales, Educational and
Psychological Measurement 20, 1960, p. 37-46).
"""

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction

Pair = tuple[Hashable, Hashable]  # of the first and the second


@dataclass(frozen=True)
class Agreement:
    """`kappa` is None where it says nothing: no pair, or only one result ever given by both."""

    equal: int
    of: int
    kappa: Fraction | None

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.equal, self.of) if self.of else None


def agreement(pairs: Iterable[Pair]) -> Agreement:
    """Points are taken as names of results: 4,5 against 4 is as different as 4,5 against 0."""
    rows = list(pairs)
    equal = sum(first == second for first, second in rows)
    return Agreement(equal, len(rows), _kappa(rows, equal))


def _kappa(rows: list[Pair], equal: int) -> Fraction | None:
    """(seen - by chance) / (1 - by chance), exactly.

    Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, table 18.1:
    0.89 seen, 0.66 by chance, kappa 0.68.
    """
    count = len(rows)
    if not count:
        return None
    first = Counter(row[0] for row in rows)
    second = Counter(row[1] for row in rows)
    chance = Fraction(sum(first[name] * second[name] for name in first), count * count)
    return None if chance == 1 else (Fraction(equal, count) - chance) / (1 - chance)
