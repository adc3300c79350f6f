"""The matrix in Chromium: with five criteria, flags and the status it fits a common screen."""

import pytest

from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.tests.test_comparison import commune, summarise
from tuphap.modules.assessments.tests.world import POINTS_SET, World, make_world, signed_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("desk-browser"),
    pytest.mark.django_db(transaction=True),
]


def wide_world() -> World:
    """Long names, large differences in every criterion, a flag, a step with long words."""
    world = make_world(POINTS_SET)
    far = commune(world, 1, "Xã Thăng Hưng Chư Prông")
    for dossier in (world.dossier, far):
        summarise(dossier, "self")
        summarise(dossier, "appraised", TC1="10", TC2="10", TC3="10", TC4="12", TC5="12")
        summarise(dossier, "final", TC1="10", TC2="10", TC3="10", TC4="12", TC5="12")
    ColumnSummary.objects.filter(column="final").update(conditions={"DK3": False})
    Assessment.objects.update(status="returned")
    return world


def test_all_columns_of_the_compact_view_are_on_a_screen_of_1366(browser, live_server):
    world = wide_world()
    context = browser.new_context(locale="vi-VN", viewport={"width": 1366, "height": 768})
    cookie = signed_in(world.ha).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/doi-chieu/2022/")
    page.wait_for_load_state("networkidle")
    box = page.locator(".tp-matrix-box")
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") == 0
    # Nor does anything inside the box make the page longer than what is seen of it.
    assert page.evaluate("document.documentElement.scrollHeight") < 1200
    context.close()
