"""The findings of the automatic checks as the desk shows them: by check, what waits first."""

from collections.abc import Iterable
from dataclasses import dataclass

from tuphap.modules.assessments.desk.values import Line
from tuphap.modules.assessments.models import FindingReview
from tuphap.modules.assessments.queries.desk import DeskOf
from tuphap.modules.assessments.queries.reviews import Identity
from tuphap.rules.plausibility import LEVELS, Check, Finding
from tuphap.rules.refusals import Kind, Refused

CHOSEN, TAKEN_BACK = "xem", "bo"
MOST_CHOSEN = 400


@dataclass(frozen=True)
class ShownFinding:
    """`line` is None where it is about the whole sheet."""

    finding: Finding
    line: Line | None
    seen: FindingReview | None

    @property
    def value(self) -> str:
        """As a form sends it."""
        return ":".join(self.finding.identity)

    @property
    def place(self) -> str:
        return self.line.code if self.line else "cả phiếu"


@dataclass(frozen=True)
class SameWords:
    """Findings with the same sentence stand in one line."""

    sentence: str
    findings: tuple[ShownFinding, ...]


@dataclass(frozen=True)
class CheckGroup:
    check: Check
    level: str
    rows: tuple[SameWords, ...]

    @property
    def level_label(self) -> str:
        return LEVELS[self.level].lower()

    @property
    def findings(self) -> tuple[ShownFinding, ...]:
        return tuple(one for row in self.rows for one in row.findings)

    @property
    def waiting(self) -> int:
        return sum(one.seen is None for one in self.findings)

    @property
    def waiting_places(self) -> str:
        return ", ".join(one.place for one in self.findings if one.seen is None)

    @property
    def is_warning(self) -> bool:
        return self.findings[0].finding.is_warning

    @property
    def is_open(self) -> bool:
        """What has to be looked at lies open; notes and what is done are folded."""
        return self.is_warning and self.waiting > 0


@dataclass(frozen=True)
class ShownChecks:
    groups: tuple[CheckGroup, ...]

    def _all(self, *, warnings: bool) -> list[ShownFinding]:
        groups = (group for group in self.groups if group.is_warning == warnings)
        return [one for group in groups for one in group.findings]

    @property
    def warnings(self) -> int:
        return len(self._all(warnings=True))

    @property
    def notes(self) -> int:
        return len(self._all(warnings=False))

    @property
    def waiting(self) -> tuple[ShownFinding, ...]:
        """Warnings nobody has looked at."""
        return tuple(one for one in self._all(warnings=True) if one.seen is None)

    @property
    def unseen_groups(self) -> tuple[CheckGroup, ...]:
        return tuple(group for group in self.groups if group.is_open)

    @property
    def can_be_ticked(self) -> bool:
        return any(group.waiting for group in self.groups)


def shown_checks(found: DeskOf) -> ShownChecks:
    """In the order of the table of checks, warnings before notes."""
    by_check: dict[str, list[ShownFinding]] = {}
    for finding in found.desk.findings:
        shown = ShownFinding(
            finding, found.desk.line(finding.item), found.seen.get(finding.identity)
        )
        by_check.setdefault(finding.check.code, []).append(shown)
    groups = [_group(rows) for rows in by_check.values()]
    return ShownChecks(tuple(sorted(groups, key=lambda group: not group.is_warning)))


def _group(rows: Iterable[ShownFinding]) -> CheckGroup:
    by_sentence: dict[str, list[ShownFinding]] = {}
    for row in rows:
        by_sentence.setdefault(row.finding.sentence, []).append(row)
        check, level = row.finding.check, row.finding.level
    words = (SameWords(sentence, tuple(found)) for sentence, found in by_sentence.items())
    return CheckGroup(check, level, tuple(words))


def identities(values: Iterable[str]) -> list[Identity]:
    """What a form sent; raises Refused for what no page of ours offers."""
    found = []
    for value in list(values)[:MOST_CHOSEN]:
        parts = value.split(":")
        if len(parts) != 3:
            raise Refused(
                "unknown_field",
                "Lần gửi có một mục sai mẫu. Chưa ghi gì. Tải lại trang rồi làm lại.",
                Kind.INVALID,
            )
        found.append((parts[0], parts[1], parts[2]))
    return found
