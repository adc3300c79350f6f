"""Vietnamese figures and days in templates; unknown is "–", never blank and never 0.

Published copies hold decimals as text with a point, so text is taken too.
"""

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import template
from django.utils import timezone

from tuphap.foundation.ui import render
from tuphap.rules import numbers

register = template.Library()

Figure = Decimal | Fraction | int | str | None


def _decimal(value: Figure) -> Decimal | None:
    return None if value is None or value == "" else Decimal(str(value))


@register.filter
def points(value: Figure) -> str:
    """4,50"""
    return numbers.format_points(_decimal(value))


@register.filter
def points_short(value: Figure) -> str:
    """Maxima and options: 6 and 2,5"""
    return numbers.format_points_short(_decimal(value))


@register.filter
def points_pill(value: Figure) -> str:
    """Whole points without decimals, others with two: 6 and 4,50"""
    return render.points_in_pill(_decimal(value))


@register.filter
def percent(value: Figure) -> str:
    """95,93 % of a figure in per cent"""
    return numbers.format_percent(None if value is None or value == "" else Fraction(value))


@register.filter
def count(value: Any) -> str:
    """1.204"""
    return numbers.UNKNOWN if value is None or value == "" else numbers.format_count(int(value))


@register.filter
def difference(value: Figure, zero: str = "0") -> str:
    """−1,25; in the matrix zero is "·" """
    return numbers.format_difference(_decimal(value), zero)


@register.filter
def day(value: date | datetime | None) -> str:
    """24/02/2022"""
    if not value:
        return numbers.UNKNOWN
    return f"{_local(value) if isinstance(value, datetime) else value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """13/01/2023 09:30, for labels"""
    return f"{_local(value):%d/%m/%Y %H:%M}" if value else numbers.UNKNOWN


@register.filter
def moment_in_words(value: datetime | None) -> str:
    """lúc 09:30, 13/01/2023, for sentences"""
    return f"lúc {_local(value):%H:%M, %d/%m/%Y}" if value else numbers.UNKNOWN


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
