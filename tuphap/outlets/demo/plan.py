"""Reads `data/demo.yaml`: what the illustration shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings

FILE = Path(__file__).resolve().parents[2] / "data" / "demo.yaml"


@dataclass(frozen=True)
class Plan:
    seed: int
    mark: str
    mail_domain: str
    published: Mapping[str, Any]
    in_progress: Mapping[str, Any]
    same_figures: Mapping[str, Any]
    failed_gate_shows_in: Mapping[str, Mapping[str, str]]
    accounts: tuple[Mapping[str, Any], ...]

    def random(self, *words: object) -> Random:
        """The same words give the same figures, on every machine."""
        return Random(f"{self.seed} {' '.join(str(word) for word in words)}")  # noqa: S311


@cache
def plan() -> Plan:
    values = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return Plan(**{**values, "accounts": tuple(values["accounts"])})


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(settings.TIME_ZONE))
