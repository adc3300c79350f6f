"""Reading rule sets: the parsed set, its rows, and the notice where it is not yet signed off."""

from functools import lru_cache

from django.db.models import Count, Q

from tuphap.modules.criteria.models import RuleRow, RuleSet
from tuphap.rules import rule_set as rules


@lru_cache(maxsize=32)
def _parsed(pk: int, sha256: str) -> rules.RuleSet:
    return rules.parse(RuleSet.objects.values_list("document", flat=True).get(pk=pk))


def parsed(rule_set: RuleSet) -> rules.RuleSet:
    """The set as the rules know it; kept per process, because a version in use never changes."""
    return _parsed(rule_set.pk, rule_set.sha256)


def newest_versions() -> list[RuleSet]:
    """One row per code: the newest version, without its document."""
    return list(RuleSet.objects.order_by("code", "-version").distinct("code").defer("document"))


def newest_with_counts() -> list[RuleSet]:
    """The same with `row_count` and `signed_count`, newest regime first."""
    signed = Count("rows", filter=Q(rows__signed_off_at__isnull=False))
    sets = RuleSet.objects.filter(pk__in=[known.pk for known in newest_versions()])
    counted = sets.annotate(row_count=Count("rows"), signed_count=signed).defer("document")
    return list(counted.order_by("-first_year", "code"))


def newest(code: str) -> RuleSet | None:
    return RuleSet.objects.filter(code=code).order_by("-version").first()


def notice(rule_set: RuleSet) -> str:
    """The sentence for every page and paper of a set whose rows are not all signed off; or ""."""
    counts = RuleRow.objects.filter(rule_set=rule_set).aggregate(
        rows=Count("pk"),
        signed=Count("pk", filter=Q(signed_off_at__isnull=False)),
        contents=Count("pk", filter=Q(level=RuleRow.CONTENT)),
        confirmed=Count(
            "pk",
            filter=Q(level=RuleRow.CONTENT)
            & (Q(signed_off_at__isnull=False) | Q(status="confirmed")),
        ),
    )
    if counts["rows"] and counts["signed"] == counts["rows"]:
        return ""
    return rules.notice_sentence(rule_set.short_name, counts["confirmed"], counts["contents"])
