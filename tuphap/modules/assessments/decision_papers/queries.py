"""Units of a decision with their results, its papers and signed files; always within reach."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http import Http404

from tuphap.foundation.access.reach import within_reach
from tuphap.modules.assessments.decision_papers.models import (
    DecisionCopy,
    DecisionPaper,
    SignedDecision,
)
from tuphap.modules.assessments.models import Assessment, Decision, FormerResult, Period
from tuphap.modules.assessments.second_appraisal.blind import hidden_from, require_sight
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.assessment import FINAL

# Who compares results of units below sees the decisions about them.
SEE = "assessment.compare"
_UNIT = ("name", "name_sort", "code", "kind", "parent", "parent__name")
_SUMS = ("total", "passed_indicators", "scores", "conditions")

Row = Mapping[str, Any]


def get_decision(actor: Actor, pk: int) -> Decision:
    """Outside the reach it is the same 404 as one that does not exist (A3)."""
    rows = Decision.objects.select_related("deciding_unit", "period__rule_set", "recorded_by")
    seen = within_reach(rows, actor, SEE, "deciding_unit")
    found = seen.select_related("period__scope_unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    hidden = Assessment.objects.filter(decision=found, pk__in=hidden_from(actor)).first()
    if hidden is not None:
        require_sight(actor, hidden)
    return found


# --- units with their results ---


def decided_rows(decision: Decision) -> list[Row]:
    """What the decision says now, and what it said of units whose figures were unlocked since."""
    rows = {row["pk"]: row for row in _rows(Assessment.objects.filter(decision=decision))}
    former = FormerResult.objects.filter(decision=decision).order_by("pk")
    for row in former.values(
        "met",
        "sums",
        pk=F("assessment_id"),
        **{f"unit__{name}": F(f"assessment__unit__{name}") for name in _UNIT},
    ):
        rows.setdefault(row["pk"], {**row, **{key: row["sums"].get(key) for key in _SUMS}})
    return in_order(rows.values())


def chosen_rows(assessments: Iterable[Assessment]) -> list[Row]:
    """Dossiers that wait: met or not is what the final column says."""
    found = _rows(Assessment.objects.filter(pk__in=[row.pk for row in assessments]))
    return in_order({**row, "met": row["final_met"]} for row in found)


def earlier_rows(period: Period, office_id: int, decision: Decision | None) -> list[Row]:
    """Units of the same office and period in other decisions."""
    decided = Assessment.objects.filter(period=period, appraising_unit=office_id)
    others = decided.filter(decision__isnull=False)
    return in_order(_rows(others.exclude(decision=decision) if decision else others))


def unit_counts(period: Period, office_id: int) -> tuple[int, int]:
    """Units of the office that are assessed in the period, and units that are left out of it."""
    rows = Assessment.objects.filter(period=period, appraising_unit=office_id)
    left_out = rows.filter(status__in=period.workflow.not_counted).count()
    return rows.count() - left_out, left_out


def in_order(rows: Iterable[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["unit__name_sort"], row["unit__code"]))


def _rows(dossiers: QuerySet[Assessment]) -> QuerySet[Assessment, dict[str, Any]]:
    final = FilteredRelation("summaries", condition=Q(summaries__column=FINAL))
    sums = {name: F(f"final__{name}") for name in _SUMS}
    return (
        dossiers.annotate(final=final)
        .order_by()
        .values(
            "pk", "met", *(f"unit__{name}" for name in _UNIT), final_met=F("final__met"), **sums
        )
    )


# --- papers ---


def newest_copy(decision: Decision) -> DecisionCopy | None:
    return DecisionCopy.objects.filter(decision=decision).order_by("-ordinal").first()


def get_draft(actor: Actor, pk: UUID) -> DecisionCopy:
    """A draft belongs to whoever asked for it (A5)."""
    rows = DecisionCopy.objects.filter(decision__isnull=True, made_by=actor.person_id)
    seen = within_reach(rows, actor, SEE, "office")
    found = seen.select_related("office", "period").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_paper(actor: Actor, pk: int) -> DecisionPaper:
    rows = DecisionPaper.objects.filter(
        Q(copy__decision__isnull=False) | Q(copy__made_by=actor.person_id)
    )
    seen = within_reach(rows, actor, SEE, "copy__office").filter(pk=pk)
    found = seen.select_related("copy__decision", "copy__office", "copy__period").first()
    if found is None:
        raise Http404
    return found


def papers_of(copy: DecisionCopy) -> list[DecisionPaper]:
    """Without their bytes."""
    return list(DecisionPaper.objects.filter(copy=copy.pk).defer("body").order_by("pk"))


# --- signed files ---


def signed_files(decision: Decision) -> list[SignedDecision]:
    """Newest first: the first one is in force."""
    rows = SignedDecision.objects.filter(decision=decision).order_by("-version")
    return list(rows.select_related("file", "handed_in_by"))


def get_signed(actor: Actor, pk: UUID) -> SignedDecision:
    rows = SignedDecision.objects.select_related("file", "decision__deciding_unit")
    found = within_reach(rows, actor, SEE, "decision__deciding_unit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def unlocked_codes(decision: Decision) -> list[str]:
    """Units whose figures were unlocked after this decision."""
    rows = FormerResult.objects.filter(decision=decision)
    return list(rows.values_list("assessment__unit__code", flat=True))
