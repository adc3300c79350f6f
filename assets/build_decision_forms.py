"""The Word templates of decisions and of their report, from the parts of build_word_forms.py.

`python assets/build_decision_forms.py` writes them anew.
"""

from pathlib import Path
from typing import Any

from build_word_forms import (
    SIDE,
    add_row,
    body,
    control_row,
    heading_block,
    keep_whole,
    paper,
    plain_table,
    repeat_on_each_page,
    rule,
    ruled_table,
    signature,
    title_block,
    width_of,
    write,
)

FORMS = Path(__file__).resolve().parents[1] / "tuphap/modules/assessments/decision_papers/forms"


def met_table(document: Any, name: str) -> None:
    """The points of all criteria in one column: how many there are is known to the rule set."""
    write(document, f"{{%p if {name}.criteria %}}")
    _met_table(document, name, [13, 58, 22, 72])
    write(document, "{%p else %}")
    _met_table(document, name, [13, 120, 32])
    write(document, "{%p endif %}")


def _met_table(document: Any, name: str, widths: list[float]) -> None:
    table = ruled_table(document, widths)
    head = [*(f"{{{{ {name}.columns[{at}] }}}}" for at in range(3)), f"{{{{ {name}.together }}}}"]
    repeat_on_each_page(add_row(table, widths, head[: len(widths)], 12, bold=True))
    control_row(table, widths, f"{{%tr for row in {name}.rows %}}")
    cells = [*(f"{{{{ row.cells[{at}] }}}}" for at in range(3)), "{{ row.together }}"]
    sides = [SIDE.CENTER, SIDE.LEFT, SIDE.CENTER, SIDE.CENTER][: len(widths)]
    add_row(table, widths, cells[: len(widths)], 12, sides=sides)
    control_row(table, widths, "{%tr endfor %}")


def rows_table(document: Any, name: str, widths: list[float], *, total: bool = False) -> None:
    table = ruled_table(document, widths)
    count = len(widths)
    columns = "columns" if not name else f"{name}.columns"
    rows = "rows" if not name else f"{name}.rows"
    head = [f"{{{{ {columns}[{at}] }}}}" for at in range(count)]
    repeat_on_each_page(add_row(table, widths, head, 12, bold=True))
    control_row(table, widths, f"{{%tr for row in {rows} %}}")
    sides = [SIDE.LEFT if width > LEFT_FROM else SIDE.CENTER for width in widths]
    add_row(table, widths, [f"{{{{ row[{at}] }}}}" for at in range(count)], 12, sides=sides)
    control_row(table, widths, "{%tr endfor %}")
    if total:
        cells = [f"{{{{ total[{at}] }}}}" for at in range(count)]
        add_row(table, widths, cells, 12, bold=True)


# Columns of words are wider than those of figures.
LEFT_FROM = 40
NOT_MET_WIDTHS: list[float] = [13, 45, 22, 85]


def closing(document: Any) -> None:
    half = width_of(document) / 2
    row = plain_table(document, (half, half)).rows[0]
    keep_whole(row)
    to, sign = row.cells
    write(to, "{{ recipients.title }}", 12, bold=True, italic=True)
    write(to, "{%p for line in recipients.lines %}")
    write(to, "{{ line }}", 11)
    write(to, "{%p endfor %}")
    signature(sign, 0)


def start() -> Any:
    document = paper(flipped=False)
    heading_block(document, 0.36)
    title_block(document)
    rule(document, 45, width_of(document))
    return document


def decision_paper() -> Any:
    document = start()
    write(document, "{{ decider }}", 14, SIDE.CENTER, bold=True)
    write(document, "{%p for line in basis %}")
    body(document, "{{ line }}").runs[0].italic = True
    write(document, "{%p endfor %}")
    write(document, "{{ decides }}", 14, SIDE.CENTER, bold=True)
    write(document, "{%p for article in articles %}")
    paragraph = body(document, "{{ article.label }}")
    paragraph.runs[0].bold = True
    more = paragraph.add_run(" {{ article.words }}")
    more.font.size, more.font.name = paragraph.runs[0].font.size, paragraph.runs[0].font.name
    write(document, "{%p endfor %}")
    closing(document)
    write(document, "{%p for annex in annexes %}")
    number = write(document, "{{ annex.number }}", 14, SIDE.CENTER, bold=True)
    number.paragraph_format.page_break_before = True
    write(document, "{{ annex.heading }}", 14, SIDE.CENTER, bold=True)
    write(document, "{{ annex.with }}", 13, SIDE.CENTER, italic=True)
    write(document, "", 6)
    write(document, "{%p if annex.met %}")
    met_table(document, "annex.met")
    write(document, "{%p endif %}")
    write(document, "{%p if annex.not_met %}")
    rows_table(document, "annex.not_met", NOT_MET_WIDTHS)
    write(document, "{%p endif %}")
    write(document, "{%p endfor %}")
    return document


def report_paper() -> Any:
    document = start()
    body(document, "{{ opening }}")
    write(document, "{{ sections[0] }}", 14, bold=True)
    write(document, "{%p for line in sums %}")
    body(document, "{{ line }}")
    write(document, "{%p endfor %}")
    rows_table(document, "", [44, 27, 25, 22, 25, 22], total=True)
    for number, name in ((1, "met"), (2, "not_met")):
        heading = write(document, f"{{{{ sections[{number}] }}}}", 14, bold=True)
        heading.paragraph_format.space_before = heading.paragraph_format.space_after = 50800
        heading.paragraph_format.keep_with_next = True
        write(document, f"{{%p if {name}.rows %}}")
        if name == "met":
            met_table(document, name)
        else:
            rows_table(document, name, NOT_MET_WIDTHS)
        write(document, "{%p else %}")
        body(document, "{{ nobody }}")
        write(document, "{%p endif %}")
    last = body(document, "{{ closing }}")
    last.paragraph_format.space_before, last.paragraph_format.keep_with_next = 50800, True
    closing(document)
    return document


PAPERS = {"quyet-dinh": decision_paper, "bao-cao-ket-qua": report_paper}


def build_decision_forms() -> None:
    for name, make in PAPERS.items():
        make().save(FORMS / f"{name}.docx")


if __name__ == "__main__":
    build_decision_forms()
