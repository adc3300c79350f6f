"""Which dossiers are to be looked at anew, and what the checks find in one."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.lines.measured import keys_of, known_as_sent
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry
from tuphap.modules.assessments.papers.queries import measured_as_sent
from tuphap.modules.assessments.queries.assessments import base
from tuphap.modules.assessments.queries.checked import OwnSheet, checked
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.sheet import all_proof
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor
from tuphap.rules.plausibility import CHECKS, WARNING, findings
from tuphap.rules.workflows.assessment import SELF

# Other units and later files may change what is found; nothing moves after a decision.
ANEW_AFTER = timedelta(hours=20)
# A sending counts from the moment its request came in and is seen a little later.
SEEN_WITHIN = timedelta(minutes=5)


def stale(at: datetime, most: int) -> list[Assessment]:
    """Sent and never looked at, sent again since, or looked at long ago and not decided; those
    never looked at first."""
    never = Q(kept_flags__isnull=True)
    again = Q(kept_flags__as_of__lt=F("submitted_at") + SEEN_WITHIN)
    old = Q(kept_flags__as_of__lt=at - ANEW_AFTER, decision__isnull=True)
    sent = base().filter(never | again | old, submitted_at__isnull=False)
    return list(sent.order_by(F("kept_flags__as_of").asc(nulls_first=True), "pk")[:most])


def found_in(dossier: Assessment, at: datetime) -> list[str]:
    """Codes of the checks with a finding, whatever they count as: that may be changed later."""
    rows = list(Entry.objects.filter(assessment=dossier, column=SELF).order_by("pk"))
    known, keys = known_of(dossier), keys_of(items_of(dossier.period))
    known, later = known_as_sent(known, measured_as_sent(dossier) if keys else {})
    sheet = OwnSheet(
        dossier,
        parsed(dossier.period.rule_set),
        rows,
        known,
        all_proof(current_evidence(dossier), known),
        ColumnSummary.objects.filter(assessment=dossier, column=SELF).first(),
        Actor(None, "", (), at),
        later,
    )
    levels = {check.code: WARNING for check in CHECKS}
    found = {finding.check.code for finding in findings(checked(sheet), levels)}
    return [check.code for check in CHECKS if check.code in found]
