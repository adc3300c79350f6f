"""The page of parts and the error pages in Chromium: nothing axe objects to, nothing cut off.

The pages are handed to the browser from memory, so no server and no database are needed.
"""

import mimetypes
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest
from django.template.loader import get_template
from django.test import RequestFactory, override_settings
from playwright.sync_api import Browser, Page, Route

from tuphap.foundation.ui import samples
from tuphap.foundation.ui.tests.accessibility import MORE, objections
from tuphap.foundation.ui.tests.places import STATIC
from tuphap.rules.refusals import Refused

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("ui-browser")]

ADDRESS = "http://tuphap.test"
# A screen, the same at 125 % and 200 %, a telephone, and 320 px (WCAG 1.4.10).
WIDTHS = [1366, 1093, 683, 390, 320]
PAGES = ["400.html", "403_csrf.html", "404.html", "500.html", "503.html"]
PAGES += ["refusal.html", "conflict.html", "two versions", "bad_input.html"]
TELEPHONE = [("500.html", 390), ("refusal.html", 390), ("two versions", 390)]
MENU = [
    SimpleNamespace(label=label, url="/", current=label == "Thẩm tra", folded=False)
    for label in ("Việc của tôi", "Thẩm tra", "Đối chiếu", "Tiến độ", "Công bố", "Quản trị")
]
SPACING = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
 word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""


def html_of(name: str) -> str:
    request = RequestFactory().get("/")
    request.menu = MENU
    post = SimpleNamespace(unit_name="Phòng Tư pháp huyện Đức Cơ")
    request.actor = SimpleNamespace(name="Người thẩm tra (mẫu)", posts=(post,))
    refused = Refused("no_role", "Tài khoản chưa được giao quyền này. Liên hệ quản trị đơn vị.")
    version = {"who": "Người thứ nhất", "when": "lúc 09:38, 13/01/2023", "text": "40", "html": "40"}
    values = samples.page() | {"refused": refused, "incident": "TC-230113-0417"}
    if name == "two versions":
        name, values = "conflict.html", values | {"theirs": version, "mine": version}
    with override_settings(DEMO=True):
        return get_template(name).render(values, request)


def opened(browser: Browser, name: str, width: int) -> Page:
    page = browser.new_page(viewport={"width": width, "height": 768}, locale="vi-VN")
    html = html_of(name)

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(body=html, content_type="text/html; charset=utf-8")
        else:
            file = STATIC / path.removeprefix("/static/")
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            route.fulfill(body=file.read_bytes(), content_type=kind)

    page.route("**/*", answer)
    page.goto(ADDRESS + "/", wait_until="networkidle")
    return page


def overflow(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("width", WIDTHS)
def test_page_of_parts_is_accessible_at_every_width(browser, width):
    page = opened(browser, "ui/components.html", width)
    assert objections(page, MORE) == []
    assert overflow(page) <= 0
    page.close()


@pytest.mark.parametrize(("name", "width"), [(name, 1366) for name in PAGES] + TELEPHONE)
def test_error_page_is_accessible(browser, name, width):
    page = opened(browser, name, width)
    assert objections(page, MORE) == []
    assert overflow(page) <= 0
    page.close()


def test_wide_text_spacing_cuts_nothing_off(browser):
    page = opened(browser, "ui/components.html", 390)
    page.add_style_tag(content=SPACING)
    assert overflow(page) <= 0
    page.close()


def test_menu_opens_without_script_on_a_telephone(browser):
    page = opened(browser, "404.html", 390)
    assert not page.get_by_role("link", name="Đối chiếu").is_visible()
    page.get_by_text("Trình đơn", exact=True).click()
    assert page.get_by_role("link", name="Đối chiếu").is_visible()
    assert page.get_by_role("button", name="Đăng xuất").is_visible()
    assert objections(page, MORE) == []
    page.close()


def test_figures_stand_under_one_another(browser):
    page = opened(browser, "ui/components.html", 1366)
    widths = page.evaluate(
        """() => [400, 700].map(weight => ["1111", "4444", "0897", "−+–-"].map(text => {
          const span = document.createElement("span");
          span.className = "tp-num"; span.style.fontWeight = weight; span.textContent = text;
          document.querySelector("main").append(span);
          return Math.round(span.getBoundingClientRect().width * 10);
        }))"""
    )
    assert all(max(row) - min(row) <= 1 for row in widths), widths
    page.close()


def test_every_tab_stop_shows_itself_and_is_not_behind_the_bar(browser):
    page = opened(browser, "ui/components.html", 1366)
    page.keyboard.press("Tab")
    while page.evaluate("document.activeElement !== document.body"):
        seen = page.evaluate(
            """() => {
              const e = document.activeElement, bar = document.querySelector(".tp-actionbar");
              const ringed = getComputedStyle(e).outlineStyle === "solid" || e.type === "file";
              const place = e.getBoundingClientRect(), cover = bar.getBoundingClientRect();
              const apart = place.bottom <= cover.top + 1 || place.top >= cover.bottom;
              return ringed && (apart || bar.contains(e));
            }"""
        )
        assert seen, page.evaluate("document.activeElement.outerHTML")
        page.keyboard.press("Tab")
    page.close()


def test_paper_keeps_the_illustration_sentence_and_drops_the_header(browser):
    page = opened(browser, "ui/components.html", 1366)
    page.emulate_media(media="print")
    assert page.get_by_text("Số liệu minh họa").first.is_visible()
    assert not page.locator(".tp-header").is_visible()
    assert not page.locator(".tp-actionbar").is_visible()
    page.close()


def test_password_can_be_shown_and_the_error_summary_takes_the_focus(browser):
    page = opened(browser, "ui/components.html", 1366)
    assert page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    assert page.title().startswith("Lỗi:")
    page.close()
