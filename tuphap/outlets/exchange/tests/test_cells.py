"""Text from people cannot become a formula; figures and telephone numbers stay what they are."""

import csv
import io
import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.cells import harmless
from tuphap.outlets.exchange.tables import write_csv, write_xlsx

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
        "(+84) 269",
    ],
)
def test_figures_telephone_numbers_and_names_are_left_alone(text: str) -> None:
    assert harmless(text) == text


def test_a_formula_behind_the_separator_of_another_country_is_harmless() -> None:
    assert harmless("a;=cmd|' /C calc'!A0") == "a;'=cmd|' /C calc'!A0"
    assert harmless("điện thoại; +84 269; -5") == "điện thoại; +84 269; -5"


FIGURE = re.compile(r"[+-]?[0-9][0-9 .,/()-]*")
HOSTILE = st.text(st.sampled_from("=+-@;,\t\n\r \"'0189.,/()aX|!＝\u200b"), max_size=12)


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
