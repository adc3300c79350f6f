"""Plans: of one dossier, of all communes of a year, and what was planned for the year before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import place_of, within_reach
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import predecessor_keys, ways_onward
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.words import name_of
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, Period
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.remedies.models import Remedy
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.conditions import numbered
from tuphap.rules.content_mapping import forerunners
from tuphap.rules.numbers import format_points, format_points_short
from tuphap.rules.permissions import Actor, Subject, may, posts_with
from tuphap.rules.remedies import LABELS, TONES, RemedyState, state_of
from tuphap.rules.vietnamese import sort_key
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.years import Way

WRITE, COMPARE = "remedy.write", "assessment.compare"
LAST_DAY_OF_ALL = "9999-12-31"


@dataclass(frozen=True)
class Measure:
    """A measure and where it stands today."""

    remedy: Remedy
    state: RemedyState

    @property
    def label(self) -> str:
        return LABELS[self.state]

    @property
    def tone(self) -> str:
        return TONES[self.state]


@dataclass(frozen=True)
class FailedLine:
    """A content below its maximum, or a condition that failed, with what is done about it."""

    item: Item
    name: str
    result: str
    measures: tuple[Measure, ...]

    @property
    def code(self) -> str:
        return self.item.code

    @property
    def title(self) -> str:
        return (
            f"{numbered(self.code)}. {self.name}" if self.item.gate else f"{self.code} {self.name}"
        )


@dataclass(frozen=True)
class Plan:
    """`writer` is the unit for which this person may write; None where nobody here may."""

    dossier: Assessment
    lines: tuple[FailedLine, ...]
    writer: Unit | None
    continued_by: tuple[str, ...] = ()

    def line(self, code: str) -> FailedLine:
        found = next((line for line in self.lines if line.code == code), None)
        if found is None:
            raise Http404
        return found

    @property
    def measures(self) -> list[Measure]:
        return [measure for line in self.lines for measure in line.measures]


def plan_of(actor: Actor, dossier_id: UUID, today: date) -> Plan:
    """Only of a result that was decided and not met; else there is no such page."""
    dossier = get_visible(actor, dossier_id)
    if dossier.met is not False:
        raise Http404
    rows = defaultdict(list)
    for remedy in current().filter(assessment=dossier):
        rows[remedy.item].append(_measure(remedy, today))
    lines = tuple(
        FailedLine(item, name_of(item), result, tuple(rows[item.code]))
        for item, result in _failed(dossier)
    )
    heirs = continued_by([dossier], today).get(dossier.unit_id, ())
    return Plan(dossier, lines, writer_of(actor, dossier), heirs)


def continued_by(dossiers: Iterable[Assessment], today: date) -> dict[int, tuple[str, ...]]:
    """By key of an ended unit: the units of today that it became, whole or partly, by name."""
    ended = {d.unit_id for d in dossiers if d.unit.valid_to and d.unit.valid_to < today}
    ways = ways_onward(ended, today)
    goals = {key: _newest(key, ways) for key in ended}
    units = Unit.objects.in_bulk({goal for found in goals.values() for goal in found})
    return {
        key: tuple(sorted((units[goal].name for goal in found), key=sort_key))
        for key, found in goals.items()
    }


def _newest(key: int, ways: Mapping[int, Sequence[Way]]) -> set[int]:
    """Past units that ended in their turn, to those from which no way leads on."""
    found: set[int] = set()
    open_keys, seen = {key}, {key}
    while open_keys:
        at = open_keys.pop()
        onward = {way.goal for way in ways.get(at, ())}
        found |= {at} if not onward and at != key else set()
        open_keys |= onward - seen
        seen |= onward
    return found


def current() -> QuerySet[Remedy]:
    return Remedy.objects.filter(withdrawn_at=None).select_related("person", "file", "written_by")


def remedy_seen(actor: Actor, pk: UUID) -> Remedy:
    """By whoever sees its dossier; withdrawn ones are seen no more."""
    found = current().filter(pk=pk).select_related("assessment__unit", "unit").first()
    if found is None:
        raise Http404
    get_visible(actor, found.assessment_id)
    return found


def own_units(actor: Actor) -> list[Unit]:
    """Units of today at which this person may write plans."""
    wanted = Q(pk__in=[])
    for post in posts_with(actor, WRITE):
        spans = (span for span in post.spans if span.path == post.unit_path and not span.read_only)
        for span in spans:
            wanted |= Q(path=span.path, valid_from=span.valid_from)
    return list(Unit.objects.filter(wanted).order_by("name_sort", "pk"))


def writer_of(actor: Actor, dossier: Assessment) -> Unit | None:
    """The unit itself, or the one it became part of."""
    for unit in own_units(actor):
        if unit.pk == dossier.unit_id or _came_from(unit, dossier.unit_id):
            return unit if may(actor, WRITE, Subject(place_of(unit))) else None
    return None


def _came_from(unit: Unit, earlier_id: int) -> bool:
    return Unit.objects.filter(pk=earlier_id).filter(pk__in=predecessor_keys(unit)).exists()


def people_of(unit: Unit, day: date) -> list[Person]:
    posts = Post.held_on(day).filter(unit=unit)
    return list(
        Person.objects.filter(posts__in=posts, is_active=True)
        .distinct()
        .order_by("name_sort", "pk")
    )


def own_plans(actor: Actor) -> list[Assessment]:
    """Results not met of the own units and those they came from, newest first."""
    units = own_units(actor)
    mine = Q(unit__in=[unit.pk for unit in units])
    for unit in units:
        mine |= Q(unit__in=predecessor_keys(unit))
    found = Assessment.objects.filter(mine, met=False)
    return list(found.order_by("-period__year", "unit__name_sort", "pk"))


def overdue_of(actor: Actor, today: date) -> list[Remedy]:
    """Of the own units; asked for on the home page."""
    if not may(actor, WRITE):
        return []
    late = Remedy.objects.filter(withdrawn_at=None, done_on=None, until__lt=today)
    units = [unit.pk for unit in own_units(actor)]
    return list(
        late.filter(unit__in=units).select_related("assessment__period", "assessment__unit")
    )


# --- what failed ---


def _failed(dossier: Assessment) -> Iterable[tuple[Item, str]]:
    entries = {e.item: e for e in Entry.objects.filter(assessment=dossier, column=FINAL)}
    summary = ColumnSummary.objects.filter(assessment=dossier, column=FINAL).first()
    conditions = summary.conditions if summary else {}
    for item in items_of(dossier.period):
        result = _result(item, entries.get(item.code), conditions)
        if result:
            yield item, result


def _result(item: Item, entry: Entry | None, conditions: Mapping[str, bool | None]) -> str:
    """In words what it came to; empty where nothing is lost."""
    if item.content is None:
        return "" if conditions.get(item.code) else "Không đạt"
    most = item.content.max_points
    if most is None:
        return "" if entry and entry.passed else "Chưa đạt"
    points = entry.points if entry else None
    if points is not None and points >= most:
        return ""
    return f"{format_points(points)} / {format_points_short(most)} điểm"


# --- the province ---


@dataclass
class PlanRow:
    """One commune that was not met, and how far its plan is."""

    dossier: Assessment
    measures: int = 0
    done: int = 0
    overdue: int = 0
    continued_by: tuple[str, ...] = ()

    @property
    def has_plan(self) -> bool:
        return self.measures > 0


def plan_rows(period: Period, actor: Actor, today: date) -> list[PlanRow]:
    """Few questions, whatever the number of communes."""
    found = within_reach(Assessment.objects.filter(period=period, met=False), actor, COMPARE)
    dossiers = list(found.select_related("unit").order_by("unit__name_sort", "pk"))
    heirs = continued_by(dossiers, today)
    rows = {d.pk: PlanRow(d, continued_by=heirs.get(d.unit_id, ())) for d in dossiers}
    remedies = Remedy.objects.filter(withdrawn_at=None, assessment__in=rows)
    for key, until, done_on in remedies.values_list("assessment_id", "until", "done_on"):
        state, row = state_of(until, done_on, today), rows[key]
        row.measures += 1
        row.done += state is RemedyState.DONE
        row.overdue += state is RemedyState.OVERDUE
    return list(rows.values())


# --- the year after ---


@dataclass(frozen=True)
class PlannedBefore:
    """What stands beside a line of this year."""

    year: int
    measure: Measure


def planned_before(dossier: Assessment, today: date) -> dict[str, tuple[PlannedBefore, ...]]:
    """By content of this year's sheet; one question and none more where there was no plan."""
    earlier = Q(assessment__unit=dossier.unit_id) | Q(
        assessment__unit__in=predecessor_keys(dossier.unit)
    )
    rows = list(
        current()
        .filter(earlier, assessment__period__year__lt=dossier.period.year)
        .select_related("assessment__period__rule_set", "person", "file")
        .defer("assessment__period__rule_set__document")
        .order_by("-assessment__period__year", "until")
    )
    newest = rows[0].assessment.period.year if rows else 0
    found: dict[str, list[PlannedBefore]] = defaultdict(list)
    for remedy in rows:
        if remedy.assessment.period.year == newest:
            for code in _codes_now(dossier, remedy):
                found[code].append(PlannedBefore(newest, _measure(remedy, today)))
    return {code: tuple(measures) for code, measures in found.items()}


def _codes_now(dossier: Assessment, remedy: Remedy) -> list[str]:
    now, then = parsed(dossier.period.rule_set), parsed(remedy.assessment.period.rule_set)
    mapped = forerunners(now, then)
    found = [later for later, earlier in mapped.items() if earlier == remedy.item]
    gates = {item.code for item in items_of(dossier.period) if item.gate}
    return found or ([remedy.item] if remedy.item in gates else [])


def _measure(remedy: Remedy, today: date) -> Measure:
    return Measure(remedy, state_of(remedy.until, remedy.done_on, today))
