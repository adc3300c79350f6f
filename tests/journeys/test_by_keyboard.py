"""A few lines of the sheet with the keyboard alone: order, what is shown, nothing that holds."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.town import password_hash
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.lines.items import anchor
from tuphap.modules.assessments.tests import world as worlds

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every-page")]
# The focused thing has a ring, lies in the window, and nothing lies over it.
SEEN = """() => {
  const e = document.activeElement, style = getComputedStyle(e), r = e.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const x = r.left + r.width / 2, y = r.top + Math.min(r.height / 2, 12);
  const top = document.elementFromPoint(x, y);
  return ring && r.top >= 0 && r.bottom <= innerHeight && top !== null
    && (e === top || e.contains(top) || top.contains(e));
}"""
FOCUSED = "() => document.activeElement.id || document.activeElement.textContent.trim()"


def tab(page: Page, times: int = 1, key: str = "Tab") -> str:
    """Presses and looks at every stop; the id (or the words) of the last one."""
    for _ in range(times):
        page.keyboard.press(key)
        assert page.evaluate(SEEN), page.evaluate("document.activeElement.outerHTML")[:300]
    return page.evaluate(FOCUSED)


def tab_to(page: Page, wanted: str) -> None:
    for _ in range(80):
        if tab(page) == wanted:
            return
    raise AssertionError(f"Tab does not lead to {wanted}")


def shows_points(page: Page, code: str, points: str) -> None:
    expect(page.locator(f"#diem-{anchor(code)}")).to_have_text(re.compile(rf"\s*{points}\s*"))


def test_lines_are_filled_with_the_keyboard(build, visit):
    town = build("2022-12-05 09:00", settled=False)
    world = worlds.make_world()
    Person.objects.update(password=password_hash())
    worlds.start(world)
    window = visit(town)
    page = window.page
    window.sign_in(world.mai)
    window.open(f"/phieu/{world.dossier.pk}/")

    assert tab(page) == "Đến nội dung chính"
    page.keyboard.press("Enter")
    tab_to(page, "o-1-1-1-a")
    page.keyboard.press("Space")
    shows_points(page, "1.1.1", "1 / 1")
    page.keyboard.press("ArrowDown")
    shows_points(page, "1.1.1", "0 / 1")
    page.keyboard.press("ArrowUp")
    shows_points(page, "1.1.1", "1 / 1")

    tab_to(page, "o-1-2-1-done")
    page.keyboard.type("118")
    assert tab(page) == "o-1-2-1-due"
    page.keyboard.type("123")
    page.keyboard.press("Enter")
    shows_points(page, "1.2.1", "5,25 / 7")
    expect(page.locator("#kq-1-2-1")).to_contain_text("95,93")
    assert page.evaluate(SEEN)
    assert page.evaluate(FOCUSED) != "o-1-2-1-due"

    tab_to(page, "kps-2-2-1")
    page.keyboard.press("Space")
    shows_points(page, "2.2.1", "4 / 4")
    expect(page.locator("#o-2-2-1-done")).to_be_hidden()
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc 09:")
    tab(page, key="Shift+Tab")
