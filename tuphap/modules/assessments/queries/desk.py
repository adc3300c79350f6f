"""Everything the desk needs of one dossier, in a number of questions that does not grow."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from tuphap.foundation.measures.registry import Document
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.desk.values import Columns, Desk, desk
from tuphap.modules.assessments.lines.answers import Given, given_of
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.measured import Known, keys_of, known_as_sent
from tuphap.modules.assessments.models import (
    Assessment,
    ColumnSummary,
    Entry,
    Evidence,
    FindingReview,
)
from tuphap.modules.assessments.papers.queries import measured_as_sent
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.assessments.queries.check_levels import levels_of
from tuphap.modules.assessments.queries.checked import OwnSheet, checked
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.measured import known_of
from tuphap.modules.assessments.queries.openings import opened_documents, opened_items
from tuphap.modules.assessments.queries.reviews import Identity, reviews_of
from tuphap.modules.assessments.queries.sheet import Course, all_proof, course
from tuphap.modules.assessments.second_appraisal.blind import require_sight
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Actor, Subject, may, require
from tuphap.rules.plausibility import findings
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.workflow import Move
from tuphap.rules.workflows.assessment import APPRAISED, COMPARED_WITH, FINAL, SELF

# Whoever compares, concludes or sits on a council may look; all others need to be the appraiser.
MAY_LOOK = ("assessment.compare", "assessment.conclude", "council.give_opinion")


@dataclass(frozen=True)
class DeskOf:
    """One dossier on the desk: `column` is the one written here, held against the one before."""

    assessment: Assessment
    subject: Subject
    rule_set: RuleSet
    column: str
    desk: Desk
    items: tuple[Item, ...]
    evidence: Mapping[str, list[Evidence]]
    known: Mapping[str, Known]
    summaries: Mapping[str, ColumnSummary]
    course: Course
    seen: Mapping[Identity, FindingReview]  # findings somebody has looked at

    @property
    def proof(self) -> dict[str, list[Evidence | Document]]:
        return all_proof(self.evidence, self.known)

    @property
    def compared(self) -> str:
        return COMPARED_WITH[self.column]

    @property
    def is_sent(self) -> bool:
        return self.assessment.submitted_at is not None

    @property
    def times_sent(self) -> int:
        return sum(change.target == "submitted" for change in self.course.changes)

    @property
    def is_open(self) -> bool:
        """Whether the status lets this column be written."""
        return self.column in self.assessment.step.writable

    def move(self, *names: str) -> Move | None:
        moves = self.assessment.workflow.moves_from(self.assessment.status)
        return next((move for move in moves if move.name in names), None)

    def why_not(self, actor: Actor, permission: str) -> str:
        """The sentence beside a button that cannot be pressed; "" where it can."""
        try:
            require(actor, permission, self.subject)
        except Refused as refused:
            return refused.sentence
        return ""


def get_desk(actor: Actor, assessment_id: UUID, today: date) -> DeskOf:
    """The dossier as it is appraised; 404 outside the reach, Refused for who has no desk."""
    assessment = get_visible(actor, assessment_id)
    subject = subject_of(assessment)
    if not any(may(actor, permission, subject) for permission in MAY_LOOK):
        require(actor, "assessment.appraise", subject)
    require_sight(actor, assessment)
    rule_set, lines = parsed(assessment.period.rule_set), items_of(assessment.period)
    column = column_in_hand(assessment)
    entries = _entries(assessment)
    evidence, known = current_evidence(assessment), known_of(assessment)
    known, later = known_as_sent(known, measured_as_sent(assessment) if keys_of(lines) else {})
    proof = all_proof(evidence, known)
    summaries = {row.column: row for row in ColumnSummary.objects.filter(assessment=assessment)}
    own = OwnSheet(assessment, rule_set, entries, known, proof, summaries.get(SELF), actor, later)
    columns = Columns(
        in_hand=column,
        theirs=_found(entries, COMPARED_WITH[column]),
        ours=_found(entries, column),
        documents={item: len(rows) for item, rows in proof.items()},
        opened=opened_items(proof, opened_documents(assessment, actor)),
        findings=findings(checked(own), levels_of(assessment.period_id)),
    )
    return DeskOf(
        assessment=assessment,
        subject=subject,
        rule_set=rule_set,
        column=column,
        desk=desk(rule_set, lines, columns),
        items=lines,
        evidence=evidence,
        known=known,
        summaries=summaries,
        course=course(assessment, today),
        seen=reviews_of(assessment),
    )


def column_in_hand(assessment: Assessment) -> str:
    """The final column from the step in which it is written; before it, the appraised one."""
    codes = [step.code for step in assessment.workflow.statuses]
    final_steps = [
        codes.index(step.code) for step in assessment.workflow.statuses if FINAL in step.writable
    ]
    is_final = final_steps and codes.index(assessment.status) >= min(final_steps)
    return FINAL if is_final else APPRAISED


def acceptable_together(found: DeskOf) -> frozenset[str]:
    """Lines that may be accepted with others by ticking them."""
    return frozenset(line.code for line in found.desk.lines if line.may_be_ticked)


def _entries(assessment: Assessment) -> list[Entry]:
    rows = Entry.objects.filter(assessment=assessment).select_related("written_by")
    return list(rows.order_by("pk"))


def _found(entries: list[Entry], column: str) -> dict[str, tuple[Given, Entry, str]]:
    return {
        entry.item: (given_of(entry), entry, entry.written_by.full_name)
        for entry in entries
        if entry.column == column
    }
