"""Who answered and who is missing, per dossier and agency; plain values for pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.modules.assessments.agencies.models import Agency, AgencyWord
from tuphap.modules.assessments.agencies.queries import (
    due_day,
    lines_of,
    marks_now,
    outdated_lines,
    own_units,
    waiting_at,
    waiting_dossiers,
    words,
)
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.permissions import Actor
from tuphap.rules.workflow import Tone


@dataclass(frozen=True)
class Cell:
    """What one agency said of one dossier; `outdated` names lines with other figures since."""

    agency: Agency
    word: AgencyWord | None
    outdated: tuple[str, ...] = ()
    due: date | None = None
    is_late: bool = False
    is_apart: bool = False  # belongs to the unit, so is not asked (W5)

    @property
    def is_missing(self) -> bool:
        return not self.is_apart and (self.word is None or bool(self.outdated))

    @property
    def label(self) -> str:
        if self.is_apart:
            return "Không hỏi"
        if self.word is None:
            return "Trễ hạn" if self.is_late else "Chưa trả lời"
        return "Số liệu đã đổi" if self.outdated else self.word.get_stance_display()

    @property
    def tone(self) -> str:
        if self.is_apart:
            return Tone.GREY
        if self.word is None:
            return Tone.RED if self.is_late else Tone.GREY
        if self.outdated:
            return Tone.AMBER
        return Tone.GREEN if self.word.stance == AgencyWord.AGREES else Tone.PLUM


@dataclass(frozen=True)
class Row:
    dossier: Assessment
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> int:
        return sum(cell.is_missing for cell in self.cells)


@dataclass(frozen=True)
class Overview:
    agencies: tuple[Agency, ...]
    rows: tuple[Row, ...]

    @property
    def missing(self) -> list[tuple[Agency, int]]:
        """Of each agency how many dossiers wait for it."""
        cells = [cell for row in self.rows for cell in row.cells]
        return [
            (agency, sum(cell.is_missing for cell in cells if cell.agency.pk == agency.pk))
            for agency in self.agencies
        ]


def overview(agencies: Sequence[Agency], *, at: datetime) -> Overview:
    """All dossiers that lie at the units of these agencies, which are of one period."""
    dossiers: list[Assessment] = []
    for period, unit_id in {(row.period, row.unit_id) for row in agencies}:
        dossiers += waiting_at(period, unit_id)
    return Overview(tuple(agencies), cells_of(agencies, dossiers, at=at))


def cells_of(
    agencies: Sequence[Agency], dossiers: Sequence[Assessment], *, at: datetime
) -> tuple[Row, ...]:
    """A fixed number of questions, however many dossiers."""
    if not agencies:
        return ()
    said, calendar, today = words(agencies, dossiers), work_calendar(), timezone.localdate(at)
    marks = marks_now(dossiers, {item for row in agencies for item in lines_of(row)})
    apart = own_units(agencies, today)
    return tuple(
        Row(
            dossier,
            tuple(
                _cell(
                    agency,
                    said.get((agency.pk, dossier.pk)),
                    marks[dossier.pk],
                    due_day(agency, dossier, calendar),
                    today,
                    is_apart=(agency.person_id, dossier.unit_id) in apart,
                )
                for agency in agencies
                if agency.unit_id == dossier.appraising_unit_id
            ),
        )
        for dossier in dossiers
    )


def own_rows(agency: Agency, actor: Actor) -> list[tuple[Assessment, Cell]]:
    """What waits for the person who answers, those with most haste first."""
    rows = cells_of([agency], list(waiting_dossiers(agency)), at=actor.at)
    found = [(row.dossier, row.cells[0]) for row in rows if not row.cells[0].is_apart]
    return sorted(found, key=lambda pair: (not pair[1].is_missing, pair[0].unit.name_sort))


def _cell(
    agency: Agency,
    word: AgencyWord | None,
    marks: Mapping[str, str],
    due: date | None,
    today: date,
    *,
    is_apart: bool,
) -> Cell:
    late = due is not None and due < today
    return Cell(agency, word, outdated_lines(word, marks) if word else (), due, late, is_apart)
