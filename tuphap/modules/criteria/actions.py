"""Loading a rule set and signing its rows off."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Count, Q

from tuphap.foundation.audit.actions import record
from tuphap.modules.criteria.models import RuleRow, RuleSet
from tuphap.rules import rule_set as rules
from tuphap.rules.permissions import Actor, require_anywhere
from tuphap.rules.refusals import Kind, Refused


@transaction.atomic
def load_rule_set(document: Mapping[str, Any], *, at: datetime) -> tuple[RuleSet, bool]:
    """Store a set read from YAML; answers (set, whether anything was stored).

    The same document again changes nothing. A changed one replaces a version no period uses,
    and becomes a new version beside one that is in use (decision 3).
    """
    parsed = rules.parse(document)
    plain = json.loads(json.dumps(document, ensure_ascii=False, default=str))
    digest = hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()
    newest = (
        RuleSet.objects.select_for_update().filter(code=parsed.code).order_by("-version").first()
    )
    if newest and newest.sha256 == digest:
        return newest, False
    version = 1
    if newest and newest.periods.exists():
        version = newest.version + 1
    elif newest:
        version = newest.version
        newest.delete()
    stored = RuleSet.objects.create(
        code=parsed.code,
        version=version,
        short_name=parsed.short_name,
        title=parsed.title,
        scale=parsed.scale,
        unit_kinds=list(parsed.unit_kinds),
        first_year=parsed.first_year,
        last_year=parsed.last_year,
        document=plain,
        sha256=digest,
        loaded_at=at,
    )
    RuleRow.objects.bulk_create(
        RuleRow(rule_set=stored, position=position, **row)
        for position, row in enumerate(_rows(parsed))
    )
    _keep_counts(stored)
    return stored, True


def _rows(parsed: rules.RuleSet) -> Iterator[dict[str, Any]]:
    for criterion in parsed.criteria:
        yield _row(RuleRow.CRITERION, criterion)
        for indicator in criterion.indicators:
            yield _row(RuleRow.INDICATOR, indicator)
            for content in indicator.contents:
                yield _row(RuleRow.CONTENT, content)
    for condition in parsed.conditions:
        yield _row(RuleRow.CONDITION, condition)


def _row(level: str, node: Any) -> dict[str, Any]:
    confidence = getattr(node, "confidence", None)
    return {
        "level": level,
        "code": node.code,
        "name": getattr(node, "name", None) or getattr(node, "text", None) or "",
        "name_exact": node.name_exact,
        "max_points": getattr(node, "max_points", None),
        "status": node.status,
        "points_status": getattr(node, "points_status", None) or "",
        "confidence": None if confidence is None else Decimal(str(confidence)),
        "source": node.source or "",
        "note": node.note or "",
    }


@transaction.atomic
def sign_off(row_id: int, *, by: Actor) -> RuleRow:
    """The province confirms that a row agrees with the annex; once, by name and time."""
    require_anywhere(by, "rule_set.sign_off")
    # The set is locked with its row: two people who sign at once are both counted.
    row = RuleRow.objects.select_for_update().select_related("rule_set").get(pk=row_id)
    if row.signed_off_at is not None:
        raise Refused(
            "signed_off_already",
            f"Dòng {row.code} đã được xác nhận lúc {row.signed_off_at:%d/%m/%Y}.",
            Kind.CONFLICT,
        )
    row.signed_off_by_id = by.person_id
    row.signed_off_at = by.at
    row.save(update_fields=["signed_off_by", "signed_off_at"])
    _keep_counts(row.rule_set)
    record(
        "rule_row_signed_off",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        subject=f"{row.rule_set.code} v{row.rule_set.version} {row.code}",
    )
    return row


def _keep_counts(rule_set: RuleSet) -> None:
    """How many rows there are and how many are signed off; a signed content counts as confirmed."""
    signed, content = Q(signed_off_at__isnull=False), Q(level=RuleRow.CONTENT)
    counts = rule_set.rows.aggregate(
        row_count=Count("pk"),
        signed_count=Count("pk", filter=signed),
        content_count=Count("pk", filter=content),
        confirmed_count=Count("pk", filter=content & (signed | Q(status="confirmed"))),
    )
    RuleSet.objects.filter(pk=rule_set.pk).update(**counts)
    for name, count in counts.items():
        setattr(rule_set, name, count)
