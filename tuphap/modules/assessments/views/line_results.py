"""A page that holds the columns of a dossier side by side, line by line, with the reasons."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.modules.assessments.desk.results import LineResult, ResultGroup
from tuphap.modules.assessments.former_years.queries.brought_in import brought_in
from tuphap.modules.assessments.former_years.shown import title_of_listed
from tuphap.modules.assessments.matrix.places import own_column_name
from tuphap.modules.assessments.models import COLUMN_LABELS, Assessment
from tuphap.modules.assessments.queries.former import former_results, get_former_results
from tuphap.modules.assessments.queries.line_results import (
    LineResults,
    get_line_results,
    reads_all_columns,
)
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.modules.assessments.sheet import page as sheet_page
from tuphap.modules.assessments.shown import shown_status
from tuphap.modules.assessments.views.province_moves import ADDRESSES
from tuphap.modules.criteria.queries import notice
from tuphap.rules.numbers import UNKNOWN
from tuphap.rules.permissions import may
from tuphap.rules.workflows.assessment import SELF


@require_safe
def show(request: PersonRequest, pk: UUID) -> HttpResponse:
    found = get_line_results(request.actor, pk)
    context = _context(request, found)
    return render(request, "assessments/line_results.html", context)


@require_safe
def former(request: PersonRequest, pk: UUID, number: int) -> HttpResponse:
    """What was official before the figures were unlocked, as it was."""
    kept, found = get_former_results(request.actor, pk, number)
    context = {**_context(request, found), "former": kept}
    return render(request, "assessments/line_results.html", context)


def _context(request: PersonRequest, found: LineResults) -> dict[str, Any]:
    dossier = found.assessment
    blind = dossier.pk in hidden_from(request.actor)
    names = {**COLUMN_LABELS, SELF: own_column_name(dossier.period.rule_set.scale)}
    labels = [names[name] for name in found.columns]
    listed = brought_in(dossier) is not None
    return {
        "dossier": dossier,
        "is_listed": listed,
        "title": title_of_listed(dossier) if listed else sheet_page.title_of(dossier),
        "shown": shown_status(dossier.workflow, dossier.status, dossier.met),
        "strip_notice": notice(dossier.period.rule_set),
        "found": found,
        "labels": labels,
        "total": zip(labels, found.total, strict=True),
        "verdicts": [(names[name], found.met.get(name)) for name in found.columns],
        "groups": [_group(group, names, labels) for group in found.groups],
        "may_compare": may(request.actor, "assessment.compare", dossier.subject),
        "at_the_desk": reads_all_columns(request.actor, dossier) and not blind,
        "blind": blind,
        "former_results": former_results(dossier),
        "province_ways": _province_ways(request, dossier),
    }


def _chosen(line: LineResult, labels: Sequence[str]) -> list[tuple[str, str]]:
    """The option behind the figure of each column; without a name where all chose the same."""
    words = [side.words if side else "" for side in line.sides]
    if len(set(words)) == 1:
        return [("", words[0])] if words[0] else []
    return [(label, text or UNKNOWN) for label, text in zip(labels, words, strict=True)]


def _province_ways(request: PersonRequest, dossier: Assessment) -> list[tuple[str, str]]:
    """Address and label of what the province may do now."""
    return [
        (ADDRESSES[move.name], move.label)
        for move in dossier.workflow.moves_from(dossier.status)
        if move.name in ADDRESSES and may(request.actor, move.needs, dossier.subject)
    ]


def _group(group: ResultGroup, names: Mapping[str, str], labels: Sequence[str]) -> dict[str, Any]:
    """A cell comes with the name of its column: on a telephone it stands before it."""
    return {
        "group": group,
        "sums": zip(labels, group.sums, strict=True),
        "lines": [
            {
                "line": line,
                "cells": zip(labels, line.sides, strict=True),
                "chosen": _chosen(line, labels),
                "reasons": [(names[reason.column], reason) for reason in line.reasons],
            }
            for line in group.lines
        ],
    }
