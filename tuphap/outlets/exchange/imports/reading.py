"""From the bytes of a file to the lines of a list: the sheet, its headings, its faults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from tuphap.foundation.calendar.queries import work_calendar
from tuphap.modules.assessments.former_years.actions.batches import (
    SheetPlace,
    keep_fault,
    keep_reading,
)
from tuphap.modules.assessments.former_years.models import ANSWERS, ImportBatch
from tuphap.modules.assessments.former_years.queries.batches import said_headings
from tuphap.modules.criteria.queries import newest, parsed
from tuphap.outlets.exchange.book import Book, Sheet
from tuphap.outlets.exchange.book_file import best_sheet, read_book
from tuphap.outlets.exchange.imports.places import bytes_of
from tuphap.outlets.exchange.imports.watching import Unwatched, Watch
from tuphap.outlets.exchange.pasted import read_pasted
from tuphap.outlets.exchange.reading_faults import not_pasted, unreadable
from tuphap.rules.listed_columns import said_of, usual_meaning
from tuphap.rules.listed_results import ERROR, ListFault, ReadList, list_vocabulary, read_list
from tuphap.rules.listed_template import VERSION, Mark, mark_in, told_of, without_marks
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import RuleSet
from tuphap.rules.score_cells import Cell, is_blank, is_word_of_verdict, shown
from tuphap.rules.score_headers import Meaning, heading_key
from tuphap.rules.score_heading_rows import (
    DEEPEST_HEADING,
    Column,
    Rows,
    recognised,
)

FEWEST_HEADINGS, WIDER_THAN_ANY = 3, 1000
NOT_READ = frozenset({"hidden_sheet", "no_cells"})


@dataclass(frozen=True)
class ReadFile:
    """The sheet that was chosen with its lines; `notes` are the written rules the file met."""

    sheet: Sheet
    place: SheetPlace
    found: ReadList
    notes: tuple[str, ...]
    mark: Mark | None


def read_batch(pk: UUID, at: datetime, watch: Watch | None = None) -> bool:
    """Whether there was anything to do; it may run twice, and then begins anew."""
    watch = watch or Unwatched()
    batch = ImportBatch.objects.select_related("scope_unit").filter(pk=pk, read_at=None).first()
    if batch is None:
        return False
    try:
        read = read_file(batch, watch)
        watch.keeping()
    except Refused as refused:
        keep_fault(pk, refused.sentence, at)
    else:
        found = _with_mark(read.found, read.mark, batch)
        keep_reading(pk, read.place, found, notes_of(batch, read), at)
    return True


def read_file(batch: ImportBatch, watch: Watch | None = None) -> ReadFile:
    """Refused where the file cannot be read at all, or where its reading was stopped."""
    data, stored = bytes_of(batch), newest(batch.rule_set_code)
    if data is None or stored is None:
        raise Refused("file_gone", "Tệp không còn trong hệ thống. Nạp lại tệp.", Kind.CONFLICT)
    return read_data(
        data,
        parsed(stored),
        {**said_headings(batch.scope_unit, batch.rule_set_code), **batch.mapping},
        answers=batch.kind == ANSWERS,
        pasted=batch.pasted,
        watch=watch,
    )


def read_data(
    data: bytes,
    rule_set: RuleSet,
    choices: Mapping[str, str],
    *,
    answers: bool,
    pasted: bool = False,
    watch: Watch | None = None,
) -> ReadFile:
    watch = watch or Unwatched()
    said = said_of(choices, rule_set)
    watch.opening()
    book, sheet = _sheet_of(data, rule_set, said, watch, pasted=pasted)
    sheet = replace(sheet, rows=without_marks(sheet.rows))
    watch.checking(len(sheet.rows))
    said = {**_usual(sheet.rows, rule_set), **said}
    try:
        found = read_list(
            sheet.rows, rule_set, said, work_calendar(), asks_all=not answers, seen=watch.row
        )
    except Refused as refused:
        if refused.code != "no_heading":
            raise
        head = rule_set.criteria[0].code
        told = not_pasted("pasted_no_heading", head=head) if pasted else refused
        found = _without_heading(sheet.rows, told)
    # What another sheet holds says nothing of this one, but that it is not read does.
    notes = (n for n in book.notes if n.sheet in ("", sheet.name) or n.code in NOT_READ)
    unread = sum(note.code in NOT_READ for note in book.notes)
    place = SheetPlace(sheet.name, len(book.sheets) + unread)
    sentences = tuple(note.sentence for note in notes)
    return ReadFile(sheet, place, found, sentences, mark_in(sheet.rows))


def _with_mark(found: ReadList, mark: Mark | None, batch: ImportBatch) -> ReadList:
    if mark is None:
        return found
    told = tuple(told_of(mark, batch.year, batch.rule_set_code))
    return replace(found, faults=(*told, *found.faults))


def _sheet_of(
    data: bytes, rule_set: RuleSet, said: Mapping[str, Meaning], watch: Watch, *, pasted: bool
) -> tuple[Book, Sheet]:
    """The visible sheet with the most headings that are known; the first where none is."""
    vocabulary = list_vocabulary(rule_set, said)

    def understood(rows: Rows) -> int:
        """Where no heading is known, the most columns: somebody may still say what they are."""
        widest = max((len(row) for row in rows[:DEEPEST_HEADING]), default=0)
        return recognised(rows, vocabulary) * WIDER_THAN_ANY + widest

    if pasted:
        book = read_pasted(data.decode())
    else:
        book = read_book(data, understood, stopped=watch.stopped)
    sheet = best_sheet(book, understood)
    if sheet is None:
        raise unreadable("no_sheet")
    return book, sheet


def _usual(rows: Rows, rule_set: RuleSet) -> dict[str, Meaning]:
    """Columns that every form adds by itself."""
    texts = {c for row in rows[:DEEPEST_HEADING] for c in row if isinstance(c, str) and c.strip()}
    choices = {heading_key(text): usual_meaning(text) for text in texts}
    return said_of({key: choice for key, choice in choices.items() if choice}, rule_set)


def _without_heading(rows: Rows, refused: Refused) -> ReadList:
    """Somebody may still say what the headings mean, where a line looks like some."""
    for place, row in enumerate(rows[:DEEPEST_HEADING]):
        if _may_be_headings(row):
            columns = tuple(
                Column(n, shown(cell), None) for n, cell in enumerate(row) if not is_blank(cell)
            )
            fault = ListFault(place + 1, "", "", refused.code, refused.sentence, ERROR)
            return ReadList((), (fault,), columns, columns, place + 1, is_usable=False)
    raise refused


def _may_be_headings(row: Sequence[Cell]) -> bool:
    """Several words, and neither more figures than words nor a verdict, as a unit has them."""
    filled = [cell for cell in row if isinstance(cell, str) and not is_blank(cell)]
    words = [text for text in filled if any(sign.isalpha() for sign in text)]
    if len(words) < FEWEST_HEADINGS or len(words) * 2 <= len(filled):
        return False
    return not any(is_word_of_verdict(text) for text in words)


def notes_of(batch: ImportBatch, read: ReadFile) -> list[str]:
    """What a reader of the preview has to know of how the file was read."""
    notes = list(read.notes)
    if read.mark is not None and read.mark.version == str(VERSION):
        notes.append(f"Tệp theo mẫu của hệ thống, phiên bản {VERSION}.")
    if batch.units_on.year > batch.year:
        notes.append(
            f"Danh sách đơn vị cũ nhất trong hệ thống là của ngày {batch.units_on:%d/%m/%Y};"
            f" đơn vị của năm {batch.year} được nhận theo danh sách này."
        )
    notes.append("Bỏ qua dòng tên nhóm, dòng tổng, ghi chú.")
    return notes
