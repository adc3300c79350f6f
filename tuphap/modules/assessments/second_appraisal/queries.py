"""Samples, the dossiers drawn, and who may appraise them again."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.models import Assessment, DossierSeen, Entry, Period
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.modules.assessments.queries.told import people_at
from tuphap.modules.assessments.second_appraisal.blind import ANSWER
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.rules.four_eyes import FOUR_EYES
from tuphap.rules.permissions import Actor, Subject, may, require_unbiased
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import (
    APPRAISED,
    COLUMN_PERMISSIONS,
    FINAL,
    WORKFLOWS,
)
from tuphap.rules.workflows.province_moves import NOT_ASSESSED

VIEW, DRAW = "second.view", "second.draw"
DECIDE = "decide"

Place = tuple[Period, Unit, int]  # with how many dossiers are closed there


def closed_steps(workflow: Workflow) -> frozenset[str]:
    """From the step in which the final column is written: the appraised one stays as it is."""
    codes = [step.code for step in workflow.statuses]
    first = min(codes.index(step.code) for step in workflow.statuses if FINAL in step.writable)
    return frozenset(codes[first:]) - {NOT_ASSESSED.code}


def drawn_steps(workflow: Workflow) -> frozenset[str]:
    """Closed and not yet decided: an official result is there for everybody to read, so nobody
    could look at it blind."""
    codes = [step.code for step in workflow.statuses]
    decided = codes.index(next(m.target for m in workflow.moves if m.name == DECIDE))
    return closed_steps(workflow) & frozenset(codes[:decided])


_DRAWN = frozenset().union(*(drawn_steps(table) for table in WORKFLOWS.values()))


def samples(actor: Actor) -> QuerySet[Sample]:
    return within_reach(_samples(), actor, VIEW)


def get_sample(actor: Actor, sample_id: UUID) -> Sample:
    found = samples(actor).filter(pk=sample_id).first()
    if found is None:
        raise Http404
    return found


def sample_at(actor: Actor, period: Period, unit: Unit) -> Sample | None:
    """For a page of that unit and period that leads here."""
    return samples(actor).filter(period=period, unit=unit).first()


def closed_dossiers(period: Period, unit: Unit) -> list[Assessment]:
    """What a sample is drawn from, in the order of codes."""
    rows = Assessment.objects.filter(period=period, appraising_unit=unit)
    return list(rows.filter(status__in=drawn_steps(period.workflow)).order_by("unit__code"))


def places_to_draw(actor: Actor) -> list[Place]:
    """Where this person may draw and nobody has yet."""
    there = Sample.objects.filter(period=OuterRef("period"), unit=OuterRef("appraising_unit"))
    rows = in_charge(actor, (DRAW,)).filter(~Exists(there), status__in=_DRAWN)
    found: dict[tuple[int, int], Place] = {}
    for row in rows:
        period, unit, count = found.get(
            (row.period_id, row.appraising_unit_id), (row.period, row.appraising_unit, 0)
        )
        if row.status in drawn_steps(period.workflow):
            found[(period.pk, unit.pk)] = (period, unit, count + 1)
    return sorted(found.values(), key=lambda place: (-place[0].year, place[1].path))


def rows_of(sample: Sample) -> list[SecondAppraisal]:
    return list(_rows().filter(sample=sample).order_by("assessment__unit__name_sort", "pk"))


def own_rows(actor: Actor) -> list[SecondAppraisal]:
    """What this person is to appraise again, and has; what is open comes first."""
    rows = _rows().filter(person=actor.person_id)
    found = rows.order_by("-sent_at", "assessment__unit__name_sort")
    return [row for row in found if may(actor, ANSWER, row.assessment.subject)]


def get_own(actor: Actor, row_id: UUID) -> SecondAppraisal:
    """For the person it was given to; to all others it does not exist."""
    found = _rows().filter(pk=row_id, person=actor.person_id).first()
    if found is None or not may(actor, ANSWER, found.assessment.subject):
        raise Http404
    return found


def column_lines(dossier: Assessment, column: str) -> list[Entry]:
    rows = Entry.objects.filter(assessment=dossier, column=column)
    return list(rows.select_related("written_by"))


def candidates(
    sample: Sample, rows: Sequence[SecondAppraisal], by: Actor
) -> dict[UUID, list[Person]]:
    """By row, who may appraise it again; the number of questions follows the people only (W5).

    Whoever had it before, or saw the figures of the appraisal at the desk, is not blind any more;
    nobody gives to himself. Who has it now stays on the list.
    """
    at = by.at
    people = people_at([sample.unit_id], ANSWER, timezone.localdate(at)).get(sample.unit_id, [])
    dossiers = [row.assessment for row in rows]
    done = _deeds([person.pk for person in people], dossiers)
    seen = _not_blind(rows)
    actors = [(person, actor_for(person, at)) for person in people]
    return {
        row.pk: [
            person
            for person, actor in actors
            if person.pk == row.person_id
            or (
                person.pk != by.person_id
                and person.pk not in seen[row.pk]
                and _is_free(
                    actor, replace(row.assessment.subject, done_by=done[row.assessment_id])
                )
            )
        ]
        for row in rows
    }


def _samples() -> QuerySet[Sample]:
    rows = Sample.objects.select_related("period__rule_set", "unit", "drawn_by")
    return rows.defer("period__rule_set__document")


def _rows() -> QuerySet[SecondAppraisal]:
    rows = SecondAppraisal.objects.select_related(
        "assessment__unit",
        "assessment__appraising_unit",
        "assessment__period__rule_set",
        "person",
        "sample__unit",
        "sample__period",
    )
    return rows.defer("assessment__period__rule_set__document")


def _is_free(actor: Actor, subject: Subject) -> bool:
    try:
        require_unbiased(actor, ANSWER, subject)
    except Refused:
        return False
    return True


def _not_blind(rows: Sequence[SecondAppraisal]) -> Mapping[UUID, set[int]]:
    """By row: who had it before, and who was at the desk when the first figures stood there."""
    found: dict[UUID, set[int]] = defaultdict(set)
    by_dossier = {row.assessment_id: row.pk for row in rows}
    history = apps.get_model("second_appraisal", "SecondAppraisalHistory").objects
    had = history.filter(pgh_obj__in=[row.pk for row in rows], person__isnull=False)
    for pk, person in had.values_list("pgh_obj_id", "person_id"):
        found[pk].add(person)
    figures = Entry.objects.filter(
        assessment=OuterRef("assessment"), column=APPRAISED, written_at__lte=OuterRef("seen_at")
    )
    looks = DossierSeen.objects.filter(Exists(figures), assessment__in=by_dossier)
    for dossier, person in looks.values_list("assessment_id", "person_id"):
        found[by_dossier[dossier]].add(person)
    return found


def _deeds(
    people: Collection[int], dossiers: Collection[Assessment]
) -> Mapping[UUID, Mapping[str, frozenset[int]]]:
    """By dossier and permission: who of these did what keeps somebody from a second look."""
    found: dict[UUID, dict[str, frozenset[int]]] = defaultdict(dict)
    moves = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id__in=[str(row.pk) for row in dossiers],
        made_by__in=people,
        needs__in=FOUR_EYES[ANSWER],
    ).values_list("record_id", "needs", "made_by_id")
    lines = (
        apps.get_model("assessments", "EntryHistory")
        .objects.filter(assessment__in=dossiers, column=APPRAISED, written_by__in=people)
        .order_by()
        .values_list("assessment_id", "written_by_id")
        .distinct()
    )
    wrote = [(pk, COLUMN_PERMISSIONS[APPRAISED], who) for pk, who in lines]
    for record, needs, who in [*((UUID(pk), n, p) for pk, n, p in moves), *wrote]:
        found[record][needs] = found[record].get(needs, frozenset()) | {who}
    return found
