"""Files of former results as their people see them, and where such files may be brought in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db.models import Min, Q, QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.notices.queries import own_id
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import leaves_on, predecessors, reach_of, successors
from tuphap.foundation.units.recognising import index_of
from tuphap.modules.assessments.former_years.models import ImportBatch, SaidHeading
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.criteria.models import RuleSet
from tuphap.modules.criteria.queries import newest, newest_versions, notice
from tuphap.rules.listed_results import ListFault
from tuphap.rules.permissions import Actor, posts_with
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.unit_names import UnitIndex
from tuphap.rules.workflows.assessment import TABLES
from tuphap.rules.workflows.imported import IMPORTED

PERMISSION = "assessment.import"
SHOWN = 100


def visible_batches(actor: Actor) -> QuerySet[ImportBatch]:
    """What was written within reach, and the own ones that were only looked at (A5)."""
    rows = ImportBatch.objects.select_related(
        "scope_unit", "asked_by", "committed_by", "undone_by", "progress"
    )
    found = within_reach(rows, actor, PERMISSION, "scope_unit")
    return found.filter(Q(committed_at__isnull=False) | Q(asked_by=own_id(actor))).defer("read")


def get_batch(actor: Actor, pk: UUID) -> ImportBatch:
    found = visible_batches(actor).defer(None).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def scopes_to_import(actor: Actor) -> list[Unit]:
    """The units of the posts themselves; a former unit is reached through the one it became."""
    wanted = Q(pk__in=())
    for post in posts_with(actor, PERMISSION):
        for span in post.spans:
            if not span.read_only and span.path == post.unit_path:
                wanted |= Q(path=span.path, valid_from=span.valid_from)
    return list(Unit.objects.filter(wanted).order_by("path", "-valid_from"))


def sets_to_import() -> list[RuleSet]:
    """Newest versions of the sets in whose table of moves a list may come in."""
    return [row for row in newest_versions() if _takes_lists(row.code)]


def notice_for(batch: ImportBatch) -> str:
    """That the set of the list is not wholly checked against its paper; or ""."""
    stored = newest(batch.rule_set_code)
    return notice(stored) if stored else ""


def _takes_lists(code: str) -> bool:
    return code in TABLES and IMPORTED in TABLES[code].statuses


def set_of_year(year: int, sets: list[RuleSet]) -> RuleSet | None:
    """The set that holds for the year by its own dates."""
    for row in sets:
        if row.first_year <= year and (row.last_year is None or year <= row.last_year):
            return row
    return None


def require_year(year: int, sets: list[RuleSet], today: date) -> None:
    """From the first year of the oldest set that takes lists, up to now."""
    first = min((row.first_year for row in sets), default=today.year)
    if not first <= year <= today.year:
        sentence = f"Năm {year} nằm ngoài các năm từ {first} đến {today.year}. Kiểm tra lại năm."
        raise Refused("year_outside", sentence, Kind.INVALID, {"year": sentence})


def units_day(scope: Unit, year: int) -> date:
    """The last day of the year, or the first day of the oldest list that is known."""
    return max(date(year, 12, 31), first_day(scope))


def first_day(scope: Unit) -> date:
    """From when on the units of this one are known, over all mergers."""
    own = [scope.pk, *(unit.pk for unit in predecessors(scope))]
    first: date = Unit.objects.filter(pk__in=own).aggregate(first=Min("valid_from"))["first"]
    return first


def units_of(scope: Unit, day: date, kinds: list[str]) -> UnitIndex:
    """The units assessed on that day, with what they were called before."""
    return index_of(communes_of(scope, day, kinds), day)


def communes_of(scope: Unit, day: date, kinds: list[str]) -> QuerySet[Unit]:
    """Those assessed on that day, below this unit or below what it came from."""
    within = Q(pk__in=())
    for span in reach_of(scope):
        days = Q(valid_from__gte=span.valid_from)
        if span.valid_to is not None:
            days &= Q(valid_from__lte=span.valid_to)
        within |= Q(path__gte=span.path, path__lt=span.path + "\uffff") & days
    return leaves_on(None, day, kinds).filter(within)


def period_of(scope: Unit, year: int) -> Period | None:
    """A province before and after a merger is two units, but its year is one."""
    kin = [scope, *predecessors(scope), *successors(scope)]
    rows = Period.objects.select_related("rule_set").defer("rule_set__document")
    return rows.filter(year=year, scope_unit__in=kin).first()


def lives_here(period: Period) -> bool:
    """Whether a dossier of the year was made in the system; then nothing is brought in."""
    rows = Assessment.objects.filter(period=period)
    return not rows.exists() or rows.filter(imported__isnull=True).exists()


def said_headings(scope: Unit, rule_set_code: str) -> dict[str, str]:
    rows = SaidHeading.objects.filter(unit=scope, rule_set_code=rule_set_code)
    return dict(rows.values_list("heading", "meaning"))


def faults_of(batch: ImportBatch) -> list[ListFault]:
    """What was wrong in the file itself."""
    return [ListFault(**row) for row in batch.read.get("faults", ())]


def on_sheet(batch: ImportBatch, faults: Iterable[ListFault]) -> Iterator[ListFault]:
    """By row, each with its sheet (K2), those of a unit with its column; text has no sheets."""
    name, named_in = batch.read.get("sheet", ""), batch.read.get("unit_column")
    columns = {row["text"]: row["index"] for row in reversed(batch.read.get("columns", ()))}
    for fault in sorted(faults, key=lambda fault: fault.row):
        is_of_unit = fault.place is None and fault.column == named_in
        place = columns.get(fault.column) if is_of_unit else fault.place
        yield replace(fault, sheet=name, place=place)


def has_sheets(batch: ImportBatch) -> bool:
    """Whether a row number alone leaves open which sheet it is of."""
    return batch.read.get("sheets", 1) > 1
