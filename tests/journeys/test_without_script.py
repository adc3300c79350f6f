"""The commune's part without JavaScript: type, save the whole form, mend, post, send."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.town import password_hash
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.tests import world as worlds
from tuphap.rules.content_scoring import Answer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every-page")]


def test_a_sheet_is_filled_and_sent_without_script(build, visit):
    town = build("2022-12-05 09:00", settled=False)
    world = worlds.make_world()
    Person.objects.update(password=password_hash())
    window = visit(town, script=False)
    page = window.page
    window.sign_in(world.mai)
    steps.press(page, "Mở phiếu để bắt đầu")
    steps.press(page, "Bắt đầu tự chấm điểm")
    steps.told(page, "Đã bắt đầu")

    for code, answer in steps.best_lines(worlds.POINTS_SET).items():
        steps.type_answer(page, code, answer)
    steps.type_answer(page, "3.1.2", Answer(done=41, due=38))
    steps.press(page, "Lưu và xem điểm")
    steps.told(page, "Số vụ, việc hòa giải thành (41) lớn hơn số vụ, việc đã hòa giải (38).")
    expect(page.locator("[name='3.1.2-done']")).to_have_value("41")
    expect(page.locator("[name='5.2.1-done']")).to_have_value("20")
    page.get_by_role("link", name="3.1.2: Số vụ, việc hòa giải thành (41)").click()
    window.look("khong-script-so-sai")

    steps.type_answer(page, "3.1.2", Answer(done=35, due=38))
    steps.type_answer(page, "DK3", Answer(option=steps.GATE_PASSES))
    steps.press(page, "Lưu và xem điểm")
    steps.told(page, "Đã lưu lúc 09:")
    expect(page.locator("#bang .tp-display")).to_contain_text("100,00")
    for verb in ("Niêm yết kết quả", "Gửi hồ sơ"):
        steps.press(page, verb)
        steps.heading(page, verb)
        steps.press(page, verb)
    steps.told(page, "Đã gửi hồ sơ tới Huyện Đức Cơ.")
    world.period.refresh_from_db()
    assert world.dossier.status == "submitted"
