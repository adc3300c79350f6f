"""The page on which an opinion is formed: what the columns say, what differs, what was checked."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from tuphap.foundation.ui.render import differing_html
from tuphap.modules.assessments.council.actions.opinions import Said
from tuphap.modules.assessments.council.models import Opinion
from tuphap.modules.assessments.desk import page as desk_page
from tuphap.modules.assessments.desk.checks import shown_checks
from tuphap.modules.assessments.desk.results import LineResult
from tuphap.modules.assessments.matrix.places import own_column_name
from tuphap.modules.assessments.models import COLUMN_LABELS, Assessment
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.queries.line_results import get_line_results
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.criteria.queries import notice, parsed
from tuphap.rules.council import STANCE_LABELS
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import display_name
from tuphap.rules.workflows.assessment import SELF


@dataclass(frozen=True)
class Differing:
    """One field in both versions, with what differs marked."""

    label: str
    theirs: SafeString
    mine: SafeString


def dossier_context(actor: Actor, dossier: Assessment) -> dict[str, Any]:
    """Both columns by criterion, the lines that were changed and why, and what the checks found."""
    found = get_line_results(actor, dossier.pk)
    desk = get_desk(actor, dossier.pk, timezone.localdate(actor.at))
    names = {**COLUMN_LABELS, SELF: own_column_name(dossier.period.rule_set.scale)}
    labels = [names[name] for name in found.columns]
    return {
        "dossier": dossier,
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
        "labels": labels,
        "groups": [
            (group, list(zip(labels, group.sums, strict=True)))
            for group in found.groups
            if any(group.sums)
        ],
        "total": list(zip(labels, found.total, strict=True)),
        "of": found.of,
        "difference": found.difference,
        "has_points": found.has_points,
        "changed": [
            _changed(line, labels, names)
            for group in found.groups
            for line in group.lines
            if line.reasons or line.moved
        ],
        "conditions": desk_page.conditions(desk),
        "gates": [
            (line.code, side.explanation)
            for line in desk.desk.lines
            if line.item.gate
            for side in (line.theirs, line.ours)
            if side is not None and side.explanation
        ],
        "checks": shown_checks(desk).groups,
    }


def differing(dossier: Assessment, stored: Opinion, mine: Said) -> list[Differing]:
    """Only what is not the same on both sides."""
    pairs = [
        ("Ý kiến", STANCE_LABELS[stored.stance], STANCE_LABELS.get(mine.stance, "Chưa chọn")),
        *(
            (display_name(row), stored.remarks.get(row.code, ""), mine.remarks.get(row.code, ""))
            for row in parsed(dossier.period.rule_set).criteria
        ),
        ("Kiến nghị, điều kiện kèm theo", stored.requests, mine.requests),
    ]
    return [
        Differing(label, *differing_html(theirs, ours))
        for label, theirs, ours in pairs
        if theirs.strip() != ours.strip()
    ]


def _changed(line: LineResult, labels: list[str], names: dict[str, str]) -> dict[str, Any]:
    return {
        "line": line,
        "cells": list(zip(labels, line.sides, strict=True)),
        "reasons": [(names[reason.column], reason) for reason in line.reasons],
    }
