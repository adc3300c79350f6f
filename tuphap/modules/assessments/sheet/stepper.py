"""The row of steps above a sheet: what is done and when, what is on, what comes; plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuphap.rules.step_deadlines import POSTED, SUBMITTED, StepDays
from tuphap.rules.workflow import Workflow
from tuphap.rules.workflows.assessment import PASS_REGIME, POINTS_REGIME
from tuphap.rules.workflows.imported import IMPORTED, LISTED_REGIME

UNKNOWN = "chưa định"
DONE, CURRENT, LATER = "done", "current", "later"
LEFT, ENTERED, SPAN = "left", "entered", "span"


@dataclass(frozen=True)
class Step:
    """A step as people name it, and the statuses it covers; the first gives its days."""

    label: str
    statuses: tuple[str, ...]
    told: str = LEFT  # once it is done: the day it was left, entered, or both
    is_detour: bool = False  # shown only while the dossier is there
    leads_to: str = ""  # an optional step: done by entering this status, whose days are its own

    @property
    def code(self) -> str:
        """Of the status that gives its days."""
        return self.leads_to or self.statuses[0]

    def is_shown(self, status: str, moves: "Sequence[Passed]") -> bool:
        if self.leads_to:
            return status in self.statuses or any(move.target == self.leads_to for move in moves)
        return not self.is_detour or status in self.statuses


@dataclass(frozen=True)
class Passed:
    """A move that was made: into which status, on which day."""

    target: str
    day: date


@dataclass(frozen=True)
class ShownStep:
    label: str
    when: str
    state: str
    amber: bool = False


@dataclass(frozen=True)
class Terms:
    """What is counted and not set by the period: the last day of the step that is on."""

    until: date | None = None
    posting_days: int | None = None
    post_by: date | None = None


# Sending takes a moment, so a dossier never stands there: it is in the hands of the next step.
SENDING = Step("Gửi hồ sơ", ("submitted",), told=ENTERED)
_SENT = (
    Step("Niêm yết", ("posted",), told=SPAN),
    SENDING,
    Step("Bổ sung theo yêu cầu", ("returned",), is_detour=True),
)
FINISHED = ("decided", "published", "reported", IMPORTED.code)
STEPS: Mapping[str, tuple[Step, ...]] = {
    POINTS_REGIME.code: (
        Step("Tự chấm điểm", ("self_scoring", "assigned")),
        *_SENT,
        Step("Thẩm tra, Hội đồng", ("under_review", "submitted", "council")),
        Step("Quyết định", ("decided", "proposed", *FINISHED[1:]), told=ENTERED),
    ),
    PASS_REGIME.code: (
        Step("Đăng ký", ("unregistered",), told=ENTERED, leads_to="registered"),
        Step("Tự đánh giá", ("self_assessing", "registered")),
        *_SENT,
        Step("Thẩm tra", ("under_review", "submitted")),
        Step("Quyết định", ("decided", "appraised", "published", IMPORTED.code), told=ENTERED),
    ),
    LISTED_REGIME.code: (Step("Quyết định", FINISHED, told=ENTERED),),
}


def shown_steps(
    workflow: Workflow,
    status: str,
    moves: Sequence[Passed],
    days: Mapping[str, StepDays],
    terms: Terms = Terms(),
) -> tuple[ShownStep, ...]:
    steps = [step for step in STEPS[workflow.code] if step.is_shown(status, moves)]
    if not workflow.status(status).is_counted:
        return _left(steps, moves)
    here = len(steps)
    if status not in FINISHED:
        standing = [n for n, s in enumerate(steps) if status in s.statuses and s is not SENDING]
        here = standing[0]
    return tuple(_shown(steps, number, here, moves, days, terms) for number in range(len(steps)))


def dated_steps(workflow: Workflow, *, registration: bool) -> tuple[Step, ...]:
    """Those that have days; the step of registering only where the period asks for it."""
    steps = (step for step in STEPS[workflow.code] if not step.is_detour)
    return tuple(step for step in steps if registration or not step.leads_to)


def without_days(steps: Sequence[Step], days: Mapping[str, StepDays]) -> tuple[str, ...]:
    """Names of the steps for which the period sets neither a first nor a last day."""
    return tuple(step.label for step in steps if days.get(step.code, StepDays()) == StepDays())


def _left(steps: Sequence[Step], moves: Sequence[Passed]) -> tuple[ShownStep, ...]:
    """Of a dossier that was taken out: what was done tells its day, the rest waits for nothing."""
    been = {move.target for move in moves}
    broken_off = moves[-2] if len(moves) > 1 else None

    def shown(step: Step) -> ShownStep:
        if broken_off and broken_off.target in step.statuses and step is not SENDING:
            return ShownStep(step.label, f"dở dang từ {_day(broken_off.day)}", LATER)
        if been & set(step.statuses):
            return ShownStep(step.label, _when_done(step, moves), DONE)
        return ShownStep(step.label, "không thực hiện", LATER)

    return tuple(shown(step) for step in steps)


def _shown(
    steps: Sequence[Step],
    number: int,
    here: int,
    moves: Sequence[Passed],
    days: Mapping[str, StepDays],
    terms: Terms,
) -> ShownStep:
    step = steps[number]
    if number < here:
        return ShownStep(step.label, _when_done(step, moves), DONE)
    state = CURRENT if number == here else LATER
    if step.is_detour:
        until = f"hạn {_day(terms.until)}" if terms.until else "chưa định hạn"
        return ShownStep(step.label, until, state, amber=True)
    own = days.get(step.code, StepDays())
    if state == CURRENT and own == StepDays():
        own = StepDays(ends_on=terms.until)
    if state == LATER and terms.posting_days and _has_no_day_of_its_own(step, days):
        when = f"muộn nhất từ {_day(terms.post_by)}" if terms.post_by else "trước khi gửi"
        return ShownStep(step.label, f"{terms.posting_days} ngày, {when}", state)
    return ShownStep(step.label, _when_due(own), state)


def _has_no_day_of_its_own(step: Step, days: Mapping[str, StepDays]) -> bool:
    """A posting that may end only on the day of sending: the day before is not set by anybody."""
    posted, sent = (days.get(code, StepDays()).ends_on for code in (POSTED, SUBMITTED))
    return step.statuses[0] == POSTED and (posted is None or (sent is not None and posted >= sent))


def _when_done(step: Step, moves: Sequence[Passed]) -> str:
    first = step.code
    entered = [n for n, move in enumerate(moves) if move.target in (*step.statuses, first)]
    if not entered:
        return UNKNOWN
    if step.told == ENTERED:
        days = [moves[n].day for n in entered if moves[n].target == first]
        return _day(days[-1]) if days else UNKNOWN
    begun, last = moves[entered[-1]].day, entered[-1] + 1
    left = moves[last].day if last < len(moves) else begun
    return f"{_day(begun)} – {_day(left)}" if step.told == SPAN else f"xong {_day(left)}"


def _when_due(days: StepDays) -> str:
    if days.starts_on and days.ends_on:
        return f"{_day(days.starts_on)} – {_day(days.ends_on)}"
    if days.ends_on:
        return f"đến {_day(days.ends_on)}"
    return f"từ {_day(days.starts_on)}" if days.starts_on else UNKNOWN


def _day(day: date) -> str:
    return f"{day:%d/%m/}{day.year:04d}"
