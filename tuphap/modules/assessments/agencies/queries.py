"""Agencies, what waits for them and what they said, always from what the actor may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.agencies.models import Agency, AgencyWord
from tuphap.modules.assessments.lines.answers import given_of
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.models import Assessment, Entry, Evidence, Period
from tuphap.modules.assessments.queries.assessments import base
from tuphap.modules.assessments.queries.queue import in_charge
from tuphap.modules.assessments.queries.told import people_at
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.deadlines import WorkCalendar, add_working_days
from tuphap.rules.permissions import Actor, may, posts_with
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import APPRAISED, SELF

ANSWER, MANAGE = "agency.answer", "agency.manage"
RECEIVE = "receive"

Marks = Mapping[str, str]  # line -> mark of the unit's own figures
Pair = tuple[UUID, UUID]  # of an agency and a dossier


def lines_under(rule_set: RuleSet, codes: Collection[str]) -> tuple[str, ...]:
    """The contents of these criteria and indicators, in the order of the sheet."""
    return tuple(
        content.code
        for criterion in rule_set.criteria
        for indicator in criterion.indicators
        for content in indicator.contents
        if criterion.code in codes or indicator.code in codes
    )


def lines_of(agency: Agency) -> tuple[str, ...]:
    return lines_under(parsed(agency.period.rule_set), agency.codes)


def waiting_steps(workflow: Workflow) -> frozenset[str]:
    """From the sending until the appraisal is closed, except while the unit has the dossier."""
    sent = {move.source for move in workflow.moves if move.name == RECEIVE}
    return frozenset(sent | {s.code for s in workflow.statuses if APPRAISED in s.writable})


def own_agencies(actor: Actor) -> list[Agency]:
    """For which this person answers now: named by the coordinator, with the post still held."""
    rows = _agencies().filter(person=actor.person_id, ended_at=None).order_by("-period__year")
    held = {post.unit_path for post in posts_with(actor, ANSWER)}
    return [row for row in rows if row.unit.path in held]


def own_agency(actor: Actor, agency_id: UUID) -> Agency:
    found = next((row for row in own_agencies(actor) if row.pk == agency_id), None)
    if found is None:
        raise Http404
    return found


def once_asked(actor: Actor, agency_id: UUID, dossier_id: UUID) -> tuple[Agency, Assessment]:
    """Also what is over by now, for somebody who was still writing; 404 for what never was his."""
    agency = _agencies().filter(pk=agency_id, person=actor.person_id).first()
    if agency is None:
        raise Http404
    rows = base().filter(period=agency.period, appraising_unit=agency.unit_id)
    dossier = rows.filter(pk=dossier_id).first()
    if dossier is None:
        raise Http404
    return agency, dossier


def waiting_dossiers(agency: Agency) -> QuerySet[Assessment]:
    return waiting_at(agency.period, agency.unit_id)


def waiting_at(period: Period, unit_id: int) -> QuerySet[Assessment]:
    """What lies at this unit to be appraised, by name."""
    rows = base().filter(period=period, appraising_unit=unit_id)
    return rows.filter(status__in=waiting_steps(period.workflow)).order_by("unit__name_sort", "pk")


def asked_dossier(actor: Actor, agency: Agency, dossier_id: UUID) -> Assessment:
    """A dossier this agency is asked about; 404 for any other and for the own unit's (W5)."""
    found = waiting_dossiers(agency).filter(pk=dossier_id).first()
    if found is None or not may(actor, ANSWER, found.subject):
        raise Http404
    return found


def words(agencies: Iterable[Agency], dossiers: Iterable[Assessment]) -> dict[Pair, AgencyWord]:
    rows = AgencyWord.objects.filter(
        agency__in=[row.pk for row in agencies], assessment__in=[row.pk for row in dossiers]
    )
    return {(row.agency_id, row.assessment_id): row for row in rows.select_related("said_by")}


def marks_now(dossiers: Iterable[Assessment], items: Collection[str]) -> dict[UUID, dict[str, str]]:
    """Of each line the mark of the figures it has now; one question for any number of dossiers."""
    ids = [row.pk for row in dossiers]
    found = {pk: dict.fromkeys(items, own_mark(None)) for pk in ids}
    rows = Entry.objects.filter(assessment__in=ids, column=SELF, item__in=items)
    for entry in rows:
        found[entry.assessment_id][entry.item] = own_mark(given_of(entry))
    return found


def outdated_lines(word: AgencyWord, marks: Marks) -> tuple[str, ...]:
    """Lines with other figures than those the agency spoke of (W3)."""
    return tuple(item for item, mark in word.marks.items() if marks.get(item) != mark)


def due_day(agency: Agency, dossier: Assessment, calendar: WorkCalendar) -> date | None:
    """Counted from the day both were there: the dossier sent, and the agency asked."""
    if agency.term_days is None or dossier.submitted_at is None:
        return None
    since = max(dossier.submitted_at, agency.asked_at)
    return add_working_days(timezone.localdate(since), agency.term_days, calendar)


def documents_of(dossier: Assessment, items: Collection[str]) -> dict[str, list[Evidence]]:
    rows = Evidence.objects.filter(assessment=dossier, item__in=items, removed_at=None)
    found: dict[str, list[Evidence]] = {}
    for row in rows.select_related("file").order_by("pk"):
        found.setdefault(row.item, []).append(row)
    return found


# --- the coordinator ---


def periods_managed(actor: Actor) -> list[Period]:
    """Newest first."""
    wanted = in_charge(actor, [MANAGE]).order_by().values("period")
    periods = Period.objects.filter(pk__in=wanted).select_related("rule_set", "scope_unit")
    return list(periods.defer("rule_set__document"))


def offices_managed(actor: Actor, period: Period) -> list[Unit]:
    """Where this person may ask agencies: the units that appraise there."""
    wanted = in_charge(actor, [MANAGE]).filter(period=period).order_by().values("appraising_unit")
    return list(Unit.objects.filter(pk__in=wanted).order_by("path"))


def agencies_managed(actor: Actor, period: Period) -> list[Agency]:
    rows = within_reach(_agencies().filter(period=period, ended_at=None), actor, MANAGE)
    return [row for row in rows if may(actor, MANAGE, row.subject)]


def managed_agency(actor: Actor, agency_id: UUID) -> Agency:
    found = within_reach(_agencies(), actor, MANAGE).filter(pk=agency_id, ended_at=None).first()
    if found is None or not may(actor, MANAGE, found.subject):
        raise Http404
    return found


def answerers_at(unit: Unit, day: date) -> list[Person]:
    """Whose account can answer: those who hold the post of an agency at the unit; by name."""
    people = people_at([unit.pk], ANSWER, day).get(unit.pk, [])
    return sorted(people, key=lambda person: person.name_sort)


def agencies_of(dossier: Assessment) -> list[Agency]:
    """Asked about this dossier's period by the unit that appraises it."""
    return list(
        _agencies().filter(period=dossier.period_id, unit=dossier.appraising_unit_id, ended_at=None)
    )


def own_units(agencies: Sequence[Agency], day: date) -> set[tuple[int, int]]:
    """Person and unit of each post held: about these units they say nothing (W5)."""
    people = {row.person_id for row in agencies}
    posts = Post.held_on(day).filter(person__in=people)
    return set(posts.values_list("person_id", "unit_id"))


def _agencies() -> QuerySet[Agency]:
    rows = Agency.objects.select_related("period__rule_set", "period__scope_unit", "unit", "person")
    return rows.defer("period__rule_set__document")
