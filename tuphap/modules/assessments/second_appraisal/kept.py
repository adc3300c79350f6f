"""Answers as they are kept in a row, and back; dates as ISO text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from tuphap.modules.assessments.lines.answers import Given, fields_of
from tuphap.rules.content_scoring import Answer


def to_kept(lines: Mapping[str, Given]) -> dict[str, dict[str, Any]]:
    return {item: _plain(given) for item, given in lines.items()}


def from_kept(kept: Mapping[str, Mapping[str, Any]]) -> dict[str, Given]:
    return {item: _given(row) for item, row in kept.items()}


def _plain(given: Given) -> dict[str, Any]:
    fields = fields_of(given)
    return {name: v.isoformat() if isinstance(v, date) else v for name, v in fields.items()}


def _given(row: Mapping[str, Any]) -> Given:
    return Given(
        Answer(
            done=row["done"],
            due=row["due"],
            option=row["option"] or None,
            chosen=frozenset(row["chosen"]),
            assigned_on=_day(row["assigned_on"]),
            done_on=_day(row["done_on"]),
            not_applicable=row["not_applicable"],
        ),
        row["explanation"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
