"""Which lines are proven, and by what."""

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.database.kept_query import KeptQuery
from tuphap.modules.assessments.answers import Given, given_by_item
from tuphap.modules.assessments.items import Item, items_of
from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import SELF

_CURRENT = KeptQuery(
    lambda pk: (
        Evidence.objects.filter(assessment_id=pk, removed_at__isnull=True)
        .select_related("file")
        .order_by("pk")
    ),
    example=(UUID(int=0),),
)


def current_evidence(assessment: Assessment) -> dict[str, list[Evidence]]:
    """Evidence that was not replaced or removed, by item."""
    found: dict[str, list[Evidence]] = {}
    for row in _CURRENT.all(assessment.pk):
        found.setdefault(row.item, []).append(row)
    return found


def items_without_proof(assessment: Assessment) -> list[str]:
    """Contents with neither a file, nor a link, nor a sentence."""
    proven = set(
        Evidence.objects.filter(assessment=assessment, removed_at__isnull=True).values_list(
            "item", flat=True
        )
    )
    given = given_by_item(Entry.objects.filter(assessment=assessment, column=SELF))
    return list(bare_items(items_of(assessment.period), given, proven))


def bare_items(
    items: Iterable[Item], given: Mapping[str, Given], proven: Collection[str]
) -> tuple[str, ...]:
    """What did not arise leaves nothing to show, and a gate is answered by a word."""
    return tuple(
        item.code
        for item in items
        if item.content
        and item.code not in proven
        and not given.get(item.code, Given()).explanation
        and not given.get(item.code, Given()).answer.not_applicable
    )


def visible_file(actor: Actor, file_id: UUID) -> Evidence | None:
    """The current evidence that carries this file, in a dossier the actor may see."""
    rows = Evidence.objects.filter(file_id=file_id, removed_at__isnull=True)
    seen = within_reach(rows, actor, "assessment.view", "assessment__unit")
    return seen.select_related("file", "assessment__unit").first()
