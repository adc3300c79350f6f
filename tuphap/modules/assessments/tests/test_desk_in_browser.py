"""The desk in Chromium: line by line with script, whole without; axe and widths on every page."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.ui.tests.accessibility import MORE, objections
from tuphap.modules.assessments.actions.appraisal import change
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Entry, Evidence
from tuphap.modules.assessments.tests.desk_requests import REASON, mark
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    december,
    in_status,
    moment,
    signed_in,
)
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("desk-browser"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)
WIDTHS = [1366, 1093, 683, 390, 320]

Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(moment(2027, 1, 5), tick=True):
        yield


@pytest.fixture
def opened(browser, live_server) -> Iterator[Open]:
    """`opened(person, address, script=…)`: a window of that person; closed afterwards."""
    contexts = []

    def open_window(
        person: Person, address: str, *, script: bool = True, width: int = 1366
    ) -> Page:
        context = browser.new_context(
            locale="vi-VN", viewport={"width": width, "height": 768}, java_script_enabled=script
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        cookie = signed_in(person).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}{address}")
        return page

    yield open_window
    for context in contexts:
        context.close()


def desk(world: World, query: str = "") -> str:
    return f"/tham-tra/{world.dossier.pk}/{query}"


def prove(world: World, *codes: str) -> None:
    for code in codes:
        Evidence.objects.create(
            assessment=world.dossier,
            item=code,
            title=f"Báo cáo {code}",
            url="https://example.gov.vn/bao-cao",
            added_by=world.mai,
            added_at=december(world, 2),
        )


def test_a_line_is_accepted_in_its_place(opened):
    world = in_status("under_review")
    page = opened(world.hung, desk(world))
    page.get_by_role("button", name="Chấp nhận 2.1.1").click()
    expect(page.locator("#nd-2-1-1")).to_contain_text("6,00")
    expect(page.locator("#nd-2-1-1 .tp-ok-text")).to_have_text("Chấp nhận")
    expect(page.locator("#tc-TC2")).to_contain_text("6,00")
    expect(page.locator("#tien-do")).to_contain_text("1/24")
    expect(page.locator("#tien-do")).to_contain_text("Đã lưu lúc")
    expect(page.locator("#viec-tiep")).to_contain_text("Còn 24 mục chưa xong")
    expect(page.locator("#tai-lieu")).to_contain_text("Tài liệu của 2.1.1")
    expect(page.locator("#nd-2-1-1")).to_have_class("tp-desk-line tp-row-current")


def test_a_figure_is_changed_with_its_reason_beside_the_evidence(opened):
    world = in_status("under_review")
    prove(world, "2.1.1")
    page = opened(world.hung, desk(world))
    page.get_by_role("link", name="Sửa 2.1.1").click()
    expect(page.locator("#tai-lieu")).to_contain_text("Báo cáo 2.1.1")
    page.fill("#o-2-1-1-done", "19")
    page.press("#o-2-1-1-done", "Tab")
    expect(page.locator("#kq-2-1-1")).to_contain_text("95\N{NO-BREAK SPACE}%")
    expect(page.locator("#tinh-2-1-1")).to_contain_text("4,50 / 6 điểm")
    assert not Entry.objects.filter(column=APPRAISED).exists()
    page.get_by_role("button", name="Lưu điểm thẩm tra").click()
    expect(page.get_by_text("Chưa có lý do thay đổi điểm 2.1.1")).to_have_count(1)
    expect(page.locator("#ly-do-2-1-1")).to_contain_text("Chưa có lý do thay đổi điểm 2.1.1")
    expect(page.locator("#kq-2-1-1")).to_contain_text("95\N{NO-BREAK SPACE}%")
    expect(page.locator("#o-2-1-1-explanation")).to_be_focused()
    expect(page.locator("#o-2-1-1-done")).to_have_value("19")
    page.fill("#o-2-1-1-explanation", REASON)
    page.get_by_role("button", name="Lưu điểm thẩm tra").click()
    expect(page.locator("#nd-2-1-1")).to_contain_text(REASON)
    expect(page.locator("#nd-2-1-1")).to_contain_text("Đã sửa")
    expect(page.locator("#tc-TC2")).to_contain_text("−")
    assert Entry.objects.get(column=APPRAISED).done == 19


def test_a_wrong_figure_is_named_once_and_no_more_when_it_is_right(opened):
    world = in_status("under_review")
    page = opened(world.hung, desk(world, "?sua=2.1.1"))
    page.fill("#o-2-1-1-done", "41")
    page.press("#o-2-1-1-done", "Tab")
    wrong = page.get_by_text("lớn hơn", exact=False)
    expect(wrong).to_have_count(1)
    page.fill("#o-2-1-1-explanation", REASON)
    page.get_by_role("button", name="Lưu điểm thẩm tra").click()
    expect(page.locator("#o-2-1-1-done")).to_be_focused()
    expect(wrong).to_have_count(1)
    page.fill("#o-2-1-1-done", "19")
    page.press("#o-2-1-1-done", "Tab")
    expect(wrong).to_have_count(0)


def test_leaving_a_change_saves_nothing(opened):
    world = in_status("under_review")
    page = opened(world.hung, desk(world))
    page.get_by_role("link", name="Sửa 2.1.1").click()
    page.fill("#o-2-1-1-done", "1")
    page.get_by_role("link", name="Bỏ sửa").click()
    expect(page.get_by_role("button", name="Chấp nhận 2.1.1")).to_be_visible()
    assert not Entry.objects.filter(column=APPRAISED).exists()


def test_what_somebody_else_saved_meanwhile_is_shown(opened):
    world = in_status("under_review")
    page = opened(world.hung, desk(world, "?sua=2.1.1"))
    lines = {"2.1.1": Given(Answer(done=19, due=20), REASON)}
    seen = dict([mark(world, "2.1.1").split(":")])
    change(world.dossier.pk, lines, seen, by=acting(world.hung, december(world, 23)))
    page.fill("#o-2-1-1-done", "18")
    page.fill("#o-2-1-1-explanation", "Bản của tôi.")
    page.get_by_role("button", name="Lưu điểm thẩm tra").click()
    expect(page.locator("#dv-2-1-1")).to_contain_text("Bản trên hệ thống")
    expect(page.locator("#dv-2-1-1")).to_contain_text(REASON)
    expect(page.locator("#o-2-1-1-done")).to_have_value("18")
    page.get_by_role("button", name="Lưu điểm thẩm tra").click()
    expect(page.locator("#nd-2-1-1")).to_contain_text("Bản của tôi.")


def test_ticked_lines_are_accepted_together(opened):
    world = in_status("under_review")
    prove(world, "2.1.1", "3.1.1")
    page = opened(world.hung, desk(world))
    button = page.locator("[data-ticks]")
    expect(page.get_by_label("Chọn 2.1.1 để chấp nhận cùng lúc")).to_be_disabled()
    document = Evidence.objects.get(item="2.1.1").document  # the same link in both lines
    page.request.get(f"{page.url}mo/{document}/", max_redirects=0)
    page.reload()
    expect(button).to_be_hidden()
    page.get_by_label("Chọn 2.1.1 để chấp nhận cùng lúc").check()
    page.get_by_label("Chọn 3.1.1 để chấp nhận cùng lúc").check()
    expect(button).to_have_text("Chấp nhận 2 mục đã chọn")
    button.click()
    expect(page.get_by_text("Đã chấp nhận 2.1.1, 3.1.1.")).to_be_visible()
    assert Entry.objects.filter(column=APPRAISED).count() == 2


def test_a_dossier_that_was_closed_meanwhile_says_so(opened):
    world = in_status("under_review")
    page = opened(world.hung, desk(world))
    world.dossier.__class__.objects.filter(pk=world.dossier.pk).update(status="council")
    page.get_by_role("button", name="Chấp nhận 2.1.1").click()
    expect(page.locator("#ban-bao")).to_contain_text("Lấy ý kiến Hội đồng")


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_whole_work_is_done_without_script(opened, code):
    world = in_status("submitted", code)
    page = opened(world.hung, "/tham-tra/", script=False)
    page.get_by_role("link", name="Xã Ia Dơk").click()
    page.get_by_role("button", name="Nhận thẩm tra").click()
    page.get_by_role("link", name="Sửa 3.1.1").click()
    page.fill("#o-3-1-1-explanation", "Xem lại theo sổ gốc.")
    page.get_by_role("button", name=re.compile("^Lưu (điểm|kết quả) thẩm tra")).click()
    expect(page.locator("#nd-3-1-1")).to_contain_text("Chấp nhận")
    accepting = page.get_by_role("button", name="Chấp nhận")
    while accepting.count():
        with page.expect_navigation():
            accepting.first.click()
    page.get_by_role("link", name="Chốt thẩm tra").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Chốt thẩm tra").click()
    assert world.dossier.status in ("council", "appraised")


PAGES = [
    (POINTS_SET, "submitted", "hung", "/tham-tra/"),
    (POINTS_SET, "under_review", "hung", "{desk}"),
    (POINTS_SET, "under_review", "hung", "{desk}?sua=1.1"),
    (PASS_SET, "under_review", "hung", "{desk}?sua=2.5.1"),
    (POINTS_SET, "under_review", "hung", "{desk}tra-lai/"),
    (POINTS_SET, "council", "thu", "{desk}"),
    (POINTS_SET, "council", "thu", "{desk}chot/"),
    (POINTS_SET, "posted", "ha", "{desk}"),
    (PASS_SET, "appraised", "minh", "/quyet-dinh/"),
]


@pytest.mark.parametrize(("code", "status", "who", "address"), PAGES)
def test_every_page_is_accessible_and_fits_its_window(opened, code, status, who, address):
    world = in_status(status, code)
    page = opened(getattr(world, who), address.format(desk=desk(world)))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{address} at {width}: {wide} px too wide"
        assert objections(page, MORE) == []
