"""Taking a file in, keeping what was read of it, and what somebody said its headings mean."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tuphap.foundation.access.reach import place_of
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.decisions import DecisionPaper, paper_faults, tidied
from tuphap.modules.assessments.former_years.models import (
    ANSWERS,
    RESULTS,
    ImportBatch,
    SaidHeading,
)
from tuphap.modules.assessments.former_years.plans import (
    papers_recorded,
    plain_line,
    require_former,
)
from tuphap.modules.assessments.former_years.queries.batches import (
    PERMISSION,
    period_of,
    require_year,
    sets_to_import,
    units_day,
)
from tuphap.rules.listed_papers import Paper, other_day
from tuphap.rules.listed_results import ReadList
from tuphap.rules.numbers import shortened
from tuphap.rules.paper_numbers import in_words
from tuphap.rules.permissions import Actor, Subject, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.score_headers import Role
from tuphap.rules.score_heading_rows import Column

NAMED = "Tên đơn vị"


@dataclass(frozen=True)
class Wanted:
    """What a file is taken for. `paper` is empty where a form was answered."""

    kind: str
    year: int
    rule_set_code: str
    scope: Unit
    paper: DecisionPaper | None = None


@dataclass(frozen=True)
class Upload:
    name: str
    sha256: str
    size: int
    pasted: bool = False


@dataclass(frozen=True)
class SheetPlace:
    """The sheet that was chosen, one of so many in the file, hidden ones as well."""

    name: str
    of: int


@transaction.atomic
def take_in(upload: Upload, wanted: Wanted, *, by: Actor) -> ImportBatch:
    """Nothing of the year is touched: the file is only going to be read."""
    require(by, PERMISSION, Subject(place_of(wanted.scope)))
    assert by.person_id is not None  # whoever holds the permission has a name
    _require_fitting(wanted, timezone.localdate(by.at))
    paper = tidied(wanted.paper) if wanted.paper and wanted.kind == RESULTS else None
    if paper:
        _require_known_day(paper, wanted)
    return ImportBatch.objects.create(
        kind=wanted.kind,
        year=wanted.year,
        rule_set_code=wanted.rule_set_code,
        scope_unit=wanted.scope,
        units_on=units_day(wanted.scope, wanted.year),
        paper_number=paper.number if paper else "",
        paper_day=paper.signed_on if paper else None,
        paper_by=paper.decided_by if paper else "",
        file_name=upload.name[:200],
        sha256=upload.sha256,
        size=upload.size,
        pasted=upload.pasted,
        asked_by_id=by.person_id,
        asked_at=by.at,
    )


def _require_fitting(wanted: Wanted, today: date) -> None:
    """The set follows from the year; somebody may know better, for lists of the years between."""
    sets = {row.code: row for row in sets_to_import()}
    if wanted.kind not in (RESULTS, ANSWERS) or wanted.rule_set_code not in sets:
        sentence = "Loại tệp hoặc bộ tiêu chí vừa gửi không có trong danh sách. Chọn lại."
        raise Refused("unknown_choice", sentence, Kind.INVALID, {"rule_set": sentence})
    require_year(wanted.year, list(sets.values()), today)
    chosen = sets[wanted.rule_set_code]
    require_former(period_of(wanted.scope, wanted.year), chosen)
    if wanted.kind == RESULTS:
        _require_paper(wanted, today)


def _require_paper(wanted: Wanted, today: date) -> None:
    if wanted.paper is None:
        sentence = "Chưa ghi quyết định ban hành danh sách. Ghi số, ngày ký, người quyết định."
        raise Refused("paper_missing", sentence, Kind.INVALID, {"paper_number": sentence})
    names = {"number": "paper_number", "signed_on": "paper_day", "decided_by": "paper_by"}
    faults = paper_faults(wanted.paper, wanted.year, today)
    if faults:
        fields = {names[name]: sentence for name, sentence in faults.items()}
        raise Refused("faulty_decision", next(iter(fields.values())), Kind.INVALID, fields)


def _require_known_day(paper: DecisionPaper, wanted: Wanted) -> None:
    """A number of the unit that is recorded has one day."""
    recorded = papers_recorded(wanted.scope, period_of(wanted.scope, wanted.year))
    known = other_day(Paper(paper.number, paper.signed_on), recorded)
    if known is not None:
        sentence = (
            f"Quyết định số {known.number} đã ghi với ngày ký {in_words(known.signed_on)}."
            " Kiểm tra lại số và ngày trên văn bản."
        )
        raise Refused("decision_number_taken", sentence, Kind.CONFLICT, {"paper_day": sentence})


@transaction.atomic
def keep_reading(
    pk: UUID, place: SheetPlace, found: ReadList, notes: list[str], at: datetime
) -> None:
    """What was read; a batch that was read meanwhile, stopped or written stays as it is."""
    batch = _unread(pk)
    if batch is None:
        return
    batch.read = {
        "sheet": shortened(place.name),
        "sheets": place.of,
        "notes": notes,
        "unit_column": unit_column(found.columns),
        "unexplained": [column.text for column in found.unexplained],
        "is_usable": found.is_usable,
        "columns": [_column(column) for column in found.columns],
        "lines": [plain_line(line) for line in found.lines] if found.is_usable else [],
        "faults": [asdict(fault) for fault in found.faults],
    }
    batch.fault, batch.read_at = "", at
    batch.save()


@transaction.atomic
def keep_fault(pk: UUID, sentence: str, at: datetime) -> None:
    """A file that cannot be read at all."""
    batch = _unread(pk)
    if batch is None:
        return
    batch.fault, batch.read_at, batch.read = sentence, at, {}
    batch.save()


@transaction.atomic
def explain(pk: UUID, choices: Mapping[str, str], *, by: Actor) -> ImportBatch:
    """What headings mean, for this file and offered again for the next; it is to be read anew."""
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=pk)
    require(by, PERMISSION, Subject(place_of(batch.scope_unit)))
    assert by.person_id is not None  # whoever holds the permission has a name
    if batch.committed_at is not None:
        raise Refused("written_already", "Tệp này đã ghi, không đổi cột được.", Kind.CONFLICT)
    batch.mapping = dict(choices)
    batch.read_at = None
    batch.save()
    # In one order, so that two files with the same headings wait for each other.
    for heading, meaning in sorted(choices.items()):
        SaidHeading.objects.update_or_create(
            unit=batch.scope_unit,
            rule_set_code=batch.rule_set_code,
            heading=heading,
            defaults={"meaning": meaning, "said_by_id": by.person_id, "said_at": by.at},
        )
    return batch


def _unread(pk: UUID) -> ImportBatch | None:
    rows = ImportBatch.objects.select_for_update(of=("self",)).select_related("scope_unit")
    return rows.filter(pk=pk, committed_at=None, read_at=None).first()


def unit_column(columns: tuple[Column, ...]) -> str:
    return next((c.text for c in columns if c.role is Role.UNIT), NAMED)


def _column(column: Column) -> dict[str, Any]:
    return {
        "index": column.index,
        "letters": column.letters,
        "text": column.text,
        "role": column.role.value if column.role else "",
        "code": column.code,
    }
