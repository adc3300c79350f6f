"""A year from its opening to the published copy: 2022 as it was counted in Gia Lai."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import leaves_on, unit_on
from tuphap.modules.assessments.actions.check_levels import set_check_levels
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.criteria.queries import newest, parsed
from tuphap.outlets.demo import feedback, remedies, walk
from tuphap.outlets.demo.people import make_staff
from tuphap.outlets.demo.plan import Plan, moment
from tuphap.outlets.demo.sheets import Drawer
from tuphap.rules.permissions import Role
from tuphap.rules.plausibility import OFF

Step = Callable[[], None]
PROVEN_SHARE, PROVEN_LINES = 0.2, 3
PLANNED_AFTER = timedelta(days=20)


def size(plan: Plan) -> int:
    """How many communes will be shown, for the progress bar."""
    story = plan.published
    scope = unit_on(story["scope"], story["units_on"])
    rule_set = newest(story["rule_set"])
    return leaves_on(scope, story["units_on"], rule_set.unit_kinds).count() if rule_set else 0


def tell(plan: Plan, step: Step) -> Period:
    story = plan.published
    times = {name: moment(day) for name, day in story["days"].items()}
    scope = unit_on(story["scope"], story["units_on"])
    rule_set = newest(story["rule_set"])
    if scope is None or rule_set is None:
        raise LookupError("demo.yaml: load units and rule sets first")
    cast = walk.Cast()
    province = make_staff(plan, [scope], Role.PROVINCE_OFFICER, "Cán bộ tổng hợp")[scope.pk]
    period = open_period(
        story["year"],
        rule_set,
        scope,
        story["units_on"],
        _settings(story),
        by=cast.act(province, times["open"]),
    )
    # That year was told on paper: nobody asks each of its figures for a file.
    paper = {"full_bare": OFF, "bare": OFF}
    set_check_levels(period, paper, by=cast.act(province, times["open"]))
    _walk_all(plan, period, times, cast, step)
    publisher = make_staff(plan, [scope], Role.PUBLISHER, "Người công bố")[scope.pk]
    publish_period(period, expected_number=1, note="", by=cast.act(publisher, times["publish"]))
    remedies.tell(period, times["publish"] + PLANNED_AFTER)
    unit = next(one["also"]["unit"] for one in plan.accounts if "also" in one)
    feedback.tell(period, unit, times["publish"] + PLANNED_AFTER)
    return period


def _settings(story: Mapping[str, Any]) -> PeriodSettings:
    return PeriodSettings(
        appraised_by=story["appraised_by"],
        posting_days=story["posting_days"],
        completion_working_days=story["completion_working_days"],
        step_dates={step: tuple(days) for step, days in story["step_dates"].items()},
    )


def _walk_all(
    plan: Plan, period: Period, times: Mapping[str, datetime], cast: walk.Cast, step: Step
) -> None:
    story = plan.published
    rows = list(
        Assessment.objects.filter(period=period)
        .select_related("unit", "appraising_unit")
        .order_by("unit__path")
    )
    districts = {row.appraising_unit_id: row.appraising_unit for row in rows}
    officers = make_staff(plan, [row.unit for row in rows], Role.COMMUNE_OFFICER, "Cán bộ")
    appraisers = make_staff(plan, districts.values(), Role.APPRAISER, "Phòng Tư pháp")
    secretaries = make_staff(plan, districts.values(), Role.COUNCIL_SECRETARY, "Thư ký Hội đồng")
    modes, returned, council = _parts(plan, rows)
    code = period.rule_set.code
    drawer = Drawer(
        parsed(period.rule_set),
        plan.same_figures.get(code, []),
        period.year,
        gate_shows_in=plan.failed_gate_shows_in.get(code),
    )
    for row in rows:
        random = plan.random(period.year, row.unit.code)
        mode = modes.get(row.pk, "met")
        drawn = drawer.sheets(random, mode, row.pk in council)
        dossier = walk.Dossier(
            row.pk,
            officers[row.unit_id],
            appraisers[row.appraising_unit_id],
            drawn.own,
            drawn.appraised,
            drawn.final,
        )
        walk.fill(dossier, times, cast)
        if random.random() < PROVEN_SHARE:
            walk.prove(dossier, times, cast, random, PROVEN_LINES)
        secretary = secretaries[row.appraising_unit_id]
        _walk(dossier, secretary, times, cast, random if row.pk in returned else None)
        step()
    _decide(plan, story, rows, districts, times, cast)


def _parts(plan: Plan, rows: list[Assessment]) -> tuple[dict[UUID, str], set[UUID], set[UUID]]:
    """Which communes fail and by what, which are sent back, where the council changes a point."""
    story = plan.published
    random = plan.random("parts")
    shuffled = random.sample(rows, len(rows))
    modes = [mode for mode, count in story["failing_modes"].items() for _ in range(count)]
    failing = dict(zip((row.pk for row in shuffled), modes, strict=False))
    rest = [row.pk for row in shuffled[len(modes) :]]
    returned = set(random.sample(rest, story["returned"]))
    return failing, returned, set(random.sample(rest, story["council_changes"]))


def _walk(
    dossier: walk.Dossier,
    secretary: Person,
    times: Mapping[str, datetime],
    cast: walk.Cast,
    returned: Random | None,
) -> None:
    """`returned` draws the lines of a dossier that was returned once."""
    walk.send(dossier, times, cast)
    if returned:
        walk.give_back(dossier, times, cast, returned)
        walk.send_again(dossier, times, cast)
    walk.receive(
        dossier, {**times, "receive": times["resubmit"] if returned else times["receive"]}, cast
    )
    walk.appraise(dossier, times, cast)
    walk.close(dossier, times, cast)
    walk.conclude(dossier, secretary, times, cast)


def _decide(
    plan: Plan,
    story: Mapping[str, Any],
    rows: list[Assessment],
    districts: Mapping[int, Unit],
    times: Mapping[str, datetime],
    cast: walk.Cast,
) -> None:
    """One paper per district, as the chair of the district decides."""
    deciders = make_staff(plan, districts.values(), Role.DECIDER, "Văn phòng")
    for number, (pk, district) in enumerate(sorted(districts.items()), 101):
        paper = DecisionPaper(
            f"{number}/QĐ-UBND",
            times["decide"].date(),
            f"{story['decided_by']} {_inside(district)}",
        )
        ids = [row.pk for row in rows if row.appraising_unit_id == pk]
        record_decision(ids, paper, by=cast.act(deciders[pk], times["decide"]))


def _inside(unit: Unit) -> str:
    """The name as it stands inside a sentence: “huyện Đức Cơ”."""
    return unit.name[:1].lower() + unit.name[1:]
