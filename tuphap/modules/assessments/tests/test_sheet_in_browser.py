"""The sheet in Chromium: saving field by field loses neither focus nor figures."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tuphap.foundation.ui.tests.accessibility import objections
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.models import Assessment, Entry, Evidence
from tuphap.modules.assessments.tests.world import (
    SELF,
    World,
    acting,
    december,
    full_sheet,
    make_world,
    save_entries,
    signed_in,
    start,
)
from tuphap.outlets.demo.papers import small_pdf

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("sheet-browser"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 15_000


@pytest.fixture
def world() -> World:
    world = make_world()
    start(world)
    return world


@pytest.fixture
def page(browser, live_server, world) -> Iterator[Page]:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE)
    cookie = signed_in(world.mai).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/phieu/{world.dossier.pk}/")
    yield page
    context.close()


def saved(world, code):
    return Entry.objects.filter(assessment=world.dossier, item=code).first()


def type_pair(page, code, done, due):
    anchor = code.replace(".", "-")
    page.fill(f"#o-{anchor}-done", done)
    page.fill(f"#o-{anchor}-due", due)
    page.press(f"#o-{anchor}-due", "Tab")


def test_a_pair_is_saved_when_it_is_left_and_the_focus_goes_on(page, world):
    page.fill("#o-1-2-1-done", "118")
    page.press("#o-1-2-1-done", "Tab")
    expect(page.locator("#o-1-2-1-due")).to_be_focused()
    assert saved(world, "1.2.1") is None, "the second figure is still being typed"
    page.keyboard.type("123")
    page.keyboard.press("Enter")
    expect(page.locator("#kq-1-2-1")).to_have_text("= 95,93\N{NO-BREAK SPACE}%")
    expect(page.locator("#diem-1-2-1")).to_contain_text("5,25 / 7")
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc")
    expect(page.locator("#o-2-1-1-done")).to_be_focused()
    assert saved(world, "1.2.1").due == 123


def test_what_is_typed_while_a_save_is_under_way_stays(page, world):
    page.check("#o-1-1-1-a")
    page.fill("#o-1-2-1-done", "11")
    page.locator("#o-1-2-1-done").press_sequentially("8", delay=30)
    expect(page.locator("#diem-1-1-1")).to_contain_text("1 / 1")
    expect(page.locator("#o-1-2-1-done")).to_have_value("118")
    expect(page.locator("#o-1-2-1-done")).to_be_focused()


def test_a_wrong_figure_keeps_its_sentence_until_it_is_mended(page, world):
    type_pair(page, "3.1.2", "41", "38")
    expect(page.locator("#loi-3-1-2")).to_contain_text("(41) lớn hơn")
    expect(page.locator("#o-3-1-2-done")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#o-3-1-2-done")).to_have_value("41")
    expect(page.locator("#dong-luu")).to_contain_text("1 ô chưa lưu vì còn lỗi: 3.1.2")
    page.check("#o-2-3-1-a")
    expect(page.locator("#diem-2-3-1")).to_contain_text("6 / 6")
    expect(page.locator("#bang")).to_contain_text("3.1.2 Số liệu sai")
    type_pair(page, "3.1.2", "36", "38")
    expect(page.locator("#loi-3-1-2")).to_be_empty()
    expect(page.locator("#nd-3-1-2")).not_to_have_class("tp-content-wrong")
    expect(page.locator("#bang")).not_to_contain_text("Số liệu sai")
    expect(page.locator("#o-3-1-2-done")).not_to_have_attribute("aria-invalid", "true")


def test_what_did_not_arise_hides_its_figures_and_gives_them_back(page, world):
    type_pair(page, "2.2.1", "3", "4")
    expect(page.locator("#diem-2-2-1")).to_contain_text("1 / 4")
    page.check("#kps-2-2-1")
    expect(page.locator("#o-2-2-1-done")).to_be_hidden()
    expect(page.locator("#diem-2-2-1")).to_contain_text("4 / 4")
    assert saved(world, "2.2.1").not_applicable
    page.uncheck("#kps-2-2-1")
    expect(page.locator("#o-2-2-1-done")).to_have_value("3")
    expect(page.locator("#diem-2-2-1")).to_contain_text("1 / 4")


def test_an_indicator_that_did_not_arise_takes_both_its_lines(page, world):
    page.check("#o-1-1-1-b")
    expect(page.locator("#diem-1-1-1")).to_contain_text("0 / 1")
    page.check("#kps-1-1")
    expect(page.locator("#diem-1-1-1")).to_contain_text("1 / 1")
    expect(page.locator("#diem-1-1-2")).to_contain_text("2 / 2")
    expect(page.locator("#o-1-1-1-b")).to_be_hidden()


def test_a_lost_line_is_said_and_the_figure_is_saved_when_it_comes_back(page, world):
    page.clock.install()
    lost = True

    def line(route: Route) -> None:
        if lost:
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route("**/noi-dung/**", line)
    page.check("#o-2-3-1-a")
    expect(page.locator("#dong-luu")).to_have_text(
        "Chưa lưu được, thử lại sau 10 giây. Số vừa nhập còn trên máy này."
    )
    expect(page.locator("#o-2-3-1-a")).to_be_checked()
    assert saved(world, "2.3.1") is None
    lost = False
    page.clock.run_for(10_500)
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc")
    assert saved(world, "2.3.1").option == "a"


def test_a_sheet_that_was_sent_meanwhile_says_so(page, world):
    fill_and_post(world)
    page.check("#o-2-3-1-b")
    expect(page.locator("#bao-loi")).to_contain_text("Số vừa nhập chưa được ghi")
    expect(page.locator("#dong-luu")).to_have_text("Chưa lưu")
    assert saved(world, "2.3.1").option == "a"


def fill_and_post(world: World) -> None:
    by = acting(world.mai, december(world, 3))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    move(world.dossier.pk, "post", by=by)


def test_a_file_may_be_dropped_onto_its_line(page, world, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    page.evaluate(
        """(text) => {
          const data = new DataTransfer();
          data.items.add(new File([text], "Sổ hòa giải.pdf", {type: "application/pdf"}));
          for (const name of ["dragover", "drop"]) {
            document.getElementById("ten-3-1-1").dispatchEvent(
              new DragEvent(name, {bubbles: true, cancelable: true, dataTransfer: data}));
          }
        }""",
        small_pdf("So hoa giai").decode(),
    )
    expect(page.locator("#tl-3-1-1")).to_contain_text("Sổ hòa giải.pdf")
    assert Evidence.objects.get().item == "3.1.1"


def test_the_whole_form_saves_what_the_lines_saved_already(page, world):
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator("#diem-1-2-1")).to_contain_text("5,25")
    version = Assessment.objects.get(pk=world.dossier.pk).version
    page.get_by_role("button", name="Lưu, làm tiếp sau").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert Assessment.objects.get(pk=world.dossier.pk).version == version


PASTE = """([id, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const paste = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
  return document.getElementById(id).dispatchEvent(paste);
}"""


def test_several_cells_pasted_into_a_field_lead_to_the_preview(page, world):
    assert page.evaluate(PASTE, ["o-1-2-1-done", "118\r\n"]), "a single cell is pasted as ever"
    page.fill("#o-4-1-1-done", "7")
    page.fill("#o-4-1-1-due", "8")
    assert not page.evaluate(PASTE, ["o-1-2-1-done", "5\t8\r\n1\t2\r\n"])
    expect(page.locator("#o-1-2-1-done")).to_have_value("")
    page.click("text=Dán 2 dòng vào phiếu…")
    expect(page.locator("main")).to_contain_text("Dòng 1 là nội dung 1.2.1")
    assert saved(world, "4.1.1").due == 8, "what was typed before goes first"
    assert saved(world, "1.2.1") is None
    assert objections(page) == []
    page.click("text=Lưu 2 nội dung vào phiếu")
    expect(page.locator("main")).to_contain_text("Đã lưu 2 nội dung từ bảng tính.")
    assert (saved(world, "1.2.1").due, saved(world, "2.1.1").due) == (8, 2)
