"""How far a year is: the phases by which a province counts its dossiers, read off the moves."""

from collections.abc import Mapping
from types import MappingProxyType

from tuphap.rules.reminders import waits_for_sending
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import FINAL

UNSENT, REVIEW, COUNCIL, DECIDED = "chua-gui", "tham-tra", "hoi-dong", "quyet-dinh"
PHASES = (DECIDED, COUNCIL, REVIEW, UNSENT)  # in the order of a bar: what is done stands left
LABELS: Mapping[str, str] = MappingProxyType(
    {DECIDED: "Đã quyết định", REVIEW: "Đang thẩm tra", UNSENT: "Chưa gửi"}
)
# The phase before the decision is called by the step it begins with.
BEFORE_DECISION: Mapping[str, str] = MappingProxyType(
    {"council": "Ở Hội đồng", "appraised": "Đã thẩm tra"}
)


def phases(workflow: Workflow) -> dict[str, str]:
    """The phase of every status that counts."""
    if not _is_assessed(workflow):
        return {status.code: DECIDED for status in workflow.statuses if status.is_counted}
    unsent = waits_for_sending(workflow)
    codes = [status.code for status in workflow.statuses if status.is_counted]
    council = codes.index(_first_of_council(workflow))
    decided = codes.index("decided")
    return {
        code: _phase(code in unsent, place >= council, place >= decided)
        for place, code in enumerate(codes)
    }


def _phase(unsent: bool, council: bool, decided: bool) -> str:
    if unsent:
        return UNSENT
    if decided:
        return DECIDED
    return COUNCIL if council else REVIEW


def phase_labels(workflow: Workflow) -> dict[str, str]:
    """In the order of a bar."""
    if not _is_assessed(workflow):
        return {DECIDED: LABELS[DECIDED]}
    named = {**LABELS, COUNCIL: BEFORE_DECISION[_first_of_council(workflow)]}
    return {phase: named[phase] for phase in PHASES}


def next_permission(workflow: Workflow, status: str) -> str:
    """What somebody needs to take a record that was sent on its way; "" where it is at its end."""
    moves = workflow.moves_from(status)
    return moves[0].needs if moves else ""


def _is_assessed(workflow: Workflow) -> bool:
    """Else its results were decided before they came here."""
    return any(status.writable for status in workflow.statuses)


def _first_of_council(workflow: Workflow) -> str:
    return next(status.code for status in workflow.statuses if FINAL in status.writable)
