"""Councils, seats, opinions and meetings, always from what the actor may see."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.council.models import (
    Council,
    CouncilMember,
    CouncilPaper,
    Meeting,
    Opinion,
    OpinionPage,
    TreatedDossier,
)
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.assessments.queries.assessments import base
from tuphap.rules.four_eyes import FOUR_EYES
from tuphap.rules.permissions import Actor, Subject, may, require_unbiased
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import (
    APPRAISED,
    COLUMN_PERMISSIONS,
    COUNCIL_DONE,
    FINAL,
    WORKFLOWS,
)

VIEW, MANAGE = "council.view", "council.manage"
GIVE, RECORD = "council.give_opinion", "council.record"

Pair = tuple[UUID, UUID]  # of a member and a dossier

_ROLE_ORDER = {role: place for place, (role, _) in enumerate(CouncilMember.ROLES)}


def waiting_steps(workflow: Workflow) -> frozenset[str]:
    """The statuses that are left only with the council's word, where there is a council."""
    return frozenset(move.source for move in workflow.moves if COUNCIL_DONE in move.guards)


ALL_WAITING = frozenset().union(*(waiting_steps(table) for table in WORKFLOWS.values()))


def councils(actor: Actor) -> QuerySet[Council]:
    return within_reach(_councils(), actor, VIEW)


def get_council(actor: Actor, council_id: UUID) -> Council:
    found = councils(actor).filter(pk=council_id).first()
    if found is None:
        raise Http404
    return found


def council_of(dossier: Assessment) -> Council | None:
    """None where the appraising unit has set up none for the period: then nothing is asked."""
    return _councils().filter(period=dossier.period_id, unit=dossier.appraising_unit_id).first()


def places_without(actor: Actor) -> list[tuple[Period, Unit]]:
    """Where a council may still be set up: units that appraise in a period with moves."""
    there = Council.objects.filter(period=OuterRef("period"), unit=OuterRef("appraising_unit"))
    rows = within_reach(
        Assessment.objects.filter(~Exists(there), period__rule_set__code__in=WORKFLOWS),
        actor,
        MANAGE,
        "appraising_unit",
    )
    pairs = rows.order_by().values_list("period", "appraising_unit").distinct()
    found = list(pairs)
    periods = Period.objects.select_related("rule_set").defer("rule_set__document")
    by_id = {row.pk: row for row in periods.filter(pk__in={period for period, _ in found})}
    units = {row.pk: row for row in Unit.objects.filter(pk__in={unit for _, unit in found})}
    places = [(by_id[period], units[unit]) for period, unit in found]
    return sorted(places, key=lambda place: (-place[0].year, place[1].path))


def seats(council: Council, day: date) -> list[CouncilMember]:
    """Who sits on that day: the chair first, then by name."""
    rows = [row for row in all_seats(council) if row.sits_on(day)]
    return sorted(rows, key=lambda row: _ROLE_ORDER[row.role])


def all_seats(council: Council) -> list[CouncilMember]:
    rows = CouncilMember.objects.filter(council=council).select_related("person")
    return sorted(rows.order_by("starts_on", "name", "pk"), key=lambda r: _ROLE_ORDER[r.role])


def voters(council: Council, day: date) -> list[CouncilMember]:
    return [row for row in seats(council, day) if row.has_vote]


def own_seats(actor: Actor) -> list[CouncilMember]:
    """Where this person has a vote today, newest year first."""
    day = timezone.localdate(actor.at)
    rows = CouncilMember.objects.filter(person=actor.person_id, has_vote=True)
    rows = rows.select_related("council__period__rule_set", "council__unit")
    rows = rows.defer("council__period__rule_set__document").order_by("-council__period__year")
    return [row for row in rows if row.sits_on(day)]


def waiting_dossiers(council: Council) -> QuerySet[Assessment]:
    """What lies before the council now, by name."""
    rows = base().filter(period=council.period_id, appraising_unit=council.unit_id)
    return rows.filter(status__in=waiting_steps(council.period.workflow)).order_by(
        "unit__name_sort", "pk"
    )


def recused(
    members: Collection[CouncilMember], dossiers: Collection[Assessment], at: datetime
) -> frozenset[Pair]:
    """Who has no vote on which dossier (W5); the number of questions follows the members only."""
    people = {row.person_id: row for row in members if row.person is not None}
    done = _deeds(list(people), dossiers)
    found = set()
    for member in people.values():
        assert member.person is not None  # chosen so above
        actor = actor_for(member.person, at)
        for dossier in dossiers:
            subject = replace(dossier.subject, done_by=done.get(str(dossier.pk), {}))
            if _is_biased(actor, subject):
                found.add((member.pk, dossier.pk))
    return frozenset(found)


def opinions(dossiers: Iterable[Assessment]) -> dict[Pair, Opinion]:
    rows = Opinion.objects.filter(assessment__in=[row.pk for row in dossiers])
    return {(row.member_id, row.assessment_id): row for row in rows}


def stored_opinion(member: CouncilMember, dossier: Assessment) -> Opinion | None:
    rows = Opinion.objects.filter(member=member, assessment=dossier).select_related("entered_by")
    return rows.select_related("entered_by", "paper").first()


def settled(dossiers: Iterable[Assessment]) -> dict[UUID, TreatedDossier]:
    """By dossier: what a closed meeting made of it, in the version it has now."""
    rows = TreatedDossier.objects.filter(
        assessment__in=[row.pk for row in dossiers],
        meeting__closed_at__isnull=False,
        dossier_version=F("assessment__version"),
    )
    return {row.assessment_id: row for row in rows.select_related("meeting").order_by("pk")}


def final_summaries(dossiers: Iterable[Assessment]) -> dict[UUID, ColumnSummary]:
    rows = ColumnSummary.objects.filter(assessment__in=[d.pk for d in dossiers], column=FINAL)
    return {row.assessment_id: row for row in rows}


def meetings(council: Council) -> QuerySet[Meeting]:
    rows = Meeting.objects.filter(council=council).select_related("closed_by", "changed_by")
    return rows.order_by("-begins_at", "pk")


def get_meeting(actor: Actor, council_id: UUID, meeting_id: UUID) -> Meeting:
    found = meetings(get_council(actor, council_id)).filter(pk=meeting_id).first()
    if found is None:
        raise Http404
    return found


def treated(meeting: Meeting) -> list[TreatedDossier]:
    rows = TreatedDossier.objects.filter(meeting=meeting)
    rows = rows.select_related("assessment__unit", "assessment__period__rule_set")
    return list(
        rows.defer("assessment__period__rule_set__document").order_by(
            "assessment__unit__name_sort", "pk"
        )
    )


def present_ids(meeting: Meeting) -> frozenset[UUID]:
    return frozenset(meeting.attendance.values_list("member_id", flat=True))


def visible_scan(actor: Actor, file_id: UUID) -> OpinionPage | None:
    """A page of a signed form: for those who see the council's work, and for the member himself."""
    rows = OpinionPage.objects.filter(file_id=file_id).select_related(
        "file", "paper__assessment__unit", "paper__member__council__unit"
    )
    for row in rows:
        member = row.paper.member
        is_own = member.person_id is not None and member.person_id == actor.person_id
        if is_own or may(actor, VIEW, member.council.subject):
            return row
    return None


def visible_seat(actor: Actor, council_id: UUID, member_id: UUID) -> CouncilMember:
    """For those who see the council's work, and the own seat for its member; else 404."""
    rows = CouncilMember.objects.filter(council=council_id, pk=member_id)
    found = rows.select_related("council__period__rule_set", "council__unit").first()
    if found is None:
        raise Http404
    is_own = found.person_id is not None and found.person_id == actor.person_id
    if not is_own and not may(actor, VIEW, found.council.subject):
        raise Http404
    return found


def visible_paper(actor: Actor, council_id: UUID, paper_id: int) -> CouncilPaper:
    """All of them for those who see the council's work; for a member the own forms only."""
    rows = CouncilPaper.objects.filter(council=council_id, pk=paper_id)
    found = rows.select_related("council__period", "council__unit").first()
    if found is None:
        raise Http404
    if not may(actor, VIEW, found.council.subject):
        own = [str(row.pk) for row in own_seats(actor) if row.council_id == found.council_id]
        if found.of.partition("_")[0] not in own:
            raise Http404
    return found


def missing_names(council: Council, dossier: Assessment, at: datetime) -> list[str]:
    """Who has a vote on this dossier and has not used it on its figures of now."""
    members = voters(council, timezone.localdate(at))
    apart = recused(members, [dossier], at)
    given = opinions([dossier])
    return [
        row.name
        for row in members
        if (row.pk, dossier.pk) not in apart
        and not is_current(given.get((row.pk, dossier.pk)), dossier)
    ]


def is_current(opinion: Opinion | None, dossier: Assessment) -> bool:
    """Said of the figures that the dossier has now (W3)."""
    return opinion is not None and opinion.dossier_version == dossier.version


def _councils() -> QuerySet[Council]:
    rows = Council.objects.select_related("period__rule_set", "period__scope_unit", "unit")
    return rows.defer("period__rule_set__document")


def _is_biased(actor: Actor, subject: Subject) -> bool:
    try:
        require_unbiased(actor, GIVE, subject)
    except Refused:
        return True
    return False


def _deeds(
    people: list[int | None], dossiers: Collection[Assessment]
) -> Mapping[str, Mapping[str, frozenset[int]]]:
    """By dossier and permission: who of these did what keeps somebody from voting."""
    if not people or not dossiers:
        return {}
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    moves = StatusChange.objects.filter(
        record_kind=Assessment._meta.label_lower,
        record_id__in=[str(row.pk) for row in dossiers],
        made_by__in=people,
        needs__in=FOUR_EYES[GIVE],
    ).values_list("record_id", "needs", "made_by_id")
    history = apps.get_model("assessments", "EntryHistory").objects
    lines = history.filter(
        Q(assessment__in=dossiers), column=APPRAISED, written_by__in=people
    ).order_by()
    wrote = lines.values_list("assessment_id", "written_by_id").distinct()
    appraises = COLUMN_PERMISSIONS[APPRAISED]
    for record, needs, person in [*moves, *((str(pk), appraises, who) for pk, who in wrote)]:
        found[record][needs].add(person)
    return {
        record: {needs: frozenset(who) for needs, who in deeds.items()}
        for record, deeds in found.items()
    }
