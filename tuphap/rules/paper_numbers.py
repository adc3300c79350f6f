"""Numbers and days of decisions: which spellings are one number, which days may be."""

import re
import unicodedata
from datetime import date

from tuphap.rules.vietnamese import slug

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def usual_signs(number: str) -> str:
    """Wide signs and long dashes as usual ones."""
    return _DASHES.sub("-", unicodedata.normalize("NFKC", number))


def plain_number(number: str) -> str:
    """Capitals, spaces, signs and zeros in front do not make it another number."""
    return slug(usual_signs(number)).replace("-", "").lstrip("0")


def day_fault(signed_on: date, year: int, today: date) -> str:
    """Why results of the year cannot be of a paper of this day; or ""."""
    signed = f"Ngày ký {in_words(signed_on)}"
    if signed_on > today:
        return f"{signed} sau ngày hôm nay. Kiểm tra lại ngày trên văn bản."
    if signed_on.year < year:
        return f"{signed} trước năm đánh giá {year}. Kiểm tra lại ngày trên văn bản."
    return ""


def in_words(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04d}"
