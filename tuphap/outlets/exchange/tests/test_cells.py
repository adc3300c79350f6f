"""Text from people cannot become a formula; figures and telephone numbers stay what they are."""

import csv
import io
import json
import re
import weakref
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.cells import harmless
from tuphap.outlets.exchange.tables import Cell, write_csv, write_json, write_xlsx

MADE_AT = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "=cmd|' /C calc'!A0",
        "+SUM(A1)",
        "-2+3",
        "@import",
        " =1",
        "\t=1",
        "\n@x",
        "\r-x",
        "＝1",
        "-Xã",
        "\u200b=1",
        "\ufeff=1",
        "\x00=1",
        "\tXã",
        "\rXã",
        "-5%+1",
    ],
)
def test_what_could_calculate_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize(
    "text",
    [
        "-1.25",
        "-1,25",
        "+84 269 3824 123",
        "0269-3824123",
        "Xã Ia Dơk",
        "",
        "–",
        "a=b",
        "-5",
        "-5%",
        "-95,93 %",
        "(+84) 269",
    ],
)
def test_figures_telephone_numbers_and_names_are_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_a_formula_behind_the_separator_of_another_country_is_harmless() -> None:
    assert harmless("a;=cmd|' /C calc'!A0") == "a;'=cmd|' /C calc'!A0"
    assert harmless("điện thoại; +84 269; -5") == "điện thoại; +84 269; -5"


FIGURE = re.compile(r"[+-]?[0-9][0-9 .,/()-]*%?")
HOSTILE = st.text(st.sampled_from("=+-@;,\t\n\r \"'0189.,/()%aX|!＝\u200b"), max_size=12)


@settings(max_examples=150)
@given(HOSTILE)
def test_no_field_of_a_csv_file_calculates_whatever_separates_the_fields(text: str) -> None:
    data = write_csv([["Tên", "Số"], [text, Decimal("-1.5")]]).decode("utf-8-sig")
    assert data.endswith("-1.5\r\n")
    ((_, _), (field, figure)) = csv.reader(io.StringIO(data, newline=""))
    assert figure == "-1.5"
    assert field.replace("'", "") == text.replace("'", "")
    for part in field.split(";"):
        start = part.lstrip(" \t\r\n\u200b")
        assert not start.startswith(("=", "+", "-", "@", "＝")) or FIGURE.fullmatch(start)


# What somebody typed, and what a CSV file says; the other two forms hold it as it is.
TYPED = {
    "=1+1": "'=1+1",
    '=HYPERLINK("http://a.vn")': '\'=HYPERLINK("http://a.vn")',
    "+84 912 345 678": "+84 912 345 678",
    "+SUM(A1)": "'+SUM(A1)",
    "-5": "-5",
    "-5%": "-5%",
    "-1,25": "-1,25",
    "-Xã": "'-Xã",
    "@x": "'@x",
    "\tx": "'\tx",
    "\rx": "'\rx",
    "0912345678": "0912345678",
    "1/2": "1/2",
    "00012": "00012",
    "1e5": "1e5",
    "x": "x",
}


def test_what_was_typed_leaves_harmless_and_unspoilt_in_all_three_forms() -> None:
    heads, lines = ["Lời", "Số"], [[text, Decimal("-5.5")] for text in TYPED]
    table = [heads, *lines]
    rows = list(csv.reader(io.StringIO(write_csv(table).decode("utf-8-sig"), newline="")))
    assert rows[1:] == [[written, "-5.5"] for written in TYPED.values()]
    told = json.loads(write_json("Thử", heads, lines))["rows"]
    assert [row["Lời"] for row in told] == list(TYPED)
    book = CalamineWorkbook.from_filelike(io.BytesIO(write_xlsx(table, "Thử", MADE_AT)))
    cells = book.get_sheet_by_index(0).to_python()[1:]
    assert [cell for cell, _ in cells] == list(TYPED)
    assert {figure for _, figure in cells} == {-5.5}
    assert [text for text, _ in lines] == list(TYPED)


def test_lines_of_a_workbook_are_asked_for_one_by_one() -> None:
    """Whatever their number: the sheet holds only the line it writes."""
    alive = weakref.WeakSet[Cells]()
    most = 0

    def lines() -> Iterator[Cells]:
        nonlocal most
        for number in range(200):
            line = Cells(["Xã", number])
            alive.add(line)
            most = max(most, len(alive))
            yield line
            del line

    write_xlsx(lines(), "Thử", MADE_AT)
    assert most <= 3


class Cells(list[Cell]):
    """A line that tells when it is gone."""

    __hash__ = object.__hash__


def test_text_in_a_workbook_is_text_and_unchanged() -> None:
    texts = ["=1+1", "+84 269", "-5", "@x", "http://a.vn", "=HYPERLINK(1)", "{=1}", "007", "1e5"]
    data = write_xlsx([["Tên"], *([text] for text in texts)], "Thử", MADE_AT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        page = archive.read("xl/worksheets/sheet1.xml")
        assert not any("rels" in name and "sheet1" in name for name in archive.namelist())
    assert b"<f>" not in page
    assert b"<hyperlink" not in page
    (sheet,) = read_book(data, len).sheets
    assert [row[0] for row in sheet.rows[1:]] == texts
