"""Figures of an open sheet from a pasted block or a file: preview, saving, template."""

import io
import re
import uuid
from html import unescape
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.audit.models import Event
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.from_spreadsheet.block import BlockLine
from tuphap.modules.assessments.from_spreadsheet.cells import texts_from
from tuphap.modules.assessments.from_spreadsheet.headings import CHOICE
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items, items_of
from tuphap.modules.assessments.models import ColumnSummary, Entry
from tuphap.modules.assessments.tests.sheet_requests import stored_lines
from tuphap.modules.assessments.tests.world import (
    SELF,
    World,
    acting,
    december,
    document_of,
    make_world,
    save_entries,
    send,
    signed_in,
    start,
    stored,
)
from tuphap.outlets.exchange.book_file import read_book
from tuphap.outlets.exchange.sheet_figures.template_file import (
    chosen_words,
    kind_words,
    rule_of,
)
from tuphap.outlets.exchange.tables import write_xlsx
from tuphap.rules.content_scoring import Answer
from tuphap.rules.rule_set import parse

pytestmark = pytest.mark.django_db
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')
BLOCK = "Mã\tSố đã làm\tSố phải làm\tLựa chọn\n1.2.1\t5\t8\n2.1.1\t9\t8\n2.3.1\t\t\tb\n"


@pytest.fixture(autouse=True)
def _in_the_year():
    with time_machine.travel("2022-12-20 10:00+07:00", tick=False):
        yield


@pytest.fixture
def world() -> World:
    world = make_world()
    start(world)
    return world


def address(world, last="nhap/"):
    return f"/phieu/{world.dossier.pk}/bang-tinh/{last}"


def preview(world, text="", file=None, person=None, **more):
    sent = {"khoi": text, **more, **({"tep": file} if file else {})}
    return signed_in(person or world.mai).post(address(world), sent)


def fields(response):
    """What the form under the preview would send."""
    page = response.content.decode()
    form = page[page.index("/bang-tinh/luu/") :].partition("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        found.setdefault(unescape(name), []).append(unescape(value))
    return {name: values for name, values in found.items() if name != "csrfmiddlewaretoken"}


def save(world, sent, person=None):
    return signed_in(person or world.mai).post(address(world, "luu/"), sent, follow=True)


def test_the_preview_stores_nothing_and_saving_writes_exactly_what_it_said(world) -> None:
    before = stored()
    response = preview(world, BLOCK)
    page = response.content.decode()
    assert response.status_code == 200
    assert stored() == before
    assert "Lưu 2 nội dung vào phiếu" in page
    assert "lớn hơn số thông tin phải công khai (8)" in page
    assert '<td data-label="Nội dung" class="tp-nowrap">2.1.1</td>' in page
    assert "<strong>b) Không có</strong>" in page
    assert "– → 0,875</strong>" in page
    assert "Giảm ở" not in page
    assert "mã nội dung (1.1.1, 1.1.2…)" in page

    sent = fields(response)
    said = save(world, sent).content.decode()
    assert "Đã lưu 2 nội dung từ bảng tính." in said
    assert {code: given.answer for code, given in stored_lines(world).items()} == {
        "1.2.1": Answer(done=5, due=8),
        "2.3.1": Answer(option="b"),
    }
    row = Entry.objects.get(assessment=world.dossier, item="1.2.1")
    assert (str(row.points), row.written_by_id) == ("0.875", world.mai.pk)
    summary = ColumnSummary.objects.get(assessment=world.dossier, column=SELF)
    assert (summary.answered, str(summary.total)) == (2, "0.875")

    # Once per key, and with another key nothing changes any more.
    written = stored()
    assert signed_in(world.mai).post(address(world, "luu/"), sent).status_code == 302
    again = {**sent, "khoa-gui": str(uuid.uuid4())}
    assert "không có gì thay đổi" in save(world, again).content.decode()
    assert stored() == written
    assert "2 dòng giữ nguyên" in preview(world, BLOCK).content.decode()

    worse = preview(world, "1.2.1\t1\t8").content.decode()
    assert "0,875 → 0,00</strong>" in worse
    assert "Giảm ở 1 nội dung: 1.2.1." in worse


def test_a_line_changed_meanwhile_is_named_and_not_written(world) -> None:
    sent = fields(preview(world, BLOCK))
    by = acting(world.mai, december(world, 19))
    save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=1, due=1))}, by=by)
    said = save(world, sent).content.decode()
    assert "Đã lưu 1 nội dung" in said
    assert "1 nội dung không ghi vì vừa có người khác sửa: 1.2.1." in said
    assert stored_lines(world)["1.2.1"].answer == Answer(done=1, due=1)
    assert stored_lines(world)["2.3.1"].answer == Answer(option="b")


def test_what_became_impossible_meanwhile_is_shown_again_and_nothing_saved(world) -> None:
    sent = fields(preview(world, "Mã\tKPS\tSố đã làm\n1.1.1\tx\t\n1.2.1\t\t3\n"))
    by = acting(world.mai, december(world, 19))
    save_entries(world.dossier.pk, SELF, {"1.1.2": Given(Answer(option="b"))}, by=by)
    del sent["1.1.2-line"]
    before = stored()
    response = save(world, sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert stored() == before
    assert "Chưa lưu gì." in page
    assert "Chỉ tiêu 1.1: 1.1.1 ghi không phát sinh" in page
    assert "Đã lưu 1 nội dung" in save(world, fields(response)).content.decode()


def test_the_template_is_this_sheet_and_comes_back_without_a_change(world) -> None:
    figures = {
        "1.1.1": Given(Answer(option="b"), "=cmd|' /C calc'!A0"),
        "1.2.1": Given(Answer(done=3, due=4), "Hai dòng\nở đây"),
        "2.2.1": Given(Answer(not_applicable=True)),
        "DK3": Given(Answer(option="none")),
    }
    save_entries(world.dossier.pk, SELF, figures, by=acting(world.mai, december(world, 2)))
    response = signed_in(world.mai).get(address(world, "mau.xlsx"))
    book = read_book(response.content, lambda rows: 0)
    rows = book.sheets[0].rows
    assert "Mẫu phiếu bản 2; bộ tiêu chí 25-2021; năm 2022; mã đơn vị 23860" in rows[0][0]
    assert rows[2][:5] == ["Mã", "Nội dung", "Cách trả lời", "Số đã làm", "Số phải làm"]
    assert not any(note.code == "formulas" for note in book.notes)
    assert Event.objects.filter(kind="exported", subject__contains="Phiếu").exists()

    file = SimpleUploadedFile("phieu.xlsx", response.content)
    page = preview(world, file=file).content.decode()
    assert "Không có nội dung nào đổi" in page
    assert "chỗ phải sửa" not in page

    other = SimpleUploadedFile("phieu.xlsx", response.content)
    refused = signed_in(world.lan).post(
        f"/phieu/{world.other_dossier.pk}/bang-tinh/nhap/", {"khoi": "", "tep": other}
    )
    assert refused.status_code == 409, "their sheet is not begun"
    move(world.other_dossier.pk, "start", by=acting(world.lan, december(world, 1)))
    other.seek(0)
    refused = signed_in(world.lan).post(
        f"/phieu/{world.other_dossier.pk}/bang-tinh/nhap/", {"khoi": "", "tep": other}
    )
    assert refused.status_code == 422
    assert "mã đơn vị 23860" not in refused.content.decode()
    assert "của đơn vị mã 23860" in refused.content.decode()


def test_the_template_is_locked_but_where_answers_go(world) -> None:
    response = signed_in(world.mai).get(address(world, "mau.xlsx"))
    with ZipFile(io.BytesIO(response.content)) as parts:
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ElementTree.fromstring(parts.read("xl/styles.xml"))
    open_styles = {
        str(number)
        for number, style in enumerate(styles.iterfind(f"{XML}cellXfs/{XML}xf"))
        if (shut := style.find(f"{XML}protection")) is not None and shut.get("locked") == "0"
    }
    places = [item.code for item in items_of(world.period)]
    row, chosen = (places.index(code) + 4 for code in ("1.2.1", "2.3.1"))
    cells = sheet.iterfind(f"{XML}sheetData/{XML}row[@r='{row}']/{XML}c")
    assert [cell.get("r") for cell in cells if cell.get("s") in open_styles] == [
        f"{column}{row}" for column in "DEJ"
    ]
    (protection,) = sheet.iterfind(f"{XML}sheetProtection")
    assert (protection.get("sheet"), protection.get("password")) == ("1", None)
    assert sheet.find(f".//{XML}pane").get("topLeftCell") == "C4"
    (listed,) = sheet.iterfind(f".//{XML}dataValidation[@sqref='H{chosen}']/{XML}formula1")
    assert listed.text == '"Có,Không có"'


def line_27(code):
    lines = items(parse(document_of("27-2025")), gates_enabled=True)
    return next(item for item in lines if item.code == code)


def test_letters_written_into_the_template_are_read_as_the_same_choices() -> None:
    line, given = line_27("2.5.1"), Given(Answer(chosen=frozenset("aef")))
    written = chosen_words(line, given)
    assert written == "a; đ; e"
    assert "; đ) Xây dựng, số hóa" in kind_words(line)
    texts = texts_from(BlockLine(4, line, {CHOICE: written}, {}), Given())
    assert texts["chosen"] == ("a", "e", "f")


def test_the_example_of_a_day_lies_in_the_year_of_the_sheet() -> None:
    line = line_27("2.4.1")
    found = rule_of(line, "done_on", 2026)
    assert found["error_message"] == "Ghi ngày/tháng/năm, ví dụ 28/02/2026."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Không đọc được khối dán: chưa có ô nào."),
        ("5\t8\n1\t2", "Sao chép cả cột mã nội dung"),
        ("1.2.1\tVăn bản\t5\t8", "đúng ba cột"),
        ("<script>\t1\n", "Sao chép cả cột mã nội dung"),
    ],
)
def test_a_block_that_says_nothing_is_refused_and_stays_on_the_page(world, text, said) -> None:
    response = preview(world, text)
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert said in page
    assert f">\n{text}</textarea>" in page
    assert "<script>\t1" not in response.content.decode()


def test_a_file_beside_a_block_or_a_broken_file_is_refused(world) -> None:
    book = write_xlsx([["Mã", "Số đã làm"], ["1.2.1", 5]], "Số liệu", december(world))
    both = preview(world, BLOCK, file=SimpleUploadedFile("a.xlsx", book))
    broken = preview(world, file=SimpleUploadedFile("a.xlsx", b"%PDF-1.7"))
    sound = preview(world, file=SimpleUploadedFile("a.xlsx", book))
    assert (both.status_code, broken.status_code, sound.status_code) == (422, 422, 200)
    assert "Vừa dán khối vừa chọn tệp" in both.content.decode()
    assert "đây là tệp PDF" in broken.content.decode()
    assert "Lưu 1 nội dung vào phiếu" in sound.content.decode()


def test_a_block_pasted_at_a_line_goes_on_in_the_order_of_the_sheet(world) -> None:
    page = preview(world, "5\t8\n1\t2", tu="1.2.1-done").content.decode()
    assert "Dòng 1 là nội dung 1.2.1" in page
    assert "Lưu 2 nội dung vào phiếu" in page
    assert '<input type="hidden" name="tu" value="1.2.1-done">' in page


@pytest.mark.parametrize("last", ["nhap/", "luu/", "mau.xlsx"])
def test_only_who_may_fill_and_only_while_it_is_open(world, last) -> None:
    def asked(person, dossier):
        client, path = signed_in(person), f"/phieu/{dossier}/bang-tinh/{last}"
        sent = {"1.2.1-line": "0" * 16, "1.2.1-done": "1", "1.2.1-due": "1", "het": "1"}
        return (client.post(path, sent) if last == "luu/" else client.get(path)).status_code

    own = world.dossier.pk
    assert asked(world.mai, own) in (200, 302)
    assert asked(world.hung, own) == 403
    assert asked(world.lan, own) == asked(world.lan, uuid.uuid4()) == 404


@pytest.mark.parametrize("last", ["nhap/", "mau.xlsx"])
def test_a_sheet_that_was_sent_is_only_shown(last) -> None:
    world = make_world()
    send(world)
    client = signed_in(world.mai)
    assert client.get(address(world, last)).status_code == 409
    assert "bang-tinh" not in client.get(f"/phieu/{world.dossier.pk}/").content.decode()


def test_the_sheet_leads_there(world) -> None:
    page = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    assert f'<a href="{address(world)}">Dán hoặc nhập từ bảng tính</a>' in page
    assert (
        "bang-tinh" not in signed_in(world.hung).get(f"/phieu/{world.dossier.pk}/").content.decode()
    )
