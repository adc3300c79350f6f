"""What stands in one line of a sheet of scores, cell by cell, with what is wrong in it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal

from tuphap.rules.choice_letters import as_letter, keys_by_letter
from tuphap.rules.content_scoring import Answer, Scored, score_content
from tuphap.rules.deadlines import WorkCalendar
from tuphap.rules.numbers import format_points, quoted
from tuphap.rules.rule_set_rows import (
    PASS,
    ChooseAtLeast,
    Content,
    Options,
    Percentage,
    RuleSet,
)
from tuphap.rules.score_cells import (
    Cell,
    CellFault,
    folded,
    is_blank,
    read_count,
    read_date,
    read_pair,
    read_points,
    read_verdict,
    says_absent,
    shown,
)
from tuphap.rules.score_headers import NOT_MET, PARTS, Role, Vocabulary
from tuphap.rules.score_heading_rows import Column, Heading
from tuphap.rules.score_lines import DataLine


@dataclass
class Figures:
    """What one line says; `faults` pair a column with what is wrong in it."""

    points: dict[str, Decimal] = field(default_factory=dict)
    gates: dict[str, bool | None] = field(default_factory=dict)
    total: Decimal | None = None
    result: bool | None = None
    doubtful: bool = False  # a figure below 0 or above its maximum: nothing follows from it
    faults: list[tuple[Column, CellFault]] = field(default_factory=list)


def read_figures(
    line: DataLine,
    heading: Heading,
    rule_set: RuleSet,
    vocabulary: Vocabulary,
    calendar: WorkCalendar,
) -> Figures:
    """Everything a line says. A cell that cannot be read is a fault and counts as unknown."""
    reader = _LineReader(line, heading, rule_set, vocabulary, calendar)
    return reader.read()


@dataclass
class _LineReader:
    line: DataLine
    heading: Heading
    rule_set: RuleSet
    vocabulary: Vocabulary
    calendar: WorkCalendar
    figures: Figures = field(default_factory=Figures)

    def read(self) -> Figures:
        answered = self._contents()
        for column in self.heading.having(Role.POINTS):
            if column.code in answered:
                self._guarded(column, self._compare)
            else:
                self._guarded(column, self._points)
        for column in self.heading.having(Role.TOTAL):
            self._guarded(column, self._total)
        for column in self.heading.having(Role.RESULT, Role.CONDITION):
            if not is_blank(self.line.cell(column)):
                self._guarded(column, self._verdict)
        return self.figures

    def _guarded(self, column: Column, read: Callable[[Column], None]) -> None:
        try:
            read(column)
        except CellFault as fault:
            self.figures.faults.append((column, fault))

    def _points(self, column: Column) -> None:
        cell = self.line.cell(column)
        code = column.code
        node = self.vocabulary.nodes[code]
        if is_blank(cell):
            raise CellFault("missing_value", f"chưa có điểm của {code}. Ghi điểm vào ô này.")
        if isinstance(cell, str) and isinstance(node, Content):
            answer = _answer_in_one_cell(node, cell)
            if answer:
                self._score(column, node, answer)
                return
        if self.rule_set.scale == PASS:
            self.figures.points[code] = Decimal(read_verdict(cell))
        else:
            self._number(column, code, node.max_points)

    def _number(self, column: Column, code: str, maximum: Decimal | None) -> None:
        """A figure outside its limits is named, and still stands in the sums of the sheet."""
        try:
            self.figures.points[code] = read_points(self.line.cell(column), maximum)
        except CellFault as fault:
            if fault.figure is not None:
                self.figures.points[code] = fault.figure
                self.figures.doubtful = True
            raise

    def _compare(self, column: Column) -> None:
        """Points printed beside the figures they are computed from."""
        code = column.code
        cell, computed = self.line.cell(column), self.figures.points.get(code)
        if is_blank(cell) or computed is None:
            return
        is_pass = self.rule_set.scale == PASS
        printed = Decimal(read_verdict(cell)) if is_pass else read_points(cell, None)
        if printed != computed:
            shown_points = "đạt" if computed else "chưa đạt"
            raise CellFault(
                "points_contradict",
                f"ghi {quoted(shown(cell))}, tính từ số liệu là"
                f" {shown_points if is_pass else format_points(computed)}. Kiểm tra lại các ô này.",
            )

    def _verdict(self, column: Column) -> None:
        verdict = read_verdict(self.line.cell(column))
        if column.role is Role.CONDITION:
            self.figures.gates[column.code] = verdict
        elif verdict or column.code != NOT_MET:
            result = verdict and column.code != NOT_MET
            if self.figures.result not in (None, result):
                sentence = "cột đạt và cột chưa đạt cùng có dấu. Giữ một dấu."
                raise CellFault("two_verdicts", sentence)
            self.figures.result = result

    def _total(self, column: Column) -> None:
        cell = self.line.cell(column)
        if is_blank(cell):
            raise CellFault("missing_value", "chưa có tổng. Ghi tổng vào ô này.")
        try:
            self.figures.total = read_points(cell, self._total_maximum())
        except CellFault as fault:
            self.figures.total = fault.figure
            raise

    def _total_maximum(self) -> Decimal | None:
        """In scale pass a total is the number of indicators that pass."""
        if self.rule_set.total_max is not None:
            return self.rule_set.total_max
        return Decimal(sum(len(c.indicators) for c in self.rule_set.criteria))

    def _contents(self) -> set[str]:
        """Contents whose figures stand in columns of their own."""
        parts: dict[str, list[Column]] = {}
        for column in self.heading.having(*PARTS):
            parts.setdefault(column.code, []).append(column)
        answered = set()
        for code, columns in parts.items():
            if any(not is_blank(self.line.cell(column)) for column in columns):
                answered.add(code)
                self._content(code, columns)
            elif code not in self._codes_with_points():
                fault = CellFault("missing_value", f"chưa có số liệu của {code}.")
                self.figures.faults.append((columns[0], fault))
        return answered

    def _codes_with_points(self) -> set[str]:
        return {column.code for column in self.heading.having(Role.POINTS)}

    def _content(self, code: str, columns: list[Column]) -> None:
        node = self.vocabulary.nodes[code]
        answer, faults = Answer(), len(self.figures.faults)
        for column in columns:
            cell = self.line.cell(column)
            if is_blank(cell):
                continue
            try:
                answer = _with_part(answer, column, cell)
            except CellFault as fault:
                self.figures.faults.append((column, fault))
        if isinstance(node, Content) and len(self.figures.faults) == faults:
            self._guarded(columns[0], lambda c: self._score(c, node, answer))

    def _score(self, _: Column, content: Content, answer: Answer) -> None:
        scored = score_content(content, answer, self.calendar)
        if not scored.is_decided:
            raise CellFault("content_problem", scored.problem or f"{content.code}: {scored.why}.")
        self.figures.points[content.code] = _figure(scored)


def _figure(scored: Scored) -> Decimal:
    return Decimal(bool(scored.passed)) if scored.points is None else scored.points


def _with_part(answer: Answer, column: Column, cell: Cell) -> Answer:
    role = column.role
    if role is Role.DONE:
        return replace(answer, done=read_count(cell, column.text))
    if role is Role.DUE:
        return replace(answer, due=read_count(cell, column.text))
    if role is Role.ASSIGNED_ON:
        return replace(answer, assigned_on=read_date(cell, column.text))
    if role is Role.DONE_ON:
        return replace(answer, done_on=read_date(cell, column.text))
    return replace(answer, not_applicable=says_absent(cell) or read_verdict(cell))


def _answer_in_one_cell(content: Content, cell: str) -> Answer | None:
    """ "38/40", the letter or text of an option, letters of activities, or that nothing arose."""
    scoring = content.scoring
    if says_absent(cell):
        return Answer(not_applicable=True)
    if isinstance(scoring, Percentage):
        pair = read_pair(cell, scoring.done_label, scoring.due_label)
        return Answer(done=pair[0], due=pair[1]) if pair else None
    if isinstance(scoring, Options):
        keys = (o.key for o in scoring.options if folded(cell) == folded(o.text))
        key = keys_by_letter(scoring.options).get(as_letter(cell)) or next(keys, None)
        return Answer(option=key) if key else None
    if isinstance(scoring, ChooseAtLeast):
        known = keys_by_letter(scoring.options)
        letters = re.findall(r"\w+", as_letter(cell))
        is_read = letters and known.keys() >= set(letters)
        return Answer(chosen=frozenset(known[one] for one in letters)) if is_read else None
    return None
