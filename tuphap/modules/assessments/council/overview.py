"""The council's work at a glance: members across, dossiers down."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from tuphap.modules.assessments.council.models import Council, CouncilMember, TreatedDossier
from tuphap.modules.assessments.council.queries import (
    final_summaries,
    opinions,
    recused,
    settled,
    voters,
    waiting_dossiers,
)
from tuphap.modules.assessments.council.results import Row, rows


@dataclass(frozen=True)
class Overview:
    """`rows` still wait for a meeting; `done` were settled by one and wait for the next move."""

    members: tuple[CouncilMember, ...]
    rows: tuple[Row, ...]
    done: tuple[TreatedDossier, ...]

    @property
    def missing(self) -> int:
        return sum(len(row.missing) for row in self.rows)


def overview(council: Council, *, at: datetime) -> Overview:
    """The number of questions does not follow the number of dossiers."""
    dossiers = list(waiting_dossiers(council))
    closed = settled(dossiers)
    waiting = [row for row in dossiers if row.pk not in closed]
    members = voters(council, timezone.localdate(at))
    found = rows(
        council,
        waiting,
        members,
        opinions(waiting),
        recused(members, waiting, at),
        final_summaries(waiting),
    )
    for row in dossiers:
        if row.pk in closed:
            closed[row.pk].assessment = row
    done = tuple(closed[row.pk] for row in dossiers if row.pk in closed)
    return Overview(tuple(members), found, done)
