"""The Word template of the report of a year."""

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as SIDE

from word_forms.parts import begin, body, each, otherwise, recipients_and_signature, when, write
from word_forms.tables import Table, words_of

TOTALS, AVERAGES, YEARS = [45, 26, 22, 22, 20, 30], [85, 26, 28, 26], [80, 30, 30, 25]
MET, NOT_MET = [12, 80, 45, 28], [12, 45, 36, 26, 46]


def report_paper() -> Any:
    document = begin(0.38, ruled=True)
    part(document, "opening")
    heading(document, "{{ headings.organised }}")
    part(document, "organised")
    heading(document, "{{ chapter }}")
    headed(document, "results")
    totals_table(document, "tables.kinds")
    with when(document, "tables.groups"):
        write(document, "", 6)  # two tables without a paragraph between them would be one
        totals_table(document, "tables.groups")
    headed(document, "averages")
    plain_table(document, "tables.criteria", AVERAGES)
    headed(document, "beside")
    with when(document, "tables.beside"):
        plain_table(document, "tables.beside", YEARS)
    headed(document, "new_rural")
    headed(document, "limits")
    headed(document, "proposals")
    last = body(document, "{{ closing }}")
    last.paragraph_format.space_before, last.paragraph_format.keep_with_next = 50800, True
    recipients_and_signature(document)
    annexes(document)
    return document


def annexes(document: Any) -> None:
    for name, widths in (("annexes.met", MET), ("annexes.not_met", NOT_MET)):
        annex(document, f"{{{{ {name}.title }}}}")
        with when(document, f"{name}.rows"):
            plain_table(document, name, widths, list_of_units=True)
            otherwise(document)
            body(document, "{{ nobody }}")
    with when(document, "annexes.not_met.rows"), each(document, "annexes.not_met.notes"):
        write(document, "{{ line }}", 12)
    annex(document, "{{ annexes.indicators_title }}")
    plain_table(document, "tables.indicators", AVERAGES)
    with each(document, "annexes.new_rural", "list"):
        annex(document, "{{ list.title }}")
        plain_table(document, "list", MET, list_of_units=True)


def part(document: Any, key: str) -> None:
    with each(document, f"parts.{key}"):
        body(document, "{{ line }}")


def headed(document: Any, key: str) -> None:
    heading(document, f"{{{{ headings.{key} }}}}")
    part(document, key)


def heading(document: Any, words: str) -> Any:
    found = write(document, words, 14, bold=True)
    shape = found.paragraph_format
    shape.space_before = shape.space_after = 50800
    shape.keep_with_next = True
    return found


def annex(document: Any, words: str) -> None:
    found = heading(document, words)
    found.alignment, found.paragraph_format.page_break_before = SIDE.CENTER, True


def plain_table(
    document: Any, name: str, widths: list[int], *, list_of_units: bool = False
) -> Table:
    sides = [SIDE.CENTER] * len(widths)
    for place in (1, 2, 4) if list_of_units else (0,):
        if place < len(widths):
            sides[place] = SIDE.LEFT
    table = Table(document, widths, sides)
    table.head(words_of(f"{name}.columns", len(widths)))
    with table.each(f"{name}.rows"):
        table.row(words_of("row", len(widths)))
    return table


def totals_table(document: Any, name: str) -> None:
    table = plain_table(document, name, TOTALS)
    table.row(words_of(f"{name}.total", len(TOTALS)), sides=table.centered, bold=True)


PAPERS = {"bao-cao-nam": report_paper}
