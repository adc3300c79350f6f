"""Export of 3,321 communes × 20 indicators × 5 years (332,100 lines) as the queue makes it.

The rows are put beside the illustration data and taken away again. The file is made in a process
of its own, as a worker is one; it says how long it took and how much it held at the most (VmHWM).
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from django.utils import timezone

from bench.measuring import Figure, at_most
from bench.run import Figures, Run
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.assessments.province_desk.models import BigExport
from tuphap.modules.criteria.models import RuleSet
from tuphap.modules.criteria.queries import parsed
from tuphap.outlets.exchange.big_export import give_up
from tuphap.rules.permissions import Role
from tuphap.rules.rule_set import POINTS, indicators

COMMUNES, YEARS, QUICK_COMMUNES = 3321, 5, 40
FIRST_YEAR = 2051  # far from every year of the illustration data
SECONDS, MEGABYTES = 60.0, 300.0
COLUMNS = ("self", "appraised", "final")
CODE, AT_ONCE = "bench", 2000
FORMS = (BigExport.XLSX, BigExport.CSV)


def measure(run: Run) -> Figures:
    communes = QUICK_COMMUNES if run.effort.is_quick else COMMUNES
    with rows_of(communes) as person:
        found = [figures_of(form, made_apart(person, form)) for form in FORMS]
    return [figure for figures in found for figure in figures]


def figures_of(form: str, made: dict[str, float]) -> Figures:
    note = f"{made['lines']:,.0f} lines, {made['megabytes']:.1f} MB"
    held = Figure(f"{form}: held at the most", "MB", made["peak"], bound=at_most(MEGABYTES))
    return [Figure(f"{form}: made", "s", made["seconds"], bound=at_most(SECONDS), note=note), held]


def made_apart(person: Person, form: str) -> dict[str, float]:
    years = list(range(FIRST_YEAR, FIRST_YEAR + YEARS))
    export = BigExport.objects.create(
        person=person, years=years, form=form, asked_at=timezone.now()
    )
    words = [sys.executable, "-m", "bench.export_process", str(export.pk)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    export.refresh_from_db()
    expected = person.posts.get().unit.children.count() * len(known_indicators()) * YEARS
    if export.lines != expected:
        raise RuntimeError(f"{export.lines} lines were written and {expected} expected.")
    give_up(export)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


# --- the rows ---


def points_set() -> RuleSet:
    return RuleSet.objects.filter(scale=POINTS, periods__isnull=False).order_by("code")[0]


def known_indicators() -> list[str]:
    return [row.code for row in indicators(parsed(points_set()))]


@contextmanager
def rows_of(communes: int) -> Iterator[Person]:
    take_away()
    try:
        yield make_rows(communes)
    finally:
        take_away()


def make_rows(communes: int) -> Person:
    begins, now = date(FIRST_YEAR, 1, 1), timezone.now()
    top = Unit.objects.create(
        code=CODE, name="Đơn vị đo", kind="tỉnh", path=f"/{CODE}/", valid_from=date(2020, 1, 1)
    )
    person = Person.objects.create(email="bench.export@example.gov.vn", full_name="Người đo")
    Post.objects.create(
        person=person, unit=top, role=Role.PROVINCE_OFFICER.value, starts_on=top.valid_from
    )
    units = [unit_of(top, number) for number in range(communes)]
    for unit in units:
        unit.derive_texts()
    Unit.objects.bulk_create(units, batch_size=AT_ONCE)
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        period = Period.objects.create(
            year=year,
            rule_set=points_set(),
            scope_unit=top,
            units_on=begins,
            appraised_by=Period.BY_SCOPE,
            opened_at=now,
            opened_by=person,
        )
        make_year(period, units)
    return person


def unit_of(top: Unit, number: int) -> Unit:
    code = f"b{number:05}"
    return Unit(
        code=code,
        name=f"Xã Đo {number}",
        kind="xã",
        parent=top,
        path=f"{top.path}{code}/",
        valid_from=top.valid_from,
    )


def make_year(period: Period, units: list[Unit]) -> None:
    codes = known_indicators()
    dossiers = [
        Assessment(period=period, unit=unit, appraising_unit=period.scope_unit, status="council")
        for unit in units
    ]
    Assessment.objects.bulk_create(dossiers, batch_size=AT_ONCE)
    sums = (
        ColumnSummary(
            assessment=dossier,
            column=column,
            scores={code: str((n + at) % 25 / 4) for at, code in enumerate(codes)},
        )
        for n, dossier in enumerate(dossiers)
        for column in COLUMNS
    )
    ColumnSummary.objects.bulk_create(sums, batch_size=AT_ONCE)


def take_away() -> None:
    """Also what a run that was stopped left behind."""
    dossiers = Assessment.objects.filter(period__scope_unit__code=CODE)
    sums = ColumnSummary.objects.filter(assessment__in=dossiers.values("pk"))
    sums._raw_delete(sums.db)
    dossiers.order_by()._raw_delete(dossiers.db)
    Period.objects.filter(scope_unit__code=CODE).delete()
    BigExport.objects.filter(person__email="bench.export@example.gov.vn").delete()
    Post.objects.filter(unit__code=CODE).delete()
    Person.objects.filter(email="bench.export@example.gov.vn").delete()
    Unit.objects.filter(parent__code=CODE).delete()
    Unit.objects.filter(code=CODE).delete()
