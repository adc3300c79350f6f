"""The sheet in Chromium on a bad day: no line, no answer, no browser, no session, two windows.

Whatever was typed is stored in the end, or stands on the page with a sentence that says it is not.
"""

import os
import re
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, expect

from tuphap.foundation.request_keys.models import AnsweredRequest
from tuphap.foundation.ui.tests.accessibility import objections
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.tests.sheet_requests import stored_lines
from tuphap.modules.assessments.tests.world import (
    SELF,
    World,
    acting,
    december,
    make_world,
    save_entries,
    signed_in,
    start,
    stored,
)
from tuphap.rules.scoring import Answer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("sheet-browser"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 15_000
# What this browser has written down; asked for behind all that is on its way.
KEPT = "() => window.tuphap.kept.all().then(JSON.stringify)"
LINE = "#dong-luu"


@pytest.fixture
def world() -> World:
    expect.set_options(timeout=PATIENCE)
    world = make_world()
    start(world)
    return world


@pytest.fixture
def window(browser: Browser, live_server, world) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([session_of(world.mai, live_server.url)])
    yield context
    context.close()


@pytest.fixture
def opened(live_server, world):
    """Opens the sheet in another tab of a window."""

    def open_in(context: BrowserContext) -> Page:
        page = context.new_page()
        page.goto(f"{live_server.url}/phieu/{world.dossier.pk}/")
        return page

    return open_in


def session_of(person, url):
    return {
        "name": "sessionid",
        "value": signed_in(person).cookies["sessionid"].value,
        "url": url,
        "httpOnly": True,
        "expires": 4_000_000_000,
    }


def type_pair(page, code, done, due):
    anchor = code.replace(".", "-")
    page.fill(f"#o-{anchor}-done", done)
    page.fill(f"#o-{anchor}-due", due)
    page.press(f"#o-{anchor}-due", "Tab")


def look(page, name):
    """Nothing axe objects to; a picture where somebody wants to see it."""
    assert objections(page) == []
    album = os.environ.get("TUPHAP_ALBUM")
    for width, height in ((1366, 768), (390, 844)) if album else ():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=f"{album}/{name}-{width}.png")
    page.set_viewport_size({"width": 1366, "height": 768})


def answers_of(world):
    return {code: given.answer for code, given in stored_lines(world).items()}


# --- the line that says what is saved ---


def test_half_a_pair_is_not_saved_and_says_so(window, opened, world):
    page = opened(window)
    page.check("#o-2-3-1-a")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    page.locator("#o-1-2-1-done").press_sequentially("11")
    expect(page.locator(LINE)).to_have_text("Chưa lưu")
    page.press("#o-1-2-1-done", "Tab")
    page.locator("#o-1-2-1-due").press_sequentially("20")
    expect(page.locator(LINE)).to_have_text("Chưa lưu")
    look(page, "chua-luu")
    page.press("#o-1-2-1-due", "Tab")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    assert answers_of(world)["1.2.1"] == Answer(done=11, due=20)


def test_what_is_typed_is_saved_after_half_a_minute_in_the_field(window, opened, world):
    window.clock.install()
    page = opened(window)
    page.locator("#o-1-2-1-done").press_sequentially("11")
    expect(page.locator(LINE)).to_have_text("Chưa lưu")
    page.clock.run_for(30_000)
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    expect(page.locator("#o-1-2-1-done")).to_be_focused()
    assert answers_of(world)["1.2.1"] == Answer(done=11)


# --- no line ---


def test_a_sheet_is_typed_while_the_line_is_cut_and_saved_when_it_is_back(window, opened, world):
    page = opened(window)
    page.check("#o-2-3-1-a")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    window.set_offline(True)
    type_pair(page, "1.2.1", "118", "123")
    type_pair(page, "3.1.1", "38", "41")
    page.check("#o-DK3-none")
    expect(page.locator(LINE)).to_have_text(
        re.compile(r"^Mất mạng từ \d\d:\d\d\. Vẫn nhập tiếp được, sẽ lưu khi có mạng\.$")
    )
    look(page, "mat-mang")
    assert set(answers_of(world)) == {"2.3.1"}
    window.set_offline(False)
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    expect(page.locator("#diem-3-1-1")).to_contain_text("/")
    expect(page.locator("#diem-DK3")).to_contain_text("Đạt")
    assert answers_of(world) == {
        "2.3.1": Answer(option="a"),
        "1.2.1": Answer(done=118, due=123),
        "3.1.1": Answer(done=38, due=41),
        "DK3": Answer(option="none"),
    }
    assert "118" not in page.evaluate(KEPT), "what was acknowledged is kept no longer"


def test_a_lost_answer_is_asked_for_again_and_nothing_is_done_twice(window, opened, world):
    """The system has saved, its answer was lost, and meanwhile the figure was typed anew."""
    page = opened(window)
    page.clock.install()
    lost = []

    def line(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort("connectionreset")

    page.route("**/noi-dung/1.2.1/", line)
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator(LINE)).to_contain_text("Chưa lưu được, thử lại sau 10 giây.")
    assert lost == [200]
    assert answers_of(world)["1.2.1"] == Answer(done=118, due=123)
    page.fill("#o-1-2-1-done", "119")
    page.clock.run_for(10_500)
    expect(page.locator(LINE)).to_have_text("Chưa lưu")
    page.press("#o-1-2-1-done", "Tab")
    page.press("#o-1-2-1-due", "Tab")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    expect(page.locator("[data-clash]")).to_have_count(0)
    assert [row["done"] for row in stored()["EntryHistory"]] == [118, 119]
    assert AnsweredRequest.objects.count() == 2


def test_the_whole_form_waits_until_everything_is_saved(window, opened, world):
    page = opened(window)
    window.set_offline(True)
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator(LINE)).to_contain_text("Mất mạng từ")
    page.get_by_role("button", name="Lưu, làm tiếp sau").click()
    expect(page.locator("#o-1-2-1-done")).to_have_value("118")
    window.set_offline(False)
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    page.get_by_role("button", name="Lưu, làm tiếp sau").click()
    expect(page.get_by_role("heading", name="Việc của tôi")).to_be_visible()
    assert answers_of(world)["1.2.1"] == Answer(done=118, due=123)


# --- no browser ---


def test_a_killed_browser_offers_the_figures_it_had_not_sent(
    browser, opened, world, tmp_path, live_server
):
    context = own_browser(browser, tmp_path)
    context.add_cookies([session_of(world.mai, live_server.url)])
    page = opened(context)
    context.set_offline(True)
    type_pair(page, "1.2.1", "118", "123")
    page.locator("#nd-3-1-1 .tp-explain summary").click()
    page.fill("#o-3-1-1-explanation", "Gặp bà Rơ Châm H'Lan.")
    page.check("#o-2-3-1-a")
    expect(page.locator(LINE)).to_contain_text("Mất mạng từ")
    kept = page.evaluate(KEPT)
    assert "118" in kept
    assert "Rơ Châm" not in kept, "a sentence may speak of people"
    kill(tmp_path)

    context = own_browser(browser, tmp_path)
    context.add_cookies([session_of(world.mai, live_server.url)])
    page = opened(context)
    note = page.locator("#con-tren-may")
    expect(note).to_contain_text("Còn số liệu chưa gửi trên máy này")
    expect(note).to_contain_text("1.2.1")
    expect(note).to_contain_text("2.3.1")
    expect(page.locator("#o-1-2-1-done")).to_have_value("")
    look(page, "con-tren-may")
    page.get_by_role("button", name="Dùng lại").click()
    expect(note).to_be_hidden()
    expect(page.locator("#diem-1-2-1")).to_contain_text("5,25")
    expect(page.locator("#diem-2-3-1")).to_contain_text("6 / 6")
    assert answers_of(world) == {
        "1.2.1": Answer(done=118, due=123),
        "2.3.1": Answer(option="a"),
    }
    page.reload()
    expect(page.locator("#o-1-2-1-done")).to_have_value("118")
    expect(note).to_be_hidden()
    context.close()


def own_browser(browser: Browser, folder: Path) -> BrowserContext:
    """A process of its own, which may be killed."""
    context = browser.browser_type.launch_persistent_context(
        folder / "profile",
        executable_path=shutil.which("chromium"),
        args=["--no-sandbox"],
        locale="vi-VN",
        viewport={"width": 1366, "height": 768},
    )
    context.set_default_timeout(PATIENCE)
    return context


def kill(folder: Path) -> None:
    """At once: nothing is given time to be written down."""
    profile = f"--user-data-dir={folder / 'profile'}".encode()
    for process in Path("/proc").glob("[0-9]*"):
        words = (process / "cmdline").read_bytes().split(b"\0")
        if profile in words and not any(word.startswith(b"--type=") for word in words):
            os.kill(int(process.name), signal.SIGKILL)
            return
    raise AssertionError("no such browser")


def test_figures_left_behind_may_be_forgotten(window, opened, world):
    page = opened(window)
    page.route("**/noi-dung/**", lambda route: route.abort("connectionreset"))
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator(LINE)).to_contain_text("Chưa lưu được")
    crash(page)
    page = opened(window)
    page.get_by_role("button", name="Bỏ", exact=True).click()
    expect(page.locator("#con-tren-may")).to_be_hidden()
    assert "118" not in page.evaluate(KEPT)
    assert answers_of(world) == {}


def crash(page: Page) -> None:
    """The page dies without a word; its window lives."""
    with pytest.raises(Error, match="crash"):
        page.goto("chrome://crash")
    page.close()


def test_figures_of_a_window_that_is_open_are_not_offered_to_another(window, opened):
    page = opened(window)
    page.fill("#o-1-2-1-done", "118")
    other = opened(window)
    expect(other.locator("#con-tren-may[data-looked]")).to_be_attached()
    expect(other.locator("#con-tren-may")).to_be_hidden()


def test_figures_left_behind_do_not_overwrite_what_came_meanwhile(window, opened, world):
    page = opened(window)
    page.route("**/noi-dung/**", lambda route: route.abort("connectionreset"))
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator(LINE)).to_contain_text("Chưa lưu được")
    crash(page)
    write(world, "1.2.1", Answer(done=100, due=123))
    page = opened(window)
    page.get_by_role("button", name="Dùng lại").click()
    expect(page.locator("#loi-1-2-1")).to_contain_text("Bản trên hệ thống")
    assert answers_of(world)["1.2.1"] == Answer(done=100, due=123)


def write(world: World, code: str, answer: Answer) -> None:
    by = acting(world.mai, december(world, 3))
    save_entries(world.dossier.pk, SELF, {code: Given(answer)}, by=by)


# --- no session ---


def test_an_ended_session_keeps_what_was_typed_until_somebody_signs_in(
    window, opened, world, live_server
):
    page = opened(window)
    Session.objects.all().delete()
    type_pair(page, "1.2.1", "118", "123")
    note = page.locator("#het-phien")
    expect(note).to_contain_text("Phiên làm việc đã hết.")
    expect(page.locator(LINE)).to_have_text(
        "Chưa lưu: phiên làm việc đã hết. Số vừa nhập còn trên máy này. Đăng nhập lại"
    )
    way = note.get_by_role("link", name="Đăng nhập lại ở cửa sổ mới")
    expect(way).to_have_attribute("href", f"/dang-nhap/?next=/phieu/{world.dossier.pk}/")
    look(page, "het-phien")
    token = {"name": "csrftoken", "value": "n" * 32, "url": live_server.url}
    window.add_cookies([session_of(world.mai, live_server.url), token])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    expect(note).to_be_hidden()
    assert answers_of(world)["1.2.1"] == Answer(done=118, due=123)


# --- two windows ---


def test_two_windows_on_one_line_show_both_versions(window, opened, world):
    page, other = opened(window), opened(window)
    type_pair(page, "1.2.1", "118", "123")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    type_pair(other, "1.2.1", "100", "123")
    clash = other.locator("#loi-1-2-1")
    expect(clash).to_contain_text("Chưa lưu: nội dung này vừa được sửa ở cửa sổ khác")
    expect(clash).to_contain_text("118/123")
    expect(clash).to_contain_text("100/123")
    expect(other.locator(LINE)).to_have_text("1 ô chưa lưu vì có hai bản: 1.2.1")
    look(other, "hai-ban-tai-dong")
    assert answers_of(world)["1.2.1"].done == 118

    clash.get_by_role("button", name="Dùng bản này").click()
    expect(clash).to_be_empty()
    expect(other.locator(LINE)).to_contain_text("Đã lưu lúc")
    assert answers_of(world)["1.2.1"].done == 100

    type_pair(page, "1.2.1", "117", "123")
    clash = page.locator("#loi-1-2-1")
    clash.get_by_role("button", name="Giữ bản này").click()
    expect(page.locator("#o-1-2-1-done")).to_have_value("100")
    expect(page.locator(LINE)).to_contain_text("Đã lưu lúc")
    assert answers_of(world)["1.2.1"].done == 100
    assert Entry.objects.get(assessment=world.dossier, item="1.2.1").written_by == world.mai
