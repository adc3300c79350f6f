"""Which lines are proven, and by what."""

from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.rule_set import contents
from tuphap.rules.workflows.assessment import SELF


def current_evidence(assessment: Assessment) -> dict[str, list[Evidence]]:
    """Evidence that was not replaced or removed, by item."""
    found: dict[str, list[Evidence]] = {}
    rows = Evidence.objects.filter(assessment=assessment, removed_at__isnull=True)
    for row in rows.select_related("file").order_by("pk"):
        found.setdefault(row.item, []).append(row)
    return found


def items_without_proof(assessment: Assessment) -> list[str]:
    """Contents with neither a file, nor a link, nor a sentence."""
    proven = set(
        Evidence.objects.filter(assessment=assessment, removed_at__isnull=True).values_list(
            "item", flat=True
        )
    )
    proven |= set(
        Entry.objects.filter(assessment=assessment, column=SELF)
        .exclude(explanation="")
        .values_list("item", flat=True)
    )
    rule_set = parsed(assessment.period.rule_set)
    return [content.code for content in contents(rule_set) if content.code not in proven]
