"""Papers that lines of a list name for themselves: one number has one day, which fits the year.

Pure: lines, the paper of the list and papers that are recorded in; faults out.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tuphap.rules.listed_columns import WORDS, Beside
from tuphap.rules.listed_results import ERROR, LONGEST_VALUE, WARNING, ListFault, ListLine
from tuphap.rules.paper_numbers import day_fault, in_words, plain_number

MOST_ROWS = 5


@dataclass(frozen=True)
class Paper:
    """`of_this` is False for one recorded for another year, whose number counts in its own year."""

    number: str
    signed_on: date
    of_this: bool = False


@dataclass(frozen=True)
class PapersOfList:
    """`own` is the paper of the list, which holds where a line names none; `columns` are where the
    file has number and day: heading and place."""

    year: int
    today: date
    own: Paper
    recorded: Sequence[Paper]
    columns: Mapping[Beside, tuple[str, int]]


def other_day(paper: Paper, recorded: Iterable[Paper]) -> Paper | None:
    """The one that has the same number and another day; a unit gives a number once a year."""
    for known in recorded:
        together = known.of_this or known.signed_on.year == paper.signed_on.year
        if together and known.signed_on != paper.signed_on and _same_number(known, paper):
            return known
    return None


def paper_faults_of(lines: Sequence[ListLine], papers: PapersOfList) -> list[ListFault]:
    named = {line.row: line for line in lines if line.paper_number or line.paper_day}
    written = {row: _paper_of(line, papers.own) for row, line in named.items()}
    days = _days_of(written)
    faults = []
    for row, line in named.items():
        for rule, sentence, level in _said(written[row], papers, days):
            faults.append(_fault(line, papers, rule, sentence, level))
    return faults


def _paper_of(line: ListLine, own: Paper) -> Paper:
    return Paper(line.paper_number or own.number, line.paper_day or own.signed_on)


def _days_of(written: Mapping[int, Paper]) -> dict[str, dict[date, list[int]]]:
    found: dict[str, dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row, paper in written.items():
        found[plain_number(paper.number)][paper.signed_on].append(row)
    return found


def _said(
    paper: Paper, papers: PapersOfList, days: Mapping[str, Mapping[date, Sequence[int]]]
) -> Iterator[tuple[str, str, str]]:
    """At most one sentence: rule, sentence, level."""
    number, day = f"quyết định số {paper.number}", in_words(paper.signed_on)
    same = days[plain_number(paper.number)]
    others = [row for at, rows in same.items() if at != paper.signed_on for row in rows]
    known = other_day(paper, papers.recorded)
    if sentence := day_fault(paper.signed_on, papers.year, papers.today):
        yield "paper_day_outside", sentence, ERROR
    elif known is not None:
        kept = in_words(known.signed_on)
        sentence = f"{number} đã ghi trong hệ thống với ngày ký {kept}, dòng này lấy ngày {day}."
        yield "paper_day_differs", f"{sentence} Sửa số hoặc ngày cho khớp văn bản.", ERROR
    elif paper.signed_on != papers.own.signed_on and _same_number(paper, papers.own):
        own = in_words(papers.own.signed_on)
        sentence = f"{number} của danh sách có ngày ký {own}, dòng này ghi ngày {day}."
        mend = "Ghi thêm số của quyết định riêng, hoặc sửa ngày cho khớp."
        yield "paper_day_differs", f"{sentence} {mend}", ERROR
    elif others and not _same_number(paper, papers.own):
        rows = ", ".join(str(row) for row in others[:MOST_ROWS])
        sentence = f"{number} ghi ngày {day} ở dòng này, ngày khác ở dòng {rows}."
        yield "paper_day_differs", f"{sentence} Sửa số hoặc ngày cho khớp văn bản.", ERROR
    elif sentence := before_year_ends(paper.signed_on, papers.year):
        yield "paper_day_early", sentence, WARNING


def before_year_ends(signed_on: date, year: int) -> str:
    """A year is assessed when it is over, so such a day is looked at once more; or ""."""
    if signed_on.year > year:
        return ""
    return (
        f"ngày ký {in_words(signed_on)} trước khi hết năm đánh giá {year}."
        " Kiểm tra lại ngày và năm."
    )


def _same_number(one: Paper, other: Paper) -> bool:
    return plain_number(one.number) == plain_number(other.number)


def _fault(line: ListLine, papers: PapersOfList, rule: str, sentence: str, level: str) -> ListFault:
    key = Beside.PAPER_DAY if line.paper_day else Beside.PAPER_NUMBER
    text, place = papers.columns.get(key, (WORDS[key], None))
    value = in_words(line.paper_day) if line.paper_day else line.paper_number
    return ListFault(line.row, text, value[:LONGEST_VALUE], rule, sentence, level, place)
