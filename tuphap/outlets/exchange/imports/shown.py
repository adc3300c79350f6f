"""A file of former results as its pages show it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tuphap.modules.assessments.former_years.models import ANSWERS, ImportBatch
from tuphap.modules.assessments.former_years.plans import Standing, line_of, stand
from tuphap.modules.assessments.former_years.queries.batches import (
    faults_of,
    has_sheets,
    on_sheet,
    said_headings,
)
from tuphap.modules.assessments.import_progress.queries import was_stopped
from tuphap.modules.criteria.queries import newest, parsed
from tuphap.rules.listed_columns import Offered, offered
from tuphap.rules.listed_papers import before_year_ends
from tuphap.rules.listed_plan import EMPTY, LEFT_OUT, NEW, SAME, Plan, Settled
from tuphap.rules.listed_results import ERROR, ListFault, ListLine
from tuphap.rules.listed_units import unnamed_in_words
from tuphap.rules.numbers import UNKNOWN, format_points
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import PASS
from tuphap.rules.score_headers import heading_key

MOST_FAULTS = 300
STATES = {
    "waiting": ("Đang đọc", "grey"),
    "stopped": ("Đã dừng đọc", "grey"),
    "unreadable": ("Không đọc được", "red"),
    "preview": ("Xem trước", "blue"),
    "written": ("Đã ghi", "green"),
    "undone": ("Đã hoàn tác", "grey"),
}
ROW_STATES = {
    NEW: ("Sẽ ghi", "green"),
    SAME: ("Đã có, giống hệt", "grey"),
    LEFT_OUT: ("Không ghi", "red"),
    EMPTY: ("Để trống", "grey"),
}
WORDS = {True: "Đạt", False: "Chưa đạt", None: UNKNOWN}


@dataclass(frozen=True)
class ShownRow:
    row: int
    name: str
    how: str
    points: tuple[tuple[str, str], ...]
    total: str
    printed: str  # "" where it is the same
    result: str
    reason: str
    beside: tuple[str, ...]  # what else of the line is written
    status: tuple[str, str]


@dataclass(frozen=True)
class Preview:
    """`refusal` says why nothing of the file may be written at all."""

    codes: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    faults: tuple[ListFault, ...]
    columns: tuple[tuple[str, str], ...]
    digest: str
    new: int
    same: int
    left_out: int
    refusal: str = ""
    is_answers: bool = False
    in_points: bool = True
    has_sheets: bool = False  # the file has more than one, so faults say which
    empty: int = 0
    unnamed: str = ""
    unnamed_count: int = 0

    @property
    def errors(self) -> int:
        return sum(fault.level == ERROR for fault in self.faults)

    @property
    def warnings(self) -> int:
        return len(self.faults) - self.errors

    @property
    def first_faults(self) -> Sequence[ListFault]:
        return self.faults[:MOST_FAULTS]

    @property
    def more_faults(self) -> int:
        return max(len(self.faults) - MOST_FAULTS, 0)


def state_of(batch: ImportBatch) -> tuple[str, str, str]:
    """Key, word and tone."""
    if batch.undone_at is not None:
        key = "undone"
    elif batch.committed_at is not None:
        key = "written"
    elif batch.read_at is None:
        key = "waiting"
    elif was_stopped(batch):
        key = "stopped"
    else:
        key = "unreadable" if batch.fault else "preview"
    return (key, *STATES[key])


def preview_of(batch: ImportBatch) -> Preview:
    """On the units and results of this moment; the digest is of exactly this."""
    try:
        standing = stand(batch)
    except Refused as refused:
        found = tuple(on_sheet(batch, faults_of(batch)))
        return Preview(
            (),
            (),
            found,
            _columns(batch),
            "",
            0,
            0,
            0,
            refused.sentence,
            has_sheets=has_sheets(batch),
        )
    return _preview(batch, standing)


def _preview(batch: ImportBatch, standing: Standing) -> Preview:
    plan = standing.plan
    is_pass = standing.rule_set.scale == PASS
    criteria = () if is_pass else parsed(standing.rule_set).criteria
    codes = tuple(criterion.code for criterion in criteria)
    faults = on_sheet(batch, (*faults_of(batch), *plan.faults))
    # Lines of a template that nobody filled in come last, whatever their number.
    rows = sorted(plan.rows, key=lambda row: row.state == EMPTY)
    is_answers = batch.kind == ANSWERS
    return Preview(
        codes,
        tuple(_row(row, codes) for row in rows),
        tuple(faults),
        _columns(batch),
        standing.digest,
        plan.count(NEW),
        plan.count(SAME),
        plan.count(LEFT_OUT),
        is_answers=is_answers,
        in_points=not is_pass,
        has_sheets=has_sheets(batch),
        empty=plan.count(EMPTY),
        unnamed="" if is_answers else _unnamed(plan),
        unnamed_count=len(plan.unnamed),
    )


def left_of(batch: ImportBatch) -> Preview | None:
    """What of a written file was not written, as it was found then; None where nothing was."""
    left, stored = batch.read.get("left"), newest(batch.rule_set_code)
    if not left or not left["rows"] or stored is None:
        return None
    is_pass = stored.scale == PASS
    codes = () if is_pass else tuple(c.code for c in parsed(stored).criteria)
    wanted = set(left["rows"])
    lines = [line_of(row) for row in batch.read["lines"] if row["row"] in wanted]
    found = (*faults_of(batch), *(ListFault(**row) for row in left["faults"]))
    return Preview(
        codes,
        tuple(_row(Settled(line, LEFT_OUT, met=line.result), codes) for line in lines),
        tuple(on_sheet(batch, found)),
        (),
        "",
        0,
        0,
        len(lines),
        is_answers=batch.kind == ANSWERS,
        in_points=not is_pass,
        has_sheets=has_sheets(batch),
    )


def early_paper(batch: ImportBatch) -> str:
    """What to look at of the paper of the list; or ""."""
    return before_year_ends(batch.paper_day, batch.year) if batch.paper_day else ""


def _unnamed(plan: Plan) -> str:
    """Nothing where no line means any unit: then the list is of something else."""
    return unnamed_in_words(plan.unnamed, plan.begun) if plan.begun else ""


def _row(row: Settled, codes: Sequence[str]) -> ShownRow:
    line = row.line
    differs = line.printed_total is not None and line.printed_total != line.total
    return ShownRow(
        line.row,
        row.unit.name if row.unit else line.unit,
        f"{row.unit.how}, mã {row.unit.code}" if row.unit else "",
        tuple((code, format_points(line.points.get(code))) for code in codes),
        format_points(line.total),
        format_points(line.printed_total) if differs else "",
        WORDS[row.met],
        line.reason,
        tuple(_beside(line)),
        ROW_STATES[row.state],
    )


def _beside(line: ListLine) -> Iterator[str]:
    if line.paper_number:
        yield f"Quyết định {line.paper_number}"
    if line.paper_day:
        yield f"ký ngày {line.paper_day:%d/%m/}{line.paper_day.year:04d}"
    if line.satisfaction is not None:
        yield f"hài lòng {format_points(line.satisfaction)}\u00a0%"


def _columns(batch: ImportBatch) -> tuple[tuple[str, str], ...]:
    """Headings of the file that nobody has explained, with the letters of their columns."""
    known = batch.read.get("columns", ())
    return tuple((row["letters"], row["text"]) for row in known if not row["role"])


# --- headings ---


@dataclass(frozen=True)
class HeadingToExplain:
    key: str
    letters: str
    text: str
    chosen: str
    choices: Sequence[Offered]


def headings_to_explain(batch: ImportBatch) -> list[HeadingToExplain]:
    """Those nobody knows, and those somebody has explained before; what was said is chosen."""
    stored = newest(batch.rule_set_code)
    if stored is None:
        return []
    choices = offered(parsed(stored))
    said = {**said_headings(batch.scope_unit, batch.rule_set_code), **batch.mapping}
    found = []
    for row in batch.read.get("columns", ()):
        key = heading_key(row["text"])
        if not row["role"] or key in said:
            found.append(
                HeadingToExplain(key, row["letters"], row["text"], said.get(key, ""), choices)
            )
    return found
