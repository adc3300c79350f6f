"""What the council came to, dossier by dossier, as plain values; nothing here asks the database."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tuphap.modules.assessments.council.models import Council, CouncilMember, Opinion
from tuphap.modules.assessments.council.queries import Pair, is_current
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.rules.council import Ballot, Proposal, Reason, Stance, Tally, proposal, tally

OUTDATED, RECUSED, MISSING = "outdated", "recused", "missing"


@dataclass(frozen=True)
class Cell:
    """One member and one dossier: a stance, or why there is none that counts."""

    member: CouncilMember
    state: str
    opinion: Opinion | None = None

    @property
    def is_missing(self) -> bool:
        return self.state in (MISSING, OUTDATED)

    @property
    def stance(self) -> Stance | None:
        return Stance(self.state) if self.state in tuple(Stance) else None


@dataclass(frozen=True)
class Row:
    """A dossier with a cell per member, and what the votes and the figures give by now."""

    dossier: Assessment
    cells: tuple[Cell, ...]
    summary: ColumnSummary | None
    present: frozenset[UUID]
    proposal: Proposal | None

    @property
    def missing(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_missing)

    @property
    def tally(self) -> Tally:
        return tally(_ballot(cell, self.present) for cell in self.cells)

    @property
    def conditions(self) -> Mapping[str, bool | None]:
        return self.summary.conditions if self.summary else {}


def rows(
    council: Council,
    dossiers: Sequence[Assessment],
    members: Sequence[CouncilMember],
    given: Mapping[Pair, Opinion],
    apart: Collection[Pair],
    summaries: Mapping[UUID, ColumnSummary],
    present: frozenset[UUID] = frozenset(),
) -> tuple[Row, ...]:
    return tuple(
        _row(council, dossier, members, given, apart, summaries.get(dossier.pk), present)
        for dossier in dossiers
    )


def _row(
    council: Council,
    dossier: Assessment,
    members: Sequence[CouncilMember],
    given: Mapping[Pair, Opinion],
    apart: Collection[Pair],
    summary: ColumnSummary | None,
    present: frozenset[UUID],
) -> Row:
    cells = tuple(_cell(member, dossier, given, apart) for member in members)
    rule = council.voting
    conditions = summary.conditions if summary else {}
    counted = tally(_ballot(cell, present) for cell in cells)
    wanted = proposal(counted, rule, conditions) if rule else None
    return Row(dossier, cells, summary, present, wanted)


def _cell(
    member: CouncilMember,
    dossier: Assessment,
    given: Mapping[Pair, Opinion],
    apart: Collection[Pair],
) -> Cell:
    opinion = given.get((member.pk, dossier.pk))
    if (member.pk, dossier.pk) in apart:
        return Cell(member, RECUSED)
    if opinion is None:
        return Cell(member, MISSING)
    return Cell(member, opinion.stance if is_current(opinion, dossier) else OUTDATED, opinion)


def _ballot(cell: Cell, present: frozenset[UUID]) -> Ballot:
    return Ballot(cell.stance, cell.member.pk in present, cell.state == RECUSED)


def result_document(row: Row) -> dict[str, Any]:
    """What a closed meeting keeps of a dossier, with the names of the day."""
    assert row.proposal is not None  # a meeting without a voting rule is not closed
    counted = row.tally
    return {
        "met": row.proposal.met,
        "reason": row.proposal.reason,
        "failing": list(row.proposal.failing),
        "conditions": dict(row.conditions),
        "tally": {name: getattr(counted, name) for name in Tally.__dataclass_fields__},
        "members": [_member_document(cell, row.present) for cell in row.cells],
    }


def _member_document(cell: Cell, present: frozenset[UUID]) -> dict[str, Any]:
    counts = cell.stance is not None and cell.opinion is not None
    return {
        "id": str(cell.member.pk),
        "name": cell.member.name,
        "agency": cell.member.agency,
        "role": cell.member.role,
        "present": cell.member.pk in present,
        "recused": cell.state == RECUSED,
        "stance": cell.stance.value if cell.stance else None,
        "remarks": dict(cell.opinion.remarks) if counts and cell.opinion else {},
        "requests": cell.opinion.requests if counts and cell.opinion else "",
    }


REASON_WORDS: Mapping[str, str] = {
    Reason.VOTES: "đủ phiếu theo quy tắc",
    Reason.TIE: "số phiếu hai bên bằng nhau, chưa đủ theo quy tắc",
    Reason.TOO_FEW: "chưa đủ phiếu theo quy tắc",
    Reason.CONDITIONS: "có điều kiện công nhận chưa đạt theo số liệu",
    Reason.FIGURES_MISSING: "số liệu chưa đủ để kết luận",
}
