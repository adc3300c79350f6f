"""What the automatic checks look at of one dossier, in a number of questions that does not grow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tuphap.foundation.measures.registry import Document
from tuphap.modules.assessments.lines.answers import GATE_FAILS, given_of
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.measured import (
    Known,
    Measured,
    difference_words,
    measured_lines,
)
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, Evidence
from tuphap.modules.assessments.queries.same_files import copies_of
from tuphap.modules.assessments.queries.statistics import peers_of
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.checked_sheet import (
    Checked,
    CheckedLine,
    EarlierYear,
    FileOnLine,
    YearFigure,
)
from tuphap.rules.compared_figures import Pair
from tuphap.rules.content_mapping import forerunners
from tuphap.rules.permissions import Actor
from tuphap.rules.rule_set import Percentage, RuleSet, indicator_of
from tuphap.rules.workflows.assessment import FINAL, SELF

# Beyond that, years are not compared any more.
MOST_YEARS = 10


@dataclass(frozen=True)
class OwnSheet:
    """What the desk has asked for already."""

    assessment: Assessment
    rule_set: RuleSet
    entries: Iterable[Entry]
    known: Mapping[str, Known]
    proof: Mapping[str, list[Evidence | Document]]
    summary: ColumnSummary | None
    actor: Actor
    # What became of figures of the system after the dossier was sent, by line.
    later: Mapping[str, str] = field(default_factory=dict)


def checked(sheet: OwnSheet) -> Checked:
    """The unit's own column, with what it is held against."""
    assessment, rule_set = sheet.assessment, sheet.rule_set
    lines = items_of(assessment.period)
    own = {entry.item: entry for entry in sheet.entries if entry.column == SELF}
    measured = measured_lines(sheet.known, {code: given_of(row) for code, row in own.items()})
    return Checked(
        lines=tuple(
            _line(
                item,
                own.get(item.code),
                has_document=bool(sheet.proof.get(item.code)),
                differs=_differs(measured.get(item.code), sheet.later.get(item.code, "")),
            )
            for item in lines
            if item.content
        ),
        failing_gates=tuple(
            item.code
            for item in lines
            if item.gate and item.code in own and own[item.code].option == GATE_FAILS
        ),
        total=sheet.summary.total if sheet.summary else None,
        total_max=rule_set.total_max,
        earlier=_earlier_total(assessment),
        must_agree=rule_set.must_agree,
        peers=peers_of(assessment),
        own_years=_own_years(assessment, rule_set),
        files=_files(sheet),
        copies=copies_of(assessment, _evidence(sheet), sheet.actor),
    )


def _differs(line: Measured | None, later: str) -> str:
    return " ".join(filter(None, (difference_words(line) if line else "", later)))


def _line(item: Item, entry: Entry | None, *, has_document: bool, differs: str) -> CheckedLine:
    scoring = item.content.scoring if item.content else None
    return CheckedLine(
        item.code,
        is_full=_is_full(item, entry),
        has_document=has_document,
        not_arisen=entry is not None and entry.not_applicable,
        differs=differs,
        claims=entry is not None and bool(entry.points or entry.passed),
        pair=pair_of(entry) if entry else None,
        due_label=scoring.due_label if isinstance(scoring, Percentage) else "",
    )


def pair_of(entry: Entry) -> Pair | None:
    if entry.done is None or entry.due is None:
        return None
    return Pair(entry.done, entry.due)


def _is_full(item: Item, entry: Entry | None) -> bool:
    if entry is None or item.content is None:
        return False
    if item.content.max_points is None:
        return bool(entry.passed)
    return entry.points == item.content.max_points


def _files(sheet: OwnSheet) -> tuple[FileOnLine, ...]:
    gates = {c.code for c in sheet.rule_set.conditions}
    return tuple(
        FileOnLine(
            row.item,
            "" if row.item in gates else indicator_of(sheet.rule_set, row.item).code,
            row.title,
            row.file.sha256,
        )
        for row in _evidence(sheet)
        if row.file
    )


def _evidence(sheet: OwnSheet) -> list[Evidence]:
    """What was handed in; files behind a figure of the system belong to that figure."""
    return [row for rows in sheet.proof.values() for row in rows if isinstance(row, Evidence)]


def _earlier_total(assessment: Assessment) -> EarlierYear | None:
    """The newest earlier year in which the same unit has an official total."""
    row = (
        ColumnSummary.objects.filter(
            column=FINAL,
            total__isnull=False,
            assessment__unit=assessment.unit_id,
            assessment__decision__isnull=False,
            assessment__period__year__lt=assessment.period.year,
        )
        .order_by("-assessment__period__year")
        .values_list("assessment__period__year", "total", "assessment__period__rule_set__code")
        .first()
    )
    if row is None or row[1] is None:
        return None
    year, total, code = row[0], row[1], row[2]
    return EarlierYear(year, total, same_rule_set=code == assessment.period.rule_set.code)


def _own_years(assessment: Assessment, rule_set: RuleSet) -> dict[str, tuple[YearFigure, ...]]:
    """Decided figures of earlier years, newest first, by the content of this year they became.

    Only of the unit itself: figures of units that were merged are not added up (M4).
    """
    rows = (
        Entry.objects.filter(
            column=FINAL,
            done__isnull=False,
            due__isnull=False,
            assessment__unit=assessment.unit_id,
            assessment__decision__isnull=False,
            assessment__period__year__lt=assessment.period.year,
            assessment__period__year__gte=assessment.period.year - MOST_YEARS,
        )
        .select_related("assessment__period__rule_set")
        .defer("assessment__period__rule_set__document")
        .order_by("-assessment__period__year", "pk")
    )
    found: dict[str, list[YearFigure]] = {}
    for row in rows:
        period, pair = row.assessment.period, pair_of(row)
        for later, earlier in forerunners(rule_set, parsed(period.rule_set)).items():
            if earlier == row.item and pair:
                found.setdefault(later, []).append(YearFigure(period.year, pair))
    return {code: tuple(years) for code, years in found.items()}
