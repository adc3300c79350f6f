"""Reading rule sets: the parsed set, its rows, and the notice where it is not yet signed off."""

from functools import lru_cache

from tuphap.modules.criteria.models import RuleSet
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


def newest_first() -> list[RuleSet]:
    """The same, newest regime first."""
    return sorted(newest_versions(), key=lambda known: (-known.first_year, known.code))


def newest(code: str) -> RuleSet | None:
    return RuleSet.objects.filter(code=code).order_by("-version").first()


def notice(rule_set: RuleSet) -> str:
    """The sentence for every page and paper of a set whose rows are not all signed off; or ""."""
    if rule_set.row_count and rule_set.signed_count == rule_set.row_count:
        return ""
    return rules.notice_sentence(
        rule_set.short_name, rule_set.confirmed_count, rule_set.content_count
    )
