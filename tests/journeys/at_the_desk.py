"""What the unit that appraises does: return, appraise, conclude, record the decision."""

from playwright.sync_api import Page, expect

from tests.journeys import steps
from tests.journeys.story import MISSING, Story
from tuphap.foundation.accounts.models import Person
from tuphap.rules.content_scoring import Answer

WHY = "Sổ theo dõi chỉ ghi số này."


def open_desk(story: Story, day: str, who: Person, name: str) -> None:
    page = story.on(day, who).page
    page.goto("/tham-tra/")
    story.visit.look("ban-tham-tra")
    steps.follow(page, page.get_by_role("link", name=name).first)


def returns_one(story: Story) -> None:
    visit = story.on("return", story.hung)
    page = visit.page
    visit.look("viec-cua-toi-tham-tra")
    open_desk(story, "return", story.hung, story.regime.names[0])
    visit.look("ho-so-vua-gui")
    steps.press(page, "Trả lại xã…")
    steps.press(page, "Trả lại để bổ sung")
    visit.look("tra-lai-thieu-ly-do")
    page.get_by_label("Lý do chung").fill(MISSING)
    steps.press(page, "Trả lại để bổ sung")
    steps.told(page, "Đã trả lại hồ sơ")


def closes_both(story: Story) -> None:
    regime, page = story.regime, story.visit.page
    for name in regime.names[:2]:
        open_desk(story, "appraise", story.hung, name)
        steps.press(page, "Nhận thẩm tra")
        steps.told(page, "Đã nhận thẩm tra")
        if name == regime.names[0]:
            change_a_line(story, *regime.change)
        steps.accept_the_rest(page, "Chấp nhận")
        story.visit.look("ban-tham-tra-xong")
        steps.press(page, f"{regime.words['close']}…")
        story.visit.look("chot-tham-tra")
        steps.press(page, regime.words["close"])
        steps.told(page, f"{regime.words['close']}: đã xong, {name}.")


def change_a_line(story: Story, code: str, answer: Answer) -> None:
    """First without a reason, which is refused with the sentence about it."""
    what = story.regime.words["figure"]
    start_changing(story.visit.page, code, answer)
    steps.press_starting(story.visit.page, f"Lưu {what}")
    steps.told(story.visit.page, f"Chưa có lý do thay đổi {what} {code}.")
    story.visit.look("ban-tham-tra-thieu-ly-do")
    give_reason(story.visit.page, code, f"Lưu {what}")


def start_changing(page: Page, code: str, answer: Answer) -> None:
    page.get_by_role("link", name=f"Sửa {code}").click()
    steps.type_answer(page, code, answer)


def give_reason(page: Page, code: str, save: str, why: str = WHY) -> None:
    page.get_by_label("Lý do thay đổi").fill(why)
    steps.press_starting(page, save)
    expect(steps.line(page, code)).to_contain_text(why)


def council_concludes(story: Story) -> None:
    page = story.visit.page
    for name in story.regime.names[:2]:
        open_desk(story, "conclude", story.thu, name)
        if name == story.regime.names[0]:
            change_a_line(story, *story.regime.council)
        story.visit.look("ket-luan-hoi-dong")
        steps.press(page, "Trình quyết định…")
        steps.press(page, "Trình quyết định")
        steps.told(page, f"Trình quyết định: đã xong, {name}.")


def records_the_decision(story: Story) -> None:
    visit = story.on("decide", story.minh)
    page = visit.page
    visit.look("viec-cua-toi-quyet-dinh")
    visit.open("/quyet-dinh/")
    visit.look("quyet-dinh")
    for name in story.regime.names[:2]:
        page.get_by_label(name).check()
    steps.press(page, "Xem trước khi ghi…")
    visit.look("quyet-dinh-thieu-so")
    page.get_by_label("Số quyết định").fill("214/QĐ-UBND")
    day = story.regime.days["decide"][:10].split("-")
    page.get_by_label("Ngày ký").fill("/".join(reversed(day)))
    page.get_by_label("Người quyết định").fill("Chủ tịch Ủy ban nhân dân")
    steps.press(page, "Xem trước khi ghi…")
    steps.heading(page, "Ghi quyết định 214/QĐ-UBND cho 2 đơn vị")
    visit.look("quyet-dinh-xem-truoc")
    steps.press(page, "Ghi quyết định")
    steps.told(page, "Đã ghi Quyết định số 214/QĐ-UBND")
    visit.look("quyet-dinh-da-ghi")
