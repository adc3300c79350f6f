"""Published results as files: CSV and XLSX with one row per unit, JSON as it was frozen."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.utils.timezone import localdate

from tuphap.foundation.publication.models import PublishedCopy
from tuphap.outlets.exchange.tables import Cell, write_csv, write_xlsx

COLUMNS = ("self", "appraised", "final")


def head(payload: Mapping[str, Any]) -> list[str]:
    """Names of columns: a contract with whoever reads the files; described on /du-lieu-mo/."""
    criteria = [criterion["code"] for criterion in payload["rule_set"]["criteria"]]
    return [
        "year",
        "copy_number",
        "unit_code",
        "unit_name",
        "unit_kind",
        "group_code",
        "group_name",
        *_total_names(payload),
        *(f"{column}_{code}" for column in COLUMNS for code in criteria),
        "met",
        "failed_conditions",
        "decision_number",
        "decision_date",
        "decided_by",
        "withdrawn_on",
    ]


def _total_names(payload: Mapping[str, Any]) -> list[str]:
    if payload["rule_set"]["scale"] == "points":
        return [*(f"{column}_total" for column in COLUMNS), "difference"]
    return [*(f"{column}_passed" for column in COLUMNS), "of"]


def rows(payload: Mapping[str, Any], number: int, withdrawn_on: str) -> Iterator[list[Cell]]:
    groups = {group["code"]: group["name"] for group in payload["groups"]}
    criteria = [criterion["code"] for criterion in payload["rule_set"]["criteria"]]
    for unit in payload["units"]:
        decision = unit["decision"]
        yield [
            payload["year"],
            number,
            unit["code"],
            unit["name"],
            unit["kind"],
            unit["group_code"],
            groups.get(unit["group_code"]),
            *_totals(unit, payload["rule_set"]["scale"]),
            *(_figure(unit[c]["scores"].get(code)) for c in COLUMNS for code in criteria),
            int(unit["met"]),
            " ".join(unit["failed_conditions"]),
            decision["number"],
            decision["signed_on"],
            decision["decided_by"],
            withdrawn_on,
        ]


def _totals(unit: Mapping[str, Any], scale: str) -> list[Cell]:
    if scale == "points":
        return [*(_figure(unit[c]["total"]) for c in COLUMNS), _figure(unit["difference"])]
    return [*(_figure(unit[c]["passed"]) for c in COLUMNS), _figure(unit["final"]["of"])]


def _figure(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def lines(copy: PublishedCopy) -> list[list[Cell]]:
    on = withdrawal_of(copy).get("on", "")
    return [list(head(copy.payload)), *rows(copy.payload, copy.number, on)]


def withdrawal_of(copy: PublishedCopy) -> dict[str, str]:
    """Day and reason; empty while the copy is in use."""
    withdrawal = getattr(copy, "withdrawal", None)
    if withdrawal is None:
        return {}
    on = localdate(withdrawal.withdrawn_at).isoformat()
    return {"on": on, "reason": withdrawal.reason}


def results_csv(copy: PublishedCopy) -> bytes:
    return write_csv(lines(copy))


def results_xlsx(copy: PublishedCopy) -> bytes:
    return write_xlsx(lines(copy), str(copy), copy.published_at, names=4)


def results_json(copy: PublishedCopy) -> bytes:
    """The frozen text itself within number and hash, so that anybody can check the hash."""
    about = {
        "kind": copy.kind,
        "year": copy.year,
        "number": copy.number,
        "published_at": copy.published_at.isoformat(),
        "note": copy.note,
        "sha256": copy.sha256,
        "withdrawal": withdrawal_of(copy) or None,
    }
    opening = json.dumps(about, ensure_ascii=False, separators=(",", ":"))[:-1]
    return f'{opening},"payload":{copy.canonical}}}\n'.encode()
