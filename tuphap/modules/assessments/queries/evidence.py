"""Which lines are proven, and by what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.foundation.files.models import Scan
from tuphap.modules.assessments.lines.answers import Given, given_by_item
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.measured import keys_of, proven_by_figures
from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.rules.dossier_days import DossierDays
from tuphap.rules.permissions import Actor
from tuphap.rules.step_deadlines import StepDays
from tuphap.rules.workflows.assessment import SELF

MOST_OFFERED = 200
_CURRENT = KeptQuery(
    lambda pk: (
        Evidence.objects.filter(assessment_id=pk, removed_at__isnull=True)
        .select_related("file")
        .order_by("pk")
    ),
    example=(UUID(int=0),),
)


def current_evidence(
    assessment: Assessment, days: DossierDays | None = None
) -> dict[str, list[Evidence]]:
    """Evidence that was not replaced or removed, by item; `days` where the caller has them."""
    found: dict[str, list[Evidence]] = {}
    rows = _CURRENT.all(assessment.pk)
    _ask_for(rows, assessment, days)
    for row in rows:
        found.setdefault(row.item, []).append(row)
    return found


def _ask_for(
    rows: Iterable[Evidence], assessment: Assessment, days: DossierDays | None = None
) -> None:
    """Signatures are held against the day the sheet shows as due; asked only where any are."""
    signed = [row for row in rows if row.file and row.file.signatures]
    if not signed:
        return
    last = _last_day(assessment, days or own_days(assessment))
    for row in signed:
        row.asked_on = last


def _last_day(assessment: Assessment, days: DossierDays) -> date | None:
    """Until when the unit writes: for the first time, and again after a return.

    The time to complete a dossier falls through to later steps only while it runs; afterwards a
    paper that was late for the first sending would be in time for the council.
    """
    first, *others = (s.code for s in assessment.workflow.statuses if SELF in s.writable)
    ends = [replace(days, status=first).due]
    for step in others:
        own = replace(days, status=step)
        is_now = step == assessment.status
        ends.append(own.due if is_now else own.term or own.steps.get(step, StepDays()).ends_on)
    return max((day for day in ends if day), default=None)


def items_without_proof(assessment: Assessment) -> list[str]:
    """Contents with neither a file, nor a link, nor a sentence, nor a file behind their figure."""
    proven = proven_items(current_evidence(assessment))
    given = given_by_item(Entry.objects.filter(assessment=assessment, column=SELF))
    items = items_of(assessment.period)
    bare = bare_items(items, given, proven)
    if not set(bare) & set(keys_of(items)):
        return list(bare)
    by_figures = proven_by_figures(known_of(assessment))
    return [code for code in bare if code not in by_figures]


def proven_items(evidence: Mapping[str, Iterable[Evidence]]) -> set[str]:
    """A file with a virus proves nothing."""
    return {
        item
        for item, rows in evidence.items()
        if any(row.file is None or not row.file.is_infected for row in rows)
    }


def bare_items(
    items: Iterable[Item], given: Mapping[str, Given], proven: Collection[str]
) -> tuple[str, ...]:
    """What did not arise leaves nothing to show, and a gate is answered by a word."""
    return tuple(
        item.code
        for item in items
        if item.content
        and item.code not in proven
        and not given.get(item.code, Given()).explanation
        and not given.get(item.code, Given()).answer.not_applicable
    )


def earlier_versions(assessment: Assessment, item: str) -> list[Evidence]:
    """Documents of a line that were replaced or taken away after they had been sent."""
    rows = Evidence.objects.filter(assessment=assessment, item=item, was_sent=True)
    return list(rows.select_related("file").order_by("-removed_at", "-pk"))


def files_of_unit(assessment: Assessment) -> QuerySet[Evidence]:
    """What this unit handed in, in any of its dossiers, and did not take away."""
    return Evidence.objects.filter(
        assessment__unit_id=assessment.unit_id, file__isnull=False, removed_at__isnull=True
    ).exclude(file__scan=Scan.INFECTED)


def reusable(assessment: Assessment, item: str) -> list[Evidence]:
    """One row for each file of the unit that this line does not have yet; newest first."""
    have = Evidence.objects.filter(assessment=assessment, item=item, removed_at__isnull=True)
    rows = (
        files_of_unit(assessment)
        .exclude(file__sha256__in=have.filter(file__isnull=False).values("file__sha256"))
        .select_related("file", "assessment__period")
        .order_by("-pk")[:MOST_OFFERED]
    )
    newest: dict[str, Evidence] = {}
    for row in rows:
        assert row.file
        newest.setdefault(row.file.sha256, row)
    return list(newest.values())


def visible_file(actor: Actor, file_id: UUID) -> Evidence | None:
    """Evidence with this file, current or sent once, in a dossier the actor may see."""
    kept = Q(removed_at__isnull=True) | Q(was_sent=True)
    rows = Evidence.objects.filter(kept, file_id=file_id)
    seen = within_reach(rows, actor, "assessment.view", "assessment__unit")
    found = seen.select_related("file", "assessment__unit", "assessment__period__rule_set").first()
    if found:
        _ask_for((found,), found.assessment)
    return found
