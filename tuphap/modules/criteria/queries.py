"""Reading rule sets: the parsed set, its rows, and the notice where it is not yet signed off."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, Exists, F, Max, OuterRef, Q, QuerySet, When
from django.db.models.functions import JSONObject

from tuphap.foundation.access.reach import around_reach
from tuphap.foundation.files.models import Scan
from tuphap.foundation.units.models import Unit
from tuphap.modules.criteria.models import Guidance, GuidanceFile, RuleSet
from tuphap.rules import rule_set as rules
from tuphap.rules.permissions import Actor, posts_with

READ, MANAGE = "rule_set.view", "guidance.manage"


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


# --- what a province says to a row ---


def guide_values(unit_id: int, rule_set: str) -> QuerySet[Any, tuple[str, Any]]:
    """Row and everything said to it as one value, so that other questions can join this one."""
    files = (
        GuidanceFile.objects.filter(guidance=OuterRef("pk"), removed_at__isnull=True)
        .exclude(file__scan=Scan.INFECTED)
        .order_by("pk")
        .values(
            value=JSONObject(
                id="file_id",
                name="file__name",
                size="file__size",
                is_waiting=Case(When(file__scan=Scan.WAITING, then=True), default=False),
                added_at="added_at",
            )
        )
    )
    current = Exists(GuidanceFile.objects.filter(guidance=OuterRef("pk"), removed_at__isnull=True))
    return (
        Guidance.objects.filter(~Q(text="") | current, unit=unit_id, rule_set=rule_set)
        .order_by()
        .annotate(
            value=JSONObject(
                guide="text",
                unit=F("unit__name"),
                written_at="written_at",
                files=ArraySubquery(files),
            )
        )
        .values_list("row", "value")
    )


def guidance_seen(actor: Actor) -> QuerySet[Guidance]:
    """Of every province the person works in or above; of no other (A3)."""
    rows = Guidance.objects.select_related("unit", "written_by")
    return around_reach(rows, actor, READ)


def guidance_file_seen(actor: Actor, file_id: UUID) -> GuidanceFile | None:
    """One file, kept or gone: whoever may read guidance may read what it was."""
    rows = GuidanceFile.objects.select_related("file", "guidance__unit").filter(file_id=file_id)
    return around_reach(rows, actor, READ, "guidance__unit").first()


def guidance_counts(actor: Actor, rule_set: str) -> dict[str, int]:
    """How many files each row has that has any guidance at all; one question."""
    current = Q(files__removed_at__isnull=True, files__isnull=False)
    rows = guidance_seen(actor).filter(rule_set=rule_set).order_by().values_list("row")
    counts = rows.annotate(files_now=Count("files", filter=current), words=Max("text"))
    return {row: count for row, count, words in counts if count or words}


def own_province(actor: Actor) -> Unit | None:
    """The unit for which this person writes guidance: that of the first post that permits it."""
    for post in posts_with(actor, MANAGE):
        span = next((one for one in post.spans if one.path == post.unit_path), None)
        if span is not None:
            found = Unit.objects.filter(path=span.path, valid_from=span.valid_from).first()
            if found is not None:
                return found
    return None


def files_of(guidance: Guidance) -> tuple[list[GuidanceFile], list[GuidanceFile]]:
    """Those in use, and those that were replaced or removed, newest end first."""
    rows = list(
        guidance.files.select_related("file", "added_by", "removed_by").order_by(
            "-removed_at", "pk"
        )
    )
    return [row for row in rows if not row.removed_at], [row for row in rows if row.removed_at]


def changes_of(guidance: Guidance) -> list[Any]:
    """Every text there was, newest first, written by the database itself."""
    history = apps.get_model("criteria", "GuidanceHistory")
    rows = history.objects.filter(pgh_obj=guidance).select_related("written_by")
    return list(rows.order_by("-pgh_id"))
