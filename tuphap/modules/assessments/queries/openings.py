"""Which documents of a dossier this person has opened, and which lines that leaves unopened."""

from collections.abc import Collection, Iterable, Mapping

from tuphap.foundation.measures.registry import Document
from tuphap.modules.assessments.models import Assessment, DocumentOpening, Evidence
from tuphap.rules.permissions import Actor


def opened_documents(assessment: Assessment, actor: Actor) -> frozenset[str]:
    rows = DocumentOpening.objects.filter(assessment=assessment, person=actor.person_id)
    return frozenset(rows.values_list("document", flat=True))


def opened_items(
    proof: Mapping[str, Iterable[Evidence | Document]], opened: Collection[str]
) -> frozenset[str]:
    """Lines of which every document was opened; a document added later takes its line out."""
    return frozenset(
        item for item, rows in proof.items() if all(row.document in opened for row in rows)
    )
