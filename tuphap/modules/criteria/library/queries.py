"""Documents a person may read, narrowed by what was asked for."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.reach import around_reach
from tuphap.modules.criteria.library.models import DocumentKind, GuidanceDocument
from tuphap.modules.criteria.queries import READ
from tuphap.rules.permissions import Actor
from tuphap.rules.vietnamese import fold, normalise

LONGEST_SEARCH = 100
IN_FORCE, ENDED = "con", "het"
FORCES = {IN_FORCE: "Còn hiệu lực", ENDED: "Hết hiệu lực"}


@dataclass(frozen=True)
class Wanted:
    """From fixed lists, but for the words; what is not in them counts as not asked for."""

    text: str = ""
    kind: str = ""
    rule_set: str = ""
    force: str = ""

    @property
    def query(self) -> str:
        values = {
            "tim": self.text,
            "loai": self.kind,
            "bo": self.rule_set,
            "hieu-luc": self.force,
        }
        return urlencode({key: value for key, value in values.items() if value})


def read_wanted(sent: Mapping[str, str], codes: Mapping[str, str]) -> Wanted:
    text = " ".join(normalise(sent.get("tim", "")).split())[:LONGEST_SEARCH]
    kind, rule_set, force = (sent.get(key, "") for key in ("loai", "bo", "hieu-luc"))
    return Wanted(
        text,
        kind if kind in DocumentKind.values else "",
        rule_set if rule_set in codes else "",
        force if force in FORCES else "",
    )


def seen(actor: Actor) -> QuerySet[GuidanceDocument]:
    """Of the province the person works in, above or below; of no other (A3)."""
    rows = GuidanceDocument.objects.select_related("unit", "file", "replaced_by", "written_by")
    return around_reach(rows, actor, READ)


def get_seen(actor: Actor, pk: UUID) -> GuidanceDocument:
    found = seen(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def listed(actor: Actor, wanted: Wanted, today: date) -> QuerySet[GuidanceDocument]:
    """Every word must be found somewhere; accents and their placement do not matter."""
    rows = seen(actor)
    for word in fold(wanted.text).split():
        rows = rows.filter(folded__contains=word)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.rule_set:
        rows = rows.filter(rule_set=wanted.rule_set)
    if wanted.force:
        ended = Q(ended_on__lte=today)
        rows = rows.filter(ended) if wanted.force == ENDED else rows.exclude(ended)
    return rows


def of_row(actor: Actor, rule_set: str, row: str) -> list[GuidanceDocument]:
    """In force when asked, for the page of a row."""
    today = timezone.localdate(actor.at)
    return list(seen(actor).filter(rule_set=rule_set, row=row).exclude(ended_on__lte=today))


def documents_of_rows(
    unit_id: int, rule_set: str, today: date
) -> dict[str, tuple[GuidanceDocument, ...]]:
    """In force, by row of a set; one question."""
    rows = GuidanceDocument.objects.filter(unit=unit_id, rule_set=rule_set).exclude(row="")
    found: dict[str, list[GuidanceDocument]] = defaultdict(list)
    for document in rows.exclude(ended_on__lte=today):
        found[document.row].append(document)
    return {row: tuple(documents) for row, documents in found.items()}
