"""The dossiers that wait for one member, with what that member has said so far."""

from dataclasses import dataclass
from uuid import UUID

from tuphap.modules.assessments.council.models import CouncilMember, Opinion
from tuphap.modules.assessments.council.queries import (
    council_of,
    final_summaries,
    is_current,
    opinions,
    own_seats,
    recused,
    settled,
    waiting_dossiers,
)
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.rules.permissions import Actor


@dataclass(frozen=True)
class OwnRow:
    """`done` once the opinion is about the figures of now."""

    dossier: Assessment
    opinion: Opinion | None
    summary: ColumnSummary | None

    @property
    def done(self) -> bool:
        return is_current(self.opinion, self.dossier)


@dataclass(frozen=True)
class OwnList:
    """What waits on one council, in the order of names; `apart` are those without a vote."""

    seat: CouncilMember
    rows: tuple[OwnRow, ...]
    apart: tuple[Assessment, ...]

    @property
    def waiting(self) -> int:
        return sum(not row.done for row in self.rows)

    def after(self, pk: UUID) -> UUID | None:
        ids = [row.dossier.pk for row in self.rows]
        place = ids.index(pk) + 1 if pk in ids else 0
        return ids[place] if place < len(ids) else None

    def before(self, pk: UUID) -> UUID | None:
        ids = [row.dossier.pk for row in self.rows]
        place = ids.index(pk) - 1 if pk in ids else -1
        return ids[place] if place >= 0 else None


def own_lists(actor: Actor) -> list[OwnList]:
    return [_list(seat, actor) for seat in own_seats(actor)]


def own_list(actor: Actor, dossier: Assessment) -> OwnList | None:
    """That of the council before which this dossier lies."""
    council = council_of(dossier)
    seats = [row for row in own_seats(actor) if council and row.council_id == council.pk]
    return _list(seats[0], actor) if seats else None


def _list(seat: CouncilMember, actor: Actor) -> OwnList:
    dossiers = list(waiting_dossiers(seat.council))
    closed = settled(dossiers)
    open_ones = [row for row in dossiers if row.pk not in closed]
    apart = {dossier for _, dossier in recused([seat], open_ones, actor.at)}
    given, summaries = opinions(open_ones), final_summaries(open_ones)
    return OwnList(
        seat,
        tuple(
            OwnRow(row, given.get((seat.pk, row.pk)), summaries.get(row.pk))
            for row in open_ones
            if row.pk not in apart
        ),
        tuple(row for row in open_ones if row.pk in apart),
    )
