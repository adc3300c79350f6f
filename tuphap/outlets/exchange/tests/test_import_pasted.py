"""A list copied from a spreadsheet: the same way as a file, and what is no list is said at once."""

import io
import re

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.places import place_of
from tuphap.outlets.exchange.imports.shown import preview_of
from tuphap.outlets.exchange.reading_limits import LIMITS, MOST_PASTED
from tuphap.outlets.exchange.tests.sheets import as_csv
from tuphap.outlets.exchange.tests.test_imports import PAGE, PAPER, ha, hand_in, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        yield lists.Place()


def paste(place: lists.Place, text: str, **form: str):
    sent = {"kind": "results", "year": str(lists.YEAR), "rule_set": "", **PAPER, **form}
    return ha(place).post(
        f"{PAGE}nap/", {**sent, "scope_unit": str(place.province.pk), "pasted": text}
    )


def block(rows: list[list[str]]) -> str:
    """As a spreadsheet puts it on the clipboard, and a browser sends it."""
    return "\r\n".join("\t".join(_cell(cell) for cell in row) for row in rows) + "\r\n"


def _cell(text: str) -> str:
    if "\n" not in text and "\t" not in text:
        return text
    return '"' + text.replace('"', '""') + '"'


def test_a_pasted_list_goes_the_way_of_a_file(place: lists.Place) -> None:
    rows = place.rows()
    rows[3] = ["STT", "Tên xã,\nphường, thị trấn", *lists.HEAD[2:]]
    rows[5] = lists.line(1, place.communes[0].name, TC4="12", total="97,88")
    answer = paste(place, block(rows))
    assert answer.status_code == 302, answer.content.decode()
    batch = ImportBatch.objects.get()
    page = ha(place).get(answer.url).content.decode()
    assert "từ bảng dán" in page
    assert re.match(r"Bảng dán \d\d:\d\d 01/03/2023: UBND TỈNH BẮC KẠN", batch.file_name)
    assert "3 đơn vị sẽ ghi, 0 đã có giống hệt, 1 dòng không ghi" in page
    # Lines are those of the block: a heading of two lines is one of them.
    assert [(fault.row, fault.rule) for fault in preview_of(batch).faults] == [(6, "over_maximum")]
    marked = ha(place).get(f"{PAGE}{batch.pk}/tep-danh-dau.xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(marked.content)).get_sheet_by_index(0)
    assert "vượt điểm tối đa" in lines.to_python(skip_empty_area=False)[5][10]
    write(place, batch)
    assert Assessment.objects.count() == 3
    # The same list as a file: what stands is passed over.
    answer = hand_in(place, as_csv(place.rows()))
    assert "1 đơn vị sẽ ghi, 3 đã có giống hệt" in ha(place).get(answer.url).content.decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x\t" * (MOST_PASTED // 2) + "x", "dài quá 400.000 ký tự"),
        ("Xã\tTC1\r\n" * (LIMITS.rows + 1), "lớn hơn 20.000 dòng"),
        ("Xã Yến Lạc\r\nXã Cao Kỳ", "giữa các ô không có dấu tab"),
        ("STT;Tên xã;TC1\r\n1;Xã Yến Lạc;15", "giữa các ô không có dấu tab"),
        ("STT\tTên xã\tTC1\r\n1\tXã Yến\x01 Lạc\t15", "dòng 2 có ký tự điều khiển"),
        ("STT\tTên xã\tTC1\r\n1\tXã \x1b[31mLạc\t15", "dòng 2 có ký tự điều khiển"),
        ("1\tXã Yến Lạc\t15\t30\tĐạt\r\n2\tXã Cao Kỳ\t15\t30\tĐạt", "không có dòng tiêu đề"),
        ("1\t2\t3\r\n", "không có dòng tiêu đề"),
        ("tªn x·\tTC1\r\nx· Yªn L¹c\t15\r\nx· §ång TiÕn\t15", "bảng mã TCVN3"),
    ],
)
def test_what_is_no_list_is_said_at_once_and_stays_on_the_page(
    place: lists.Place, text: str, said: str
) -> None:
    answer = paste(place, text)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'href="#o-pasted"' in page
    assert page.count("</textarea>") == 1
    assert text.split("\r\n")[0][:40] in page
    assert not ImportBatch.objects.exists()
    assert list(place_of(place.ha.pk).parent.iterdir()) == []


def test_text_of_a_block_stays_text(place: lists.Place) -> None:
    rows = [lists.HEAD, lists.line(1, "</textarea><script>alert(1)</script>", TC1="=1+1")]
    page = ha(place).get(paste(place, block(rows)).url).content.decode()
    assert "<script>alert(1)" not in page
    refused = paste(place, block(rows), year="hai").content.decode()
    assert "<script>alert(1)" not in refused
    assert "&lt;script&gt;alert(1)" in refused


def test_a_file_or_a_block_and_not_both(place: lists.Place) -> None:
    both = hand_in(place, as_csv(place.rows()), pasted=block(place.rows()))
    assert (both.status_code, "Giữ một trong hai" in both.content.decode()) == (422, True)
    none = paste(place, " \r\n ")
    assert (none.status_code, "cũng chưa dán bảng" in none.content.decode()) == (422, True)
    assert not ImportBatch.objects.exists()
