"""Between rows of the database and the values the rules work with."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tuphap.modules.assessments.models import Entry
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.scoring import Answer

# A gate condition is answered by one of two words; the wording of the law is in the rule set.
GATE_PASSES, GATE_FAILS = "none", "some"
GATE_OPTIONS = ((GATE_PASSES, "Không có trường hợp nào"), (GATE_FAILS, "Có"))


@dataclass(frozen=True)
class Given:
    """What somebody entered on one line: figures (or the word of a gate) and a sentence."""

    answer: Answer = field(default_factory=Answer)
    explanation: str = ""


def given_of(entry: Entry) -> Given:
    return Given(
        Answer(
            done=entry.done,
            due=entry.due,
            option=entry.option or None,
            chosen=frozenset(entry.chosen),
            assigned_on=entry.assigned_on,
            done_on=entry.done_on,
            not_applicable=entry.not_applicable,
        ),
        entry.explanation,
    )


def given_by_item(entries: Iterable[Entry]) -> dict[str, Given]:
    return {entry.item: given_of(entry) for entry in entries}


def fields_of(given: Given) -> dict[str, object]:
    """The columns of an Entry row that hold this answer."""
    answer = given.answer
    return {
        "done": answer.done,
        "due": answer.due,
        "option": answer.option or "",
        "chosen": sorted(answer.chosen),
        "assigned_on": answer.assigned_on,
        "done_on": answer.done_on,
        "not_applicable": answer.not_applicable,
        "explanation": given.explanation,
    }


def gate_codes(rule_set: RuleSet) -> tuple[str, ...]:
    return tuple(c.code for c in rule_set.conditions if c.kind == "boolean_gate")


def split(
    rule_set: RuleSet, given: Mapping[str, Given]
) -> tuple[dict[str, Answer], dict[str, bool | None]]:
    """Answers per content, and per gate whether it holds (None while not answered)."""
    gates = gate_codes(rule_set)
    answers = {item: line.answer for item, line in given.items() if item not in gates}
    holds = {GATE_PASSES: True, GATE_FAILS: False}
    word = {code: given[code].answer.option if code in given else None for code in gates}
    return answers, {code: holds.get(word[code] or "") for code in gates}
