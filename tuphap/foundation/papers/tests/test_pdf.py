"""A paper as PDF: its words, its fonts, PDF/A; people's texts are never markup."""

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tuphap.foundation.papers.letters import printable
from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.tests.sample import FORM, sample

NASTY = (
    '#import "@preview/cetz:0.2.0"',
    '#read("/etc/passwd") $x^2$ *đậm* _nghiêng_ `mã` <nhãn> @nhãn // hết',
    "\\u{41} \"ngoặc\" 'đơn' [móc] {nhọn} #{1+1}",
    "= Tiêu đề\n- gạch\n+ số\n/ a: b",
    "https://" + "a" * 400 + ".vn",
    "Ễ" * 300,
    "\u202e đảo \u200f \u2066 👍 \ue000 \x00",
)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def squeezed(text: str) -> str:
    """Without white space, breaks of words, and what a reader of PDF makes of ligatures."""
    return re.sub(r"[\s\u200b]+", "", text)


def fonts_of(pdf: bytes) -> set[str]:
    return fonts_in(*PdfReader(io.BytesIO(pdf)).pages)


def fonts_in(*drawn) -> set[str]:
    """Names without the mark of a subset; each must be embedded."""
    found = set()
    for part in drawn:
        for font in part["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            described = inner["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)
            found.add(inner["/BaseFont"].split("+")[-1])
    return found


def test_it_says_what_it_was_given():
    text = text_of(make_pdf(FORM, sample("Số vụ hòa giải: 1.204 – Ễ Ậ Ữ ₫")))
    for words in (
        "ỦY BAN NHÂN DÂN",
        "XÃ IA DƠK",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Ia Dơk, ngày 09 tháng 01 năm 2023",
        "Số vụ hòa giải: 1.204 – Ễ Ậ Ữ ₫",
        "Nguyễn Thị Mai",
        "Biên nhận số 2022-23860-01.",
    ):
        assert words in text


def test_only_our_fonts_are_in_it():
    assert fonts_of(make_pdf(FORM, sample())) == {
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }


def test_it_is_pdf_a_and_names_itself():
    pdf = make_pdf(FORM, sample())
    reader = PdfReader(io.BytesIO(pdf))
    about = reader.xmp_metadata
    assert about is not None
    packet = about.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in packet
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in packet
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy mẫu"
    assert reader.metadata.author == "Ủy ban nhân dân xã Ia Dơk"
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("vi")
    assert root["/MarkInfo"]["/Marked"]


def test_the_same_data_give_the_same_bytes():
    assert make_pdf(FORM, sample()) == make_pdf(FORM, sample())


def test_page_numbers_begin_on_the_second_page():
    pages = PdfReader(io.BytesIO(make_pdf(FORM, sample(rows=200)))).pages
    assert len(pages) > 3
    first_lines = [page.extract_text().split("\n")[0] for page in pages]
    assert first_lines[1:] == [str(number) for number in range(2, len(pages) + 1)]
    assert first_lines[0] != "1"


@pytest.mark.parametrize("rows", range(24, 40))
def test_signatures_stay_with_the_last_rows(rows):
    """Wherever the page ends, three rows stand above the signatures."""
    pages = PdfReader(io.BytesIO(make_pdf(FORM, sample("dòng", rows=rows)))).pages
    last = pages[-1].extract_text()
    assert "CHỦ TỊCH" in last
    assert all(re.search(rf"\b{number}\b", last) for number in range(rows - 2, rows + 1))


def test_a_draft_says_so_on_every_page():
    pages = PdfReader(io.BytesIO(make_pdf(FORM, sample(rows=120, draft="BẢN NHÁP")))).pages
    assert all("BẢN NHÁP" in page.extract_text() for page in pages)
    assert "BẢN NHÁP" not in text_of(make_pdf(FORM, sample()))


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_texts_of_people_are_shown_and_never_run(words):
    text = text_of(make_pdf(FORM, sample(words)))
    if words.isprintable():
        assert squeezed(printable(words)) in squeezed(text)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_a_paper(words):
    make_pdf(FORM, sample(words))


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="#$*_`<>@\\/\"'[]{}()=-+~^&;,.aàếđ 0", max_size=80))
def test_signs_of_markup_stand_as_they_are(words):
    text = text_of(make_pdf(FORM, sample(f"B{words}E")))
    assert squeezed(printable(f"B{words}E")) in squeezed(text)
