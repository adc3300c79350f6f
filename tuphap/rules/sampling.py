"""Drawing a sample that anybody can draw again: an order by hash over a stored seed.

No chance is involved once the seed is known: units stand in the order of SHA-256 over
“<seed>:<code>”, and the first ones are taken. By kind, places are shared out in proportion
(largest remainder), as stratified samples are (Cochran, Sampling Techniques, 3rd ed. 1977, ch. 5).
"""

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

MOST_PERCENT = 100


@dataclass(frozen=True)
class Size:
    """So many units or, `in_percent`, such a share of them."""

    amount: int
    in_percent: bool = False

    def of(self, units: int) -> int:
        """Never more than there are; a share is rounded up, for nobody looks at part of a unit."""
        wanted = -(-units * self.amount // MOST_PERCENT) if self.in_percent else self.amount
        return max(0, min(units, wanted))


def mark(seed: str, code: str) -> str:
    """What decides the place of a unit."""
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def in_order(seed: str, codes: Collection[str]) -> list[str]:
    """The same whatever order the codes come in."""
    return sorted(set(codes), key=lambda code: (mark(seed, code), code))


def places(kinds: Mapping[str, int], size: int) -> dict[str, int]:
    """How many of each kind: in proportion, the rest to the largest remainders, then by name."""
    total = sum(kinds.values())
    if total == 0:
        return dict.fromkeys(kinds, 0)
    exact = {kind: Fraction(size * count, total) for kind, count in kinds.items()}
    found = {kind: int(share) for kind, share in exact.items()}
    left = size - sum(found.values())
    for kind in sorted(kinds, key=lambda kind: (found[kind] - exact[kind], kind))[:left]:
        found[kind] += 1
    return found


def drawn(kinds: Mapping[str, str], seed: str, size: Size, *, by_kind: bool) -> list[str]:
    """Codes in the order of drawing; `kinds` names the kind of every unit by its code."""
    wanted = size.of(len(kinds))
    ordered = in_order(seed, kinds)
    if not by_kind:
        return ordered[:wanted]
    left = places(Counter(kinds.values()), wanted)
    taken = []
    for code in ordered:
        if left[kinds[code]] > 0:
            left[kinds[code]] -= 1
            taken.append(code)
    return taken
