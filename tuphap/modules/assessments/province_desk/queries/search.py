"""Searching everything a person may read: units, names of documents, words, decisions, dossiers.

Each group starts from the reach of the person, so what is foreign is neither shown nor counted.
Words are letters and digits only, marks and case ignored. In texts the last one typed may go on;
the others too (`loose`) only where nothing is found otherwise: “hoa giai” is not “hoặc giải thích”.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Count, Q, QuerySet, When

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.database.folded import Fold, folded_words
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import heirs_on
from tuphap.modules.assessments.models import Assessment, Comment, Decision, Evidence
from tuphap.modules.assessments.second_appraisal.blind import hidden_from
from tuphap.rules.permissions import Actor
from tuphap.rules.vietnamese import fold
from tuphap.rules.workflows.assessment import TABLES
from tuphap.rules.workflows.comment import ANSWERS, NOTE, READS_NOTES

LOOK, COMPARE = "assessment.view", "assessment.compare"
LONGEST_TEXT, MOST_WORDS = 100, 8
_WORDS = re.compile(r"[^\W_]+")


def words_in(text: str) -> tuple[str, ...]:
    return tuple(_WORDS.findall(fold(text)))[:MOST_WORDS]


def has_words(
    rows: QuerySet[Any], field: str, words: Sequence[str], *, loose: bool = False
) -> QuerySet[Any]:
    """Rows with these words, of which the last may go on; `loose`, each of them may.

    The index of the field answers.
    """
    open_ended = [f"{word}:*" for word in words]
    asked = _query(" & ".join(open_ended if loose else (*words[:-1], open_ended[-1])))
    return rows.alias(found_words=folded_words(field)).filter(found_words=asked)


def together_first(rows: QuerySet[Any], words: Sequence[str], *order: str) -> QuerySet[Any]:
    """Rows of `has_words`: those with the words side by side as typed, then the others."""
    if len(words) == 1:
        return rows.order_by(*order)
    side_by_side = _query(" <-> ".join((*words[:-1], f"{words[-1]}:*")))
    apart = Case(When(found_words=side_by_side, then=0), default=1)
    return rows.order_by(apart, *order)


def _query(text: str) -> SearchQuery:
    return SearchQuery(text, config="simple", search_type="raw")


def units(actor: Actor, words: Sequence[str]) -> QuerySet[Unit]:
    """Of all times, by name or by code; those of today first."""
    named = Q()
    for word in words:
        named &= Q(name_folded__regex=rf"\m{word}")
    coded = Q(code__in=words) if len(words) == 1 else Q()
    rows = within_reach(Unit.objects.select_related("parent"), actor, LOOK, "")
    return rows.filter(named | coded if coded else named).order_by(
        "-valid_from", "name_sort", "path"
    )


def evidence(actor: Actor, words: Sequence[str], *, loose: bool = False) -> QuerySet[Evidence]:
    """Documents that count now; those that were replaced are read in their history."""
    rows = within_reach(Evidence.objects.filter(removed_at=None), actor, LOOK, "assessment__unit")
    found = has_words(rows, "title", words, loose=loose).select_related("assessment__unit")
    return together_first(found.select_related("assessment__period"), words, "-added_at", "pk")


def comments(actor: Actor, words: Sequence[str], *, loose: bool = False) -> QuerySet[Comment]:
    """Notes of the office only where they may be read; nothing of a dossier seen blind."""
    rows = Comment.objects.exclude(assessment__in=hidden_from(actor))
    read = within_reach(rows, actor, LOOK, "assessment__unit")
    noted = within_reach(rows, actor, READS_NOTES, "assessment__unit").filter(kind=NOTE)
    own = within_reach(Assessment.objects.order_by(), actor, ANSWERS).values("pk")
    seen = Q(pk__in=read.exclude(kind=NOTE).order_by().values("pk"))
    seen |= Q(pk__in=noted.exclude(assessment__in=own).order_by().values("pk"))
    found = has_words(Comment.objects.filter(seen), "text", words, loose=loose)
    return together_first(found.select_related("assessment__period"), words, "-written_at", "pk")


def decisions(actor: Actor, words: Sequence[str]) -> QuerySet[Decision]:
    """By number and by who signed; as on their own page, none that tells what must stay blind."""
    rows = within_reach(Decision.objects.all(), actor, COMPARE, "deciding_unit")
    rows = rows.exclude(assessments__in=hidden_from(actor))
    for place, word in enumerate(words):
        either = {f"number{place}": Fold("number"), f"signer{place}": Fold("decided_by")}
        begins = rf"\m{word}"
        rows = rows.alias(**either).filter(
            Q(**{f"number{place}__regex": begins}) | Q(**{f"signer{place}__regex": begins})
        )
    return rows.select_related("period", "deciding_unit").order_by("-signed_on", "pk")


@dataclass(frozen=True)
class StatusCount:
    """How many dossiers of a year stand in a status whose name was typed."""

    year: int
    status: str
    label: str
    count: int


def statuses(actor: Actor, words: Sequence[str]) -> list[StatusCount]:
    labels = {
        (code, status.code): status.label
        for code, table in TABLES.items()
        for status in table.statuses
        if _begins(words, status.label)
    }
    rows = within_reach(Assessment.objects.order_by(), actor, LOOK)
    counts = (
        rows.filter(status__in={status for _, status in labels})
        .values_list("period__year", "period__rule_set__code", "status")
        .annotate(count=Count("pk"))
        .order_by("-period__year", "status")
    )
    return [
        StatusCount(year, status, labels[code, status], count)
        for year, code, status, count in counts
        if (code, status) in labels
    ]


def _begins(words: Sequence[str], label: str) -> bool:
    known = words_in(label)
    return all(any(one.startswith(word) for one in known) for word in words)


def successors_of(rows: Sequence[Unit], today: date) -> dict[int, list[str]]:
    """Of units that ended, the names of those of today, over all mergers; one question."""
    heirs = heirs_on([row.pk for row in rows if not row.is_valid_on(today)], today)
    return {
        key: [heir.name for heir in sorted(found, key=lambda heir: (heir.name_sort, heir.code))]
        for key, found in heirs.items()
    }


def newest_dossiers(actor: Actor, rows: Sequence[Unit]) -> dict[int, list[Any]]:
    """Dossiers of units, newest year first: id and year; one question."""
    found: dict[int, list[Any]] = {}
    dossiers = within_reach(Assessment.objects.filter(unit__in=rows).order_by(), actor, LOOK)
    for unit, pk, year in dossiers.order_by("-period__year").values_list(
        "unit_id", "pk", "period__year"
    ):
        found.setdefault(unit, []).append((pk, year))
    return found
