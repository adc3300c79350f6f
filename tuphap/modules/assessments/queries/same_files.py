"""Files of a dossier that stand in other dossiers, too: the same bytes, or nearly the same picture.

Two questions, however many units there are. Only dossiers of the same province that were sent, and
those of the unit's own earlier years. Whoever may not see the other unit is not told its name.
"""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from tuphap.foundation.files.checks.look import NOTHING
from tuphap.foundation.files.looks import is_near, near_any
from tuphap.modules.assessments.models import Assessment, Evidence
from tuphap.rules.checked_sheet import Copy
from tuphap.rules.permissions import Actor, may

# Whoever compares units knows them by name; a council reads one dossier at a time.
NAMES_UNITS = "assessment.compare"
# A paper of the province that everybody hands in needs no longer list.
MOST_ROWS = 400


def copies_of(assessment: Assessment, own: Iterable[Evidence], actor: Actor) -> tuple[Copy, ...]:
    """`own` are the files of the dossier in hand; gone and infected ones are not asked for."""
    files = [row for row in own if row.file]
    same, near = _same(assessment, files), _near(assessment, files)
    return (
        *(
            _copy(row, other, actor, assessment)
            for row in files
            for other in same
            if _key(row) == _key(other)
        ),
        *(
            _copy(row, other, actor, assessment, near=True)
            for row in files
            for other in near
            if _key(row) != _key(other) and is_near(_look(row), _look(other))
        ),
    )


def _others(assessment: Assessment) -> QuerySet[Evidence]:
    sent = Q(assessment__submitted_at__isnull=False)
    here = Q(assessment__period__scope_unit=assessment.period.scope_unit_id)
    return (
        Evidence.objects.filter(
            sent & here | Q(assessment__unit=assessment.unit_id), removed_at__isnull=True
        )
        .exclude(assessment=assessment)
        .select_related(
            "file", "assessment__unit", "assessment__appraising_unit", "assessment__period"
        )
        .order_by("-assessment__period__year", "pk")
    )


def _same(assessment: Assessment, files: list[Evidence]) -> list[Evidence]:
    hashes = {_key(row) for row in files}
    if not hashes:
        return []
    return list(_others(assessment).filter(file__sha256__in=hashes)[:MOST_ROWS])


def _near(assessment: Assessment, files: list[Evidence]) -> list[Evidence]:
    looks = {_look(row) for row in files} - {NOTHING}
    if not looks:
        return []
    drawn = _others(assessment).filter(file__look__isnull=False).exclude(file__look=NOTHING)
    return list(drawn.filter(near_any("file__look", looks))[:MOST_ROWS])


def _copy(
    row: Evidence, other: Evidence, actor: Actor, assessment: Assessment, *, near: bool = False
) -> Copy:
    its = other.assessment
    seen = may(actor, NAMES_UNITS, its.subject)
    name = "" if its.unit_id == assessment.unit_id else its.unit.name if seen else None
    return Copy(row.item, row.title, _key(row), str(its.pk), its.period.year, name, near=near)


def _key(row: Evidence) -> str:
    return row.file.sha256 if row.file else ""


def _look(row: Evidence) -> int:
    return (row.file.look if row.file else None) or NOTHING
