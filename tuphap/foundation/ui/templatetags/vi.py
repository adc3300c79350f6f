"""Vietnamese figures and days in templates; unknown is "–", never blank and never 0."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone

register = template.Library()

UNKNOWN = "–"


def _formatted(value: Any, name: str) -> str:
    # Imported when used: the pages must load while rules/numbers.py is being written.
    from tuphap.rules import numbers

    if value is None or value == "":
        return UNKNOWN
    formatter: Callable[[Any], str] = getattr(numbers, name)
    return formatter(value)


@register.filter
def points(value: Any) -> str:
    return _formatted(value, "format_points")


@register.filter
def percent(value: Any) -> str:
    return _formatted(value, "format_percent")


@register.filter
def count(value: Any) -> str:
    return _formatted(value, "format_count")


@register.filter
def difference(value: Any) -> str:
    return _formatted(value, "format_difference")


@register.filter
def day(value: date | datetime | None) -> str:
    """24/02/2022"""
    if not value:
        return UNKNOWN
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """13/01/2023 09:30, for labels."""
    if not value:
        return UNKNOWN
    return f"{_local(value):%d/%m/%Y %H:%M}"


@register.filter
def moment_in_words(value: datetime | None) -> str:
    """lúc 09:30, 13/01/2023, for sentences."""
    if not value:
        return UNKNOWN
    return f"lúc {_local(value):%H:%M, %d/%m/%Y}"


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
