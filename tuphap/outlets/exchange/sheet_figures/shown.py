"""The preview as the page shows it, and the form that saves exactly this."""

from collections.abc import Mapping
from dataclasses import dataclass

from tuphap.modules.assessments.forms import END, Reading
from tuphap.modules.assessments.from_spreadsheet.block import BlockFault, read_block
from tuphap.modules.assessments.from_spreadsheet.plan import (
    Change,
    Plan,
    changes_of,
    plan_of,
    sound,
)
from tuphap.modules.assessments.from_spreadsheet.stamp import require_own_stamp
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.queries.open_sheet import OpenSheet
from tuphap.modules.assessments.sheet.clash import Fields, fields_to_send
from tuphap.outlets.exchange.sheet_figures.brought import Brought
from tuphap.outlets.exchange.sheet_figures.effect import Effect, Step, effect_of
from tuphap.rules.refusals import Refused

FAULTS_SHOWN = 200


@dataclass(frozen=True)
class Preview:
    """`fields` are those the sheet itself would send, with the marks of what stands there."""

    plan: Plan
    fields: Fields
    effect: Effect

    @property
    def rows(self) -> tuple[tuple[Change, Step], ...]:
        return tuple((change, self.effect.lines[change.item.code]) for change in self.plan.changes)

    @property
    def first_faults(self) -> tuple[BlockFault, ...]:
        return self.plan.faults[:FAULTS_SHOWN]

    @property
    def more_faults(self) -> int:
        return len(self.plan.faults) - len(self.first_faults)


def preview_of(opened: OpenSheet, brought: Brought) -> Preview:
    require_own_stamp(brought.rows, opened.name)
    judged = opened.judged
    block = read_block(brought.rows, opened.sheet(), brought.start)
    return _preview(opened, plan_of(block, judged.items, judged.stored, judged.faults))


def preview_again(opened: OpenSheet, reading: Reading, refused: Refused) -> Preview:
    """Of lines that could not be saved because something else changed meanwhile."""
    judged = opened.judged
    kept, sentences = sound(reading.lines, judged.stored, judged.faults)
    unread: Mapping[str, str] = {code: fault.sentence for code, fault in reading.faults.items()}
    faults = tuple(
        BlockFault(
            0, item.code, answer_words(item, reading.lines.get(item.code)), sentence, item.code
        )
        for item in judged.items
        if (sentence := {**refused.fields, **sentences, **unread}.get(item.code))
        if item.code not in kept
    )
    return _preview(opened, Plan(changes_of(judged.items, judged.stored, kept, {}), 0, faults))


def _preview(opened: OpenSheet, plan: Plan) -> Preview:
    items = tuple(change.item for change in plan.changes)
    after = {change.item.code: change.after for change in plan.changes}
    stored = opened.judged.stored
    marks = {item.code: own_mark(stored.get(item.code, Given())) for item in items}
    fields = (*fields_to_send(items, after, marks), (END, "1"))
    return Preview(plan, fields, effect_of(opened.judged, after))
