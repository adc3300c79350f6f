"""Which findings of a dossier somebody has looked at."""

from tuphap.modules.assessments.models import Assessment, FindingReview

Identity = tuple[str, str, str]  # check, item, digest of what it says


def reviews_of(assessment: Assessment) -> dict[Identity, FindingReview]:
    rows = FindingReview.objects.filter(
        assessment=assessment, withdrawn_at__isnull=True
    ).select_related("seen_by")
    return {(row.check_code, row.item, row.digest): row for row in rows}
