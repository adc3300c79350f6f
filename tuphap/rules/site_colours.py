"""The brand colour of an installation: its shades, and whether everything stays readable.

Contrast as WCAG 2.2 counts it: text 4.5 : 1 (1.4.3), marks and borders 3 : 1 (1.4.11). Tokens that
do not depend on the brand are those of the style sheet; a test compares them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from functools import cache
from types import MappingProxyType

STANDARD = "#0f4c75"
SUGGESTED = (
    (STANDARD, "Xanh mực (mặc định)"),
    ("#0b5551", "Xanh cổ vịt"),
    ("#1d5635", "Xanh lá đậm"),
    ("#3b3f8f", "Xanh chàm"),
    ("#6b3a1e", "Nâu đất"),
    ("#4b2a6b", "Tím than"),
)
TEXT, MARK = Decimal("4.5"), Decimal(3)
# Red, green, blue as the eye weighs them, and the light that every screen throws back.
_WEIGHTS = (Decimal("0.2126"), Decimal("0.7152"), Decimal("0.0722"))
_GLARE = Decimal("0.05")
_BLACK, _WHITE = "#000000", "#ffffff"
_HEX = re.compile("#[0-9a-f]{6}")

FIXED: Mapping[str, str] = MappingProxyType(
    {
        "ink": "#14222d",
        "page": "#f3f6f8",
        "surface": _WHITE,
        "blue-50": "#e2edf5",
        "gold": "#d2a23a",
        "focus-inner": "#ffd24a",
        "on-brand": _WHITE,
    }
)
# Token, from which other token, towards which end, how many hundredths of the way.
_SHADES = (
    ("brand-900", "brand-700", _BLACK, 37),
    ("brand-800", "brand-700", _BLACK, 19),
    ("brand-100", "brand-700", _WHITE, 84),
    ("brand-50", "brand-700", _WHITE, 93),
    ("on-brand-2", "brand-700", _WHITE, 84),
    ("brand-hover", "brand-900", _WHITE, 6),
    ("on-brand-line", "brand-900", _WHITE, 20),
    ("on-brand-edge", "brand-900", _WHITE, 42),
)
_STANDARD_SHADES: Mapping[str, str] = MappingProxyType(
    {
        "brand-700": STANDARD,
        "brand-900": "#0b2f49",
        "brand-800": "#0c3d60",
        "brand-100": "#d7e6f0",
        "brand-50": "#eef5f9",
        "on-brand-2": "#d7e6f0",
        "brand-hover": "#123d5b",
        "on-brand-line": "#3c5a70",
        "on-brand-edge": "#6f8798",
    }
)


@dataclass(frozen=True)
class Pair:
    """What stands on what, called as a reader would call it."""

    ink: str
    ground: str
    least: Decimal
    words: str


PAIRS = (
    Pair("on-brand", "brand-900", TEXT, "chữ trắng trên đầu trang"),
    Pair("on-brand-2", "brand-900", TEXT, "chữ nhạt trên đầu trang"),
    Pair("on-brand", "brand-700", TEXT, "chữ trắng trên nút"),
    Pair("brand-700", "surface", TEXT, "đường dẫn trên nền trắng"),
    Pair("brand-700", "page", TEXT, "đường dẫn trên nền trang"),
    Pair("brand-700", "brand-50", TEXT, "đường dẫn trên dòng đang chọn"),
    Pair("brand-800", "blue-50", TEXT, "chữ đậm trên nền xanh nhạt"),
    Pair("brand-800", "brand-100", TEXT, "chữ đậm trên nền nhạt cùng màu"),
    Pair("ink", "brand-50", TEXT, "chữ thường trên dòng đang chọn"),
    Pair("on-brand", "brand-hover", TEXT, "chữ trắng trên mục đang chỉ của trình đơn"),
    Pair("on-brand-edge", "brand-900", MARK, "viền nút trên đầu trang"),
    Pair("gold", "brand-900", MARK, "nét vàng dưới tên cơ quan"),
    Pair("focus-inner", "brand-900", MARK, "viền ô đang chọn trên đầu trang"),
)


@dataclass(frozen=True)
class Measured:
    """One pair with its ratio."""

    pair: Pair
    ratio: Decimal

    @property
    def holds(self) -> bool:
        return self.ratio >= self.pair.least

    @property
    def ratio_words(self) -> str:
        """Cut, not rounded up: 4,49 is not 4,5."""
        cut = self.ratio.quantize(Decimal("0.01"), ROUND_DOWN)
        return f"{cut}".replace(".", ",") + " : 1"

    @property
    def least_words(self) -> str:
        return f"{self.pair.least}".replace(".", ",") + " : 1"


def is_colour(text: str) -> bool:
    return bool(_HEX.fullmatch(text))


def shades(brand: str) -> Mapping[str, str]:
    """Every token that depends on the brand; the standard ones were drawn by hand."""
    if brand == STANDARD:
        return _STANDARD_SHADES
    found = {"brand-700": brand}
    for token, source, end, part in _SHADES:
        found[token] = _mixed(found[source], end, part)
    return found


def measured(brand: str) -> tuple[Measured, ...]:
    """All pairs that depend on the brand, with the contrast each would have."""
    tokens = {**FIXED, **shades(brand)}
    return tuple(Measured(p, contrast(tokens[p.ink], tokens[p.ground])) for p in PAIRS)


def fault_of(brand: str) -> str:
    """Why a colour cannot be the brand; the worst pair is named. Empty where it can."""
    if not is_colour(brand):
        return "Màu chủ đạo phải là mã màu gồm dấu # và sáu chữ số 0–9, a–f. Ví dụ #0f4c75."
    failing = [one for one in measured(brand) if not one.holds]
    if not failing:
        return ""
    worst = min(failing, key=lambda one: one.ratio / one.pair.least)
    way = "nhạt" if worst.pair.words.startswith("chữ thường") else "đậm"
    return (
        f"Màu {brand} không đủ tương phản: {worst.pair.words} chỉ được {worst.ratio_words}, "
        f"cần từ {worst.least_words}. Chọn màu {way} hơn."
    )


def style_sheet(brand: str) -> str:
    """The tokens of a brand as CSS; empty for the standard one, which the style sheet has."""
    if brand == STANDARD:
        return ""
    found = shades(brand)
    rows = [f"--tp-{token}:{value}" for token, value in found.items()]
    channels = ", ".join(str(one) for one in _channels(brand))
    rows += [f"--tblr-{name}:{brand}" for name in ("primary", "link-color")]
    rows += [f"--tblr-{name}-rgb:{channels}" for name in ("primary", "link-color")]
    rows.append(f"--tblr-link-hover-color:{found['brand-800']}")
    return f":root{{{';'.join(rows)}}}\n"


def contrast(one: str, other: str) -> Decimal:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + _GLARE) / (dark + _GLARE)


def _luminance(colour: str) -> Decimal:
    parts = zip(_WEIGHTS, _channels(colour), strict=True)
    return sum((weight * _linear(channel) for weight, channel in parts), Decimal(0))


@cache
def _linear(channel: int) -> Decimal:
    value = Decimal(channel) / 255
    if value <= Decimal("0.04045"):
        return value / Decimal("12.92")
    return ((value + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mixed(colour: str, end: str, part: int) -> str:
    pairs = zip(_channels(colour), _channels(end), strict=True)
    return "#" + "".join(
        f"{here + ((there - here) * part + 50) // 100:02x}" for here, there in pairs
    )
