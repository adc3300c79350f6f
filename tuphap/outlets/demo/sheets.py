"""Draws the three sheets of a commune so that the result comes out as the plan says."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from tuphap.modules.assessments.lines.answers import Given, split
from tuphap.outlets.demo.figures import (
    draw,
    draw_sheet,
    fail_gates,
    inflate,
    tie_figures,
    worsened,
)
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.rule_set import RuleSet, contents
from tuphap.rules.scoring import SheetResult, score_sheet

ATTEMPTS = 400
QUALITY_MET, QUALITY_NOT_MET = 0.84, 0.5


@dataclass(frozen=True)
class Sheets:
    own: dict[str, Given]
    appraised: dict[str, Given]
    final: dict[str, Given]


class Drawer:
    """Draws for one rule set and year."""

    def __init__(
        self,
        rule_set: RuleSet,
        same: list[list[str]],
        year: int,
        gates_enabled: bool = True,
        gate_shows_in: Mapping[str, str] | None = None,
    ) -> None:
        self.rule_set, self.same, self.year = rule_set, same, year
        self.gates_enabled = gates_enabled
        self.gate_shows_in = gate_shows_in or {}

    def sheets(self, random: Random, mode: str, council_change: bool = False) -> Sheets:
        """`mode` is "met", or the code of the condition the commune fails by."""
        final = self._drawn(random, mode)
        chance = 0.1 if mode == "met" else 0.5
        own = self._sound(inflate(final, self.rule_set, random, chance, self.year), final)
        if mode == "DK3":
            own = fail_gates(own, self.rule_set, self.gate_shows_in)
        appraised = self._otherwise(final, random) if council_change else dict(final)
        return Sheets(own, appraised, final)

    def score(self, sheet: dict[str, Given]) -> SheetResult:
        answers, gates = split(self.rule_set, sheet)
        return score_sheet(self.rule_set, answers, gates, WorkCalendar(), self.gates_enabled)

    def _drawn(self, random: Random, mode: str) -> dict[str, Given]:
        for attempt in range(ATTEMPTS):
            sheet = self._attempt(random, mode, attempt)
            result = self.score(sheet)
            if any(scored.problem for scored in result.contents.values()) or result.unanswered:
                continue
            failing = [row.code for row in result.conditions if row.holds is False]
            if failing == ([] if mode == "met" else [mode]):
                return sheet
        raise RuntimeError(f"demo: no sheet came out as {mode}")

    def _attempt(self, random: Random, mode: str, attempt: int) -> dict[str, Given]:
        low = mode == "DK1" and self.rule_set.scale == "points"
        # Met / not met asks for every single line, so luck is helped along with the attempts.
        quality = QUALITY_NOT_MET + 0.1 * random.random() if low else QUALITY_MET
        if mode == "met":
            quality = min(1.0, QUALITY_MET + attempt * 0.01)
        sheet = self._sheet(quality, random)
        if mode == "DK2" and self.rule_set.scale == "points":
            sheet = self._sheet(0.97, random)
            return self._below_half(sheet, random)
        if mode == "DK3":
            sheet = fail_gates(sheet, self.rule_set, self.gate_shows_in)
        return tie_figures(sheet, self.same)

    def _sheet(self, quality: float, random: Random) -> dict[str, Given]:
        return draw_sheet(self.rule_set, quality, random, self.year, self.gates_enabled)

    def _below_half(self, sheet: dict[str, Given], random: Random) -> dict[str, Given]:
        """Just enough lines of one criterion at their worst for its condition to fail."""
        index = random.randrange(len(self.rule_set.criteria))
        for worse in worsened(sheet, self.rule_set, index):
            failing = [row.code for row in self.score(worse).conditions if row.holds is False]
            if failing:
                return worse
        return sheet

    def _sound(self, sheet: dict[str, Given], fallback: dict[str, Given]) -> dict[str, Given]:
        """Lines that hopeful figures made contradictory fall back to the true ones."""
        tied = tie_figures(sheet, self.same)
        faulty = [c for c, scored in self.score(tied).contents.items() if scored.problem]
        return {**tied, **{code: fallback[code] for code in faulty}}

    def _otherwise(self, final: dict[str, Given], random: Random) -> dict[str, Given]:
        """One line as the appraiser saw it before the council saw it better."""
        lines = [c for c in contents(self.rule_set) if not final[c.code].answer.not_applicable]
        for content in random.sample(lines, len(lines)):
            answer = draw(content, 0.0, random, self.year)
            sheet = {**final, content.code: Given(answer, final[content.code].explanation)}
            if (
                answer != final[content.code].answer
                and not self.score(sheet).contents[content.code].problem
            ):
                return sheet
        return dict(final)
