"""A year under way: communes at every step, from “registered” to “decided”."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.calendar.queries import work_calendar
from tuphap.foundation.units.queries import leaves_on, unit_on
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.criteria.queries import newest, parsed
from tuphap.outlets.demo import agencies, council, second_look, walk
from tuphap.outlets.demo.people import make_staff
from tuphap.outlets.demo.plan import Plan
from tuphap.outlets.demo.sheets import Drawer
from tuphap.rules.deadlines import add_working_days
from tuphap.rules.permissions import Role

Step = Callable[[], None]
PROVEN_LINES = 3
# The dossiers at the head of the queue have enough documents to try the desk with.
WELL_PROVEN, WELL_PROVEN_LINES = 4, 14
HEAD_OF_QUEUE = ("submitted", "resubmitted", "under_review")
# How many of the posted results somebody has said something about.
COMMENTED = 3
# Steps at which the dossier has been received, and those at which the appraisal is closed.
RECEIVED = ("under_review", "appraised", "decided")
CLOSED = ("appraised", "decided")
RETURNED = ("returned", "resubmitted")


@dataclass(frozen=True)
class Way:
    """How a sheet is begun and how it is sent; from paper it is the office that acts."""

    begin: Callable[[walk.Dossier, walk.Times, walk.Cast], None] = walk.start
    send: Callable[[walk.Dossier, walk.Times, walk.Cast], None] = walk.send
    is_from_paper: bool = False


OWN_WAY = Way()
ON_PAPER = (Way(send=walk.send_for_chair), Way(walk.begin_from_paper, is_from_paper=True))


def size(plan: Plan) -> int:
    story = plan.in_progress
    scope = unit_on(story["scope"], story["units_on"])
    rule_set = newest(story["rule_set"])
    return leaves_on(scope, story["units_on"], rule_set.unit_kinds).count() if rule_set else 0


def tell(plan: Plan, people: Mapping[str, Person], now: datetime, step: Step) -> Period:
    """`people` are the accounts that can log in: they act at the province and for one commune."""
    story = plan.in_progress
    times = {name: now - timedelta(days=ago) for name, ago in story["days_ago"].items()}
    scope = unit_on(story["scope"], story["units_on"])
    rule_set = newest(story["rule_set"])
    if scope is None or rule_set is None:
        raise LookupError("demo.yaml: load units and rule sets first")
    cast = walk.Cast()
    period = open_period(
        story["year"],
        rule_set,
        scope,
        story["units_on"],
        PeriodSettings(
            appraised_by=story["appraised_by"],
            gates_enabled=story["gates_enabled"],
            posting_days=story["posting_days"],
            completion_working_days=story["completion_working_days"],
            step_dates=_step_dates(story, now),
        ),
        by=cast.act(people["province"], times["open"]),
    )
    rows = list(Assessment.objects.filter(period=period).order_by("unit__path"))
    own_unit = people["commune"].posts.get(role=Role.COMMUNE_OFFICER, ends_on=None).unit_id
    others = [row.unit for row in rows if row.unit_id != own_unit]
    officers = make_staff(plan, others, Role.COMMUNE_OFFICER, "Cán bộ")
    officers[own_unit] = people["commune"]
    stages = _stages(plan, [row for row in rows if row.unit_id != own_unit])
    well_proven = _head_of_queue(rows, stages)
    ways = _ways(stages, well_proven)
    same = plan.same_figures.get(rule_set.code, [])
    drawer = Drawer(parsed(rule_set), same, period.year, story["gates_enabled"])
    commented = 0
    for row in rows:
        random = plan.random(period.year, row.unit.code)
        way = ways.get(row.pk, OWN_WAY)
        mode = "DK1" if random.random() < story["not_met_share"] else "met"
        drawn = drawer.sheets(random, mode)
        dossier = walk.Dossier(
            row.pk,
            people["province"] if way.is_from_paper else officers[row.unit_id],
            people["appraiser"],
            drawn.own,
            drawn.appraised,
            drawn.final,
        )
        stage = stages.get(row.pk, "self_assessing")
        _walk(dossier, stage, times, cast, random, row.pk in well_proven, way)
        if stage == "posted" and commented < COMMENTED:
            commented += 1
            walk.public_says(dossier, period.year, row.unit.code, times, cast, commented)
        step()
    agencies.tell(plan, period, people, times)
    by_stage = {name: [row for row in rows if stages.get(row.pk) == name] for name in CLOSED}
    council.tell(plan, period, people, by_stage["decided"], by_stage["appraised"], times)
    second_look.tell(period, people, times)
    _decide(story, by_stage["decided"], people, times, cast)
    return period


def _step_dates(story: Mapping[str, Any], now: datetime) -> dict[str, tuple[date | None, date]]:
    days = story["send_within_working_days"]
    last_day = add_working_days(timezone.localdate(now), days, work_calendar())
    return {"posted": (None, last_day), "submitted": (None, last_day)}


def _stages(plan: Plan, rows: list[Assessment]) -> dict[Any, str]:
    stages = plan.in_progress["stages"]
    words = [stage for stage, count in stages.items() for _ in range(count)]
    shuffled = plan.random("stages").sample(rows, len(rows))
    return dict(zip((row.pk for row in shuffled), words, strict=False))


def _head_of_queue(rows: list[Assessment], stages: Mapping[Any, str]) -> set[Any]:
    """As the queue is ordered where all have the same last day: by name."""
    waiting = [row for row in rows if stages.get(row.pk) in HEAD_OF_QUEUE]
    first = sorted(waiting, key=lambda row: row.unit.name_sort)[:WELL_PROVEN]
    return {row.pk for row in first}


def _ways(stages: Mapping[Any, str], well_proven: set[Any]) -> dict[Any, Way]:
    """One sent with the paper the chair signed, one typed for a commune without a line."""
    waiting = [pk for pk, stage in stages.items() if stage == "submitted"]
    first = sorted(waiting, key=lambda pk: pk not in well_proven)[: len(ON_PAPER)]
    return dict(zip(first, ON_PAPER, strict=False))


def _walk(
    dossier: walk.Dossier,
    stage: str,
    times: walk.Times,
    cast: walk.Cast,
    random: Random,
    well_proven: bool,
    way: Way,
) -> None:
    if stage == "registered":
        return
    if stage == "self_assessing":
        share = random.uniform(0.2, 0.95)
        lines = {item: line for item, line in dossier.own.items() if random.random() < share}
        walk.fill(dossier, times, cast, lines)
        walk.prove(dossier, times, cast, random, PROVEN_LINES)
        return
    walk.fill(dossier, times, cast, begin=way.begin)
    if well_proven:
        walk.prove_well(dossier, times, cast, random, WELL_PROVEN_LINES)
    else:
        walk.prove(dossier, times, cast, random, PROVEN_LINES)
    if stage == "posted":
        walk.post(dossier, {**times, "post": times["hang_out"]}, cast)
        return
    way.send(dossier, times, cast)
    if stage in RETURNED:
        walk.give_back(dossier, times, cast, random)
        walk.answer_returns(dossier, times["resubmit"], cast, 1)
    if stage == "resubmitted":
        walk.send_again(dossier, times, cast)
    if stage in RECEIVED:
        walk.receive(dossier, times, cast)
        share = 1.0 if stage in CLOSED else random.uniform(0.1, 0.9)
        walk.appraise(dossier, times, cast, lambda _: random.random() < share)
    if stage == "under_review":
        walk.talk(dossier, times, cast, random)
    if stage in CLOSED:
        walk.close(dossier, times, cast)


def _decide(
    story: Mapping[str, Any],
    rows: list[Assessment],
    people: Mapping[str, Person],
    times: Mapping[str, datetime],
    cast: walk.Cast,
) -> None:
    paper = DecisionPaper("1968/QĐ-UBND", times["decide"].date(), story["decided_by"])
    by = cast.act(people["province"], times["decide"])
    record_decision([row.pk for row in rows], paper, by=by)
