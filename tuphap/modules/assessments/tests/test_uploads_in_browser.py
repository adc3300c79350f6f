"""Files in Chromium: several at once, a bad one by its name, a lost line mended by one press."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.models import Evidence
from tuphap.modules.assessments.tests.world import World, make_world, signed_in, start

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("sheet-browser"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 20_000


@pytest.fixture
def world(settings, tmp_path) -> World:
    settings.MEDIA_ROOT = tmp_path
    world = make_world(evidence_required=True)
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


def a_file(name: str, body: bytes = SOUND["pdf"]) -> dict:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": body}


def choose(page: Page, *files: dict) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#nd-3-1-1").get_by_role("link", name="Thêm tệp").click()
    chooser.value.set_files(list(files))


def test_several_files_at_once_and_the_bad_one_says_why(page, world):
    choose(
        page,
        a_file("Sổ hòa giải.pdf"),
        a_file("hỏng.pdf", b"MZ"),
        a_file("Ảnh.png", SOUND["png"]),
    )
    kept, row = page.locator("#tl-3-1-1"), page.locator("#nd-3-1-1 .tp-uploads li")
    expect(kept).to_contain_text("Sổ hòa giải.pdf")
    expect(kept).to_contain_text("Ảnh.png")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Không nhận tệp “hỏng.pdf”: nội dung không phải PDF.")
    expect(page.locator("#bang")).not_to_contain_text("3.1.1 Chưa trả lời, chưa có tài liệu")
    row.get_by_role("button", name="Bỏ hỏng.pdf").click()
    expect(row).to_have_count(0)
    assert Evidence.objects.filter(item="3.1.1").count() == 2


def test_a_file_that_met_a_lost_line_is_sent_again_by_one_press(page, world):
    page.fill("#o-1-2-1-done", "118")
    page.context.set_offline(True)
    choose(page, a_file("Sổ hòa giải.pdf"))
    row = page.locator("#nd-3-1-1 .tp-uploads li")
    expect(row).to_contain_text("đường truyền bị ngắt")
    assert not Evidence.objects.exists()
    page.context.set_offline(False)
    row.get_by_role("button", name="Gửi lại").click()
    expect(page.locator("#tl-3-1-1")).to_contain_text("Sổ hòa giải.pdf")
    expect(row).to_have_count(0)
    # What was typed meanwhile is left alone.
    expect(page.locator("#o-1-2-1-done")).to_have_value("118")
    assert Evidence.objects.count() == 1


def test_the_page_of_a_line_takes_several_too(page, world):
    page.locator("#nd-3-1-1").get_by_role("link", name="Tài liệu khác").click()
    page.set_input_files("#o-file", [a_file("a.pdf"), a_file("b.png", SOUND["png"])])
    expect(page.locator("#da-co")).to_have_text("Đã có (2)")
    expect(page.locator(".tp-uploads li")).to_have_count(0)
