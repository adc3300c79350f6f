"""Until when one dossier is written, posted and sent: the one place that says so.

Sheet, queue, reminders, signatures and the sending itself ask here. Whatever moves a day for one
dossier alone changes the `steps` it is made with, and nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tuphap.rules.deadlines import WorkCalendar, add_working_days
from tuphap.rules.step_deadlines import POSTED, SUBMITTED, StepDays, due_on, last_day_to_send
from tuphap.rules.workflow import Workflow

RETURNED = "returned"


@dataclass(frozen=True)
class DossierDays:
    """`completing` are the working days from a return, `returned_on` the day of the newest one."""

    workflow: Workflow
    status: str
    steps: Mapping[str, StepDays]
    posting_days: int | None = None
    completing: int | None = None
    returned_on: date | None = None
    calendar: WorkCalendar = field(default_factory=WorkCalendar)

    @property
    def term(self) -> date | None:
        """Counted from the return; None where the period does not count or nothing was returned."""
        if self.status != RETURNED or not self.completing or self.returned_on is None:
            return None
        counted = add_working_days(self.returned_on, self.completing, self.calendar)
        extended = self.steps.get(RETURNED, StepDays()).ends_on
        return max(counted, extended) if extended else counted

    @property
    def due(self) -> date | None:
        """The last day of the step that is on."""
        own = self.term or due_on(self.workflow, self.status, self.steps)
        post_by = self.post_by
        return min(own or post_by, post_by) if post_by else own

    @property
    def post_by(self) -> date | None:
        """The last day to hang the result out and still send it in time; None once it hangs.

        It may be sent on the day after as many days as the period asks for.
        """
        codes = [step.code for step in self.workflow.statuses]
        if not self.posting_days or codes.index(self.status) >= codes.index(POSTED):
            return None
        last = self.steps.get(SUBMITTED, StepDays()).ends_on
        return last - timedelta(days=self.posting_days) if last else None

    @property
    def send_by(self) -> date | None:
        """A returned dossier has its own day, not that of the first sending."""
        if self.status == RETURNED:
            return self.due
        return last_day_to_send(self.workflow, self.status, self.steps)


def extended(steps: Mapping[str, StepDays], until: Mapping[str, str]) -> dict[str, StepDays]:
    """The days of a period as they hold for one dossier: `until` are last days by step, ISO text.

    An extension never takes a day away: where the period's own day is later, that one holds.
    """
    found = dict(steps)
    for step, text in until.items():
        own, day = found.get(step, StepDays()), date.fromisoformat(text)
        found[step] = StepDays(own.starts_on, max(day, own.ends_on or day))
    return found


def days_late(day: date, last_day: date | None) -> int:
    """Days of the calendar after the last one; 0 in time, or where no day is set."""
    return max(0, (day - last_day).days) if last_day else 0
