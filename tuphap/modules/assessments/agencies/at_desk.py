"""What agencies say of the lines on a desk; for those who read notes, never for the unit (A10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tuphap.modules.assessments.agencies.models import AgencyWord
from tuphap.modules.assessments.agencies.overview import Cell, cells_of
from tuphap.modules.assessments.agencies.queries import agencies_of, lines_of, waiting_steps
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.comments import reads_notes
from tuphap.rules.permissions import Actor


@dataclass(frozen=True)
class LineWord:
    """Beside one line: whose word, what, and whether the figures changed since."""

    name: str
    text: str
    agrees: bool
    is_outdated: bool


@dataclass(frozen=True)
class AtDesk:
    by_line: Mapping[str, list[LineWord]] = field(default_factory=dict)
    missing: tuple[Cell, ...] = ()


def agencies_at_desk(dossier: Assessment, actor: Actor) -> dict[str, Any]:
    """Nothing is asked before a dossier was sent; whoever may not read notes is told nothing."""
    if dossier.submitted_at is None or not reads_notes(actor, dossier):
        return {"agencies": AtDesk()}
    rows = cells_of(agencies_of(dossier), [dossier], at=actor.at)
    cells = rows[0].cells if rows else ()
    by_line: dict[str, list[LineWord]] = {}
    for cell in cells:
        for item, word in _lines(cell):
            by_line.setdefault(item, []).append(word)
    is_asked = dossier.status in waiting_steps(dossier.workflow)
    missing = tuple(cell for cell in cells if is_asked and cell.is_missing)
    return {"agencies": AtDesk(by_line, missing)}


def _lines(cell: Cell) -> list[tuple[str, LineWord]]:
    if cell.word is None:
        return []
    agrees = cell.word.stance == AgencyWord.AGREES
    said = dict.fromkeys(lines_of(cell.agency), "") if agrees else cell.word.remarks
    return [
        (item, LineWord(cell.agency.name, text, agrees, item in cell.outdated))
        for item, text in said.items()
    ]
