"""Lines judged as a save of the sheet judges them, before anything is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tuphap.modules.assessments.lines.answers import Given, split
from tuphap.modules.assessments.lines.items import Item
from tuphap.modules.assessments.lines.soundness import unsound, wrong_days
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.scoring import SheetResult, score_sheet


@dataclass(frozen=True)
class Judged:
    """What the judgement of a whole sheet rests on."""

    rule_set: RuleSet
    items: tuple[Item, ...]
    stored: Mapping[str, Given]
    gates_enabled: bool | None
    calendar: WorkCalendar
    year: int
    today: date

    def faults(self, lines: Mapping[str, Given]) -> dict[str, str]:
        """A sentence for each of these lines that a save would refuse."""
        days = wrong_days(self.items, lines, self.year, self.today)
        return {**days, **unsound(lines, self.result(lines))}

    def result(self, lines: Mapping[str, Given]) -> SheetResult:
        """Of the whole sheet with these lines in it."""
        answers, gates = split(self.rule_set, {**self.stored, **lines})
        return score_sheet(
            self.rule_set, answers, gates, self.calendar, gates_enabled=self.gates_enabled
        )
