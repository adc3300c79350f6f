"""How a picture looks, in 64 bits: two that differ in few of them look nearly the same.

The lowest waves of the picture (a cosine transform of 32 × 32 greys), each above or below their
median. Tried on pages and photographs: the same one saved again as a small JPEG differs in 2 bits
at most, other full pages in 8 and more. A plain row of differences (dHash) was no good: pages of
text all look alike to it.
"""

from math import cos, pi
from statistics import median, pstdev
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

SIDE, WAVES, BITS = 32, 8, 64
# Of the greys from 0 to 255. Below it there is no picture to speak of: an empty page, or some
# ten lines on it, of which one in twenty would be taken for another.
LEAST_CONTRAST = 8
NOTHING = 0

# The first wave is the mean, which says nothing of the picture.
_COSINES = [
    [cos(pi * (2 * place + 1) * wave / (2 * SIDE)) for place in range(SIDE)]
    for wave in range(1, WAVES + 1)
]


def look_of(picture: "Image.Image") -> int:
    """As a signed number of 64 bits; NOTHING where the picture is nearly blank."""
    from PIL import Image

    small = picture.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX)
    greys = list(small.tobytes())
    if pstdev(greys) < LEAST_CONTRAST:
        return NOTHING
    across = [
        [_wave(greys[row * SIDE : (row + 1) * SIDE], cosines) for cosines in _COSINES]
        for row in range(SIDE)
    ]
    waves = [
        _wave([row[number] for row in across], cosines)
        for cosines in _COSINES
        for number in range(WAVES)
    ]
    middle = median(waves)
    return _signed(sum(1 << n for n, wave in enumerate(waves) if wave > middle))


def _wave(values: list[float] | list[int], cosines: list[float]) -> float:
    return sum(value * cosine for value, cosine in zip(values, cosines, strict=True))


def _signed(bits: int) -> int:
    """As PostgreSQL keeps it."""
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits
