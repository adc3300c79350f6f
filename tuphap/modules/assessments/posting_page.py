"""What the public page of a posted result shows: figures and sums, nobody's name, no document."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tuphap.modules.assessments.actions.entries import score
from tuphap.modules.assessments.lines.words import answer_words
from tuphap.modules.assessments.queries.posting import Posting
from tuphap.modules.assessments.queries.public_comments import shown_to_all
from tuphap.modules.assessments.queries.sheet import self_column
from tuphap.modules.assessments.sheet.panel import panel
from tuphap.modules.assessments.sheet.values import Input, Pill, Section, sections
from tuphap.modules.criteria.queries import notice


@dataclass(frozen=True)
class Row:
    """One content: what was entered, and what it gives."""

    code: str
    name: str
    words: str
    pill: Pill


@dataclass(frozen=True)
class Indicator:
    code: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Criterion:
    title: str
    score: str
    of: str
    indicators: tuple[Indicator, ...]


def shown(found: Posting) -> dict[str, Any]:
    """Explanations and evidence stay inside: they may name people."""
    dossier = found.dossier
    column = self_column(dossier)
    result = score(dossier, column.rule_set, column.given)
    sheet = sections(column.rule_set, column.items, Input(given=column.given, result=result))
    said = shown_to_all(dossier)
    words = {item.code: answer_words(item, column.given.get(item.code)) for item in column.items}
    return {
        "posting": found,
        "dossier": dossier,
        "panel": panel(column.rule_set, result, {}),
        "criteria": [_rows(section, words) for section in sheet if section.of],
        "said": said,
        "strip_notice": notice(dossier.period.rule_set),
    }


def _rows(section: Section, words: Mapping[str, str]) -> Criterion:
    indicators = tuple(
        Indicator(
            group.code,
            group.name,
            tuple(Row(line.code, line.name, words[line.code], line.pill) for line in group.lines),
        )
        for group in section.groups
    )
    return Criterion(section.title, section.score, section.of, indicators)
