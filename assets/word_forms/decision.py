"""The papers of a decision: the decision with its annexes, and the report of results."""

from typing import Any

from word_forms.parts import (
    SIDE,
    begin,
    body,
    each,
    otherwise,
    recipients_and_signature,
    when,
    write,
)
from word_forms.tables import Table, words_of


def met_table(document: Any, name: str) -> None:
    """The points of all criteria in one column: how many there are is known to the rule set."""
    with when(document, f"{name}.criteria"):
        _met_table(document, name, [13, 58, 22, 72])
        otherwise(document)
        _met_table(document, name, [13, 120, 32])


def _met_table(document: Any, name: str, widths: list[float]) -> None:
    count = len(widths)
    table = Table(document, widths, [SIDE.CENTER, SIDE.LEFT, SIDE.CENTER, SIDE.CENTER][:count], 12)
    table.head([*words_of(f"{name}.columns", 3), f"{{{{ {name}.together }}}}"][:count])
    with table.each(f"{name}.rows"):
        table.row([*words_of("row.cells", 3), "{{ row.together }}"][:count])


def rows_table(document: Any, of: str, widths: list[float]) -> Table:
    """`of` is "" or the name of a list and a dot."""
    count = len(widths)
    sides = [SIDE.LEFT if width > LEFT_FROM else SIDE.CENTER for width in widths]
    table = Table(document, widths, sides, 12)
    table.head(words_of(f"{of}columns", count))
    with table.each(f"{of}rows"):
        table.row(words_of("row", count))
    return table


# Columns of words are wider than those of figures.
LEFT_FROM = 40
NOT_MET_WIDTHS: list[float] = [13, 45, 22, 85]


def decision_paper() -> Any:
    document = begin(0.36, ruled=True)
    write(document, "{{ decider }}", 14, SIDE.CENTER, bold=True)
    with each(document, "basis"):
        body(document, "{{ line }}").runs[0].italic = True
    write(document, "{{ decides }}", 14, SIDE.CENTER, bold=True)
    with each(document, "articles", "article"):
        paragraph = body(document, "{{ article.label }}")
        paragraph.runs[0].bold = True
        more = paragraph.add_run(" {{ article.words }}")
        more.font.size, more.font.name = paragraph.runs[0].font.size, paragraph.runs[0].font.name
    recipients_and_signature(document)
    with each(document, "annexes", "annex"):
        annex(document)
    return document


def annex(document: Any) -> None:
    number = write(document, "{{ annex.number }}", 14, SIDE.CENTER, bold=True)
    number.paragraph_format.page_break_before = True
    write(document, "{{ annex.heading }}", 14, SIDE.CENTER, bold=True)
    write(document, "{{ annex.with }}", 13, SIDE.CENTER, italic=True)
    write(document, "", 6)
    with when(document, "annex.met"):
        met_table(document, "annex.met")
    with when(document, "annex.not_met"):
        rows_table(document, "annex.not_met.", NOT_MET_WIDTHS)


def report_paper() -> Any:
    document = begin(0.36, ruled=True)
    body(document, "{{ opening }}")
    write(document, "{{ sections[0] }}", 14, bold=True)
    with each(document, "sums"):
        body(document, "{{ line }}")
    table = rows_table(document, "", [44, 27, 25, 22, 25, 22])
    table.row(words_of("total", 6), sides=table.centered, bold=True)
    for number, name in ((1, "met"), (2, "not_met")):
        heading = write(document, f"{{{{ sections[{number}] }}}}", 14, bold=True)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = 50800
        heading.paragraph_format.keep_with_next = True
        with when(document, f"{name}.rows"):
            if name == "met":
                met_table(document, name)
            else:
                rows_table(document, f"{name}.", NOT_MET_WIDTHS)
            otherwise(document)
            body(document, "{{ nobody }}")
    last = body(document, "{{ closing }}")
    last.paragraph_format.space_before, last.paragraph_format.keep_with_next = 50800, True
    recipients_and_signature(document)
    return document


PAPERS = {"quyet-dinh": decision_paper, "bao-cao-ket-qua": report_paper}
