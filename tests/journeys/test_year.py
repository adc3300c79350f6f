"""A whole year through the pages, once for each regime: opened, filled, appraised, published."""

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.story import PASS, POINTS, Story
from tuphap.foundation.accounts.models import Person
from tuphap.rules.content_scoring import Answer

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
MISSING = "Nội dung 2.1 thiếu danh sách kèm theo. Đề nghị bổ sung."
WHY = "Sổ theo dõi chỉ ghi số này."


@pytest.mark.xdist_group("year-by-points")
def test_a_year_by_points(build, visit):
    the_whole_year(Story(POINTS, build(POINTS.days["open"]), visit))


@pytest.mark.xdist_group("year-by-pass")
def test_a_year_by_met_and_not_met(build, visit):
    the_whole_year(Story(PASS, build(PASS.days["open"], demo=True), visit))


def the_whole_year(story: Story) -> None:
    province_opens_the_year(story)
    commune_fills_its_sheet(story)
    commune_adds_evidence_and_posts(story)
    other_commune_posts_not_met(story)
    both_send(story)
    appraiser_returns_one(story)
    commune_mends_and_sends_again(story)
    appraiser_closes_both(story)
    if story.regime.council:
        council_concludes(story)
    decision_is_recorded(story)


def province_opens_the_year(story: Story) -> None:
    from datetime import UTC, date, datetime

    from tuphap.foundation.access.actors import actor_for
    from tuphap.foundation.units.queries import unit_on
    from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
    from tuphap.modules.criteria.queries import newest

    r = story.regime
    day = date(r.year, 1, 10)
    open_period(
        r.year,
        newest(r.code),
        unit_on(r.province, day),
        day,
        PeriodSettings(
            appraised_by="parent" if r.council else "scope",
            gates_enabled=bool(r.gates),
            evidence_required=r.proof_asked,
            posting_days=7,
            completion_working_days=5,
        ),
        by=actor_for(story.ha, datetime(r.year, 1, 15, 3, tzinfo=UTC)),
    )


def commune_fills_its_sheet(story: Story) -> None:
    regime = story.regime
    visit = story.on("fill", story.mai)
    page = visit.page
    visit.look("viec-cua-toi-xa")
    steps.press(page, "Mở phiếu để bắt đầu")
    steps.heading(page, regime.words["sheet"])
    visit.look("phieu-chua-bat-dau")
    story.sheets[regime.names[0]] = page.url
    steps.press(page, regime.words["start"])
    steps.told(page, "Đã bắt đầu")
    visit.look("phieu-trong")

    lines = steps.best_lines(regime.code)
    del lines[regime.slip]
    steps.answer_lines(page, lines, gates=regime.gates, proof_asked=regime.proof_asked)
    steps.type_answer(page, regime.slip, Answer(done=41, due=38))
    steps.told(
        page,
        "Số vụ, việc hòa giải thành (41) lớn hơn số vụ, việc đã hòa giải (38). "
        "Kiểm tra lại hai số này.",
    )
    expect(page.locator("#dong-luu")).to_contain_text(f"1 ô chưa lưu vì còn lỗi: {regime.slip}")
    expect(page.locator("#bang")).to_contain_text(f"{regime.slip} Số liệu sai")
    visit.look("phieu-so-sai")
    steps.type_answer(page, regime.slip, Answer(done=35, due=38))
    expect(steps.line(page, regime.slip)).to_contain_text("92,11 %".replace(" ", "\u00a0"))
    if regime.proof_asked:
        steps.explain(page, regime.slip)
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc 14:30")
    expect(page.locator("#bang .tp-display")).to_contain_text(regime.words["full"])
    expect(page.locator("#bang")).to_contain_text("Còn thiếu (0)")
    page.reload()
    expect(page.locator(f"[name='{regime.slip}-done']")).to_have_value("35")
    visit.look("phieu-da-nhap")


def commune_adds_evidence_and_posts(story: Story) -> None:
    visit, code = story.visit, story.regime.proven
    page = visit.page
    page.get_by_role("link", name=f"Thêm tài liệu cho {code}").click()
    steps.heading(page, f"Tài liệu của {code}")
    page.get_by_label("Đường dẫn", exact=True).fill("khong phai duong dan")
    steps.press(page, "Thêm đường dẫn")
    visit.look("tai-lieu-duong-dan-sai")
    page.get_by_label("Đường dẫn", exact=True).fill("https://xa.example/ke-hoach-2022")
    page.get_by_label("Tên tài liệu").fill("Kế hoạch năm")
    steps.press(page, "Thêm đường dẫn")
    expect(steps.line(page, code)).to_contain_text("Kế hoạch năm")
    page.get_by_role("link", name=f"Thêm tài liệu cho {code}").click()
    page.locator("input[type=file]").set_input_files(
        {"name": "Báo cáo kết quả.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    steps.told(page, "Báo cáo kết quả.pdf")
    steps.press(page, "Tải tệp lên")
    expect(steps.line(page, code)).to_contain_text("Báo cáo kết quả.pdf")
    page.get_by_role("link", name=f"Thêm tài liệu cho {code}").click()
    expect(page.get_by_role("heading", name="Đã có (2)")).to_be_visible()
    visit.look("tai-lieu")
    steps.press(page, "Về phiếu")
    post_result(story)


def post_result(story: Story) -> None:
    visit, page = story.visit, story.visit.page
    steps.press(page, "Niêm yết kết quả")
    steps.heading(page, "Niêm yết kết quả")
    visit.look("niem-yet")
    steps.press(page, "Niêm yết kết quả")
    steps.told(page, "Đã niêm yết kết quả.")
    expect(page.locator("#dong-luu")).to_contain_text("Chỉ xem: kết quả niêm yết từ ngày")
    visit.look("phieu-niem-yet")


def other_commune_posts_not_met(story: Story) -> None:
    regime = story.regime
    visit = story.on("fill", story.lan)
    page = visit.page
    assert visit.open(story.sheets[regime.names[0]]) == 404
    steps.told(page, "Không tìm thấy trang này")
    visit.look("khong-tim-thay")
    visit.open("/phieu/")
    story.sheets[regime.names[1]] = page.url
    steps.press(page, regime.words["start"])
    lines = steps.best_lines(regime.code) | dict(regime.poor)
    steps.answer_lines(page, lines, gates=regime.gates, proof_asked=regime.proof_asked)
    expect(page.locator("#bang .tp-display")).to_contain_text(regime.words["poor"])
    expect(page.locator("#bang")).to_contain_text("Còn thiếu (0)")
    post_result(story)
    story.town.at(regime.days["early"])
    visit.sign_in(story.lan)
    visit.open("/phieu/")
    expect(page.get_by_role("button", name="Gửi hồ sơ")).to_have_attribute("aria-disabled", "true")
    visit.look("phieu-dang-niem-yet")


def both_send(story: Story) -> None:
    for who in (story.mai, story.lan):
        visit = story.on("send", who)
        visit.open("/phieu/")
        send(story)
    visit.look("phieu-da-gui")
    steps.press(visit.page, "Lịch sử")
    steps.heading(visit.page, "Lịch sử hồ sơ")
    visit.look("lich-su")


def send(story: Story, verb: str = "Gửi hồ sơ") -> None:
    page = story.visit.page
    steps.press(page, verb)
    steps.heading(page, verb)
    story.visit.look(verb)
    steps.press(page, verb)
    steps.told(page, f"Đã gửi hồ sơ tới {story.regime.words['office']}")


def open_desk(story: Story, day: str, who: Person, name: str) -> None:
    page = story.on(day, who).page
    page.goto("/tham-tra/")
    story.visit.look("ban-tham-tra")
    page.get_by_role("link", name=name).first.click()


def appraiser_returns_one(story: Story) -> None:
    visit = story.on("return", story.hung)
    page = visit.page
    visit.look("viec-cua-toi-tham-tra")
    open_desk(story, "return", story.hung, story.regime.names[0])
    visit.look("ho-so-vua-gui")
    steps.press(page, "Trả lại xã…")
    steps.press(page, "Trả lại để bổ sung")
    visit.look("tra-lai-thieu-ly-do")
    page.get_by_label("Lý do trả lại").fill(MISSING)
    steps.press(page, "Trả lại để bổ sung")
    steps.told(page, "Đã trả lại hồ sơ")


def commune_mends_and_sends_again(story: Story) -> None:
    regime = story.regime
    visit = story.on("mend", story.mai)
    page = visit.page
    steps.told(page, "Yêu cầu bổ sung")
    visit.look("viec-cua-toi-bi-tra")
    visit.open("/phieu/")
    steps.told(page, MISSING)
    visit.look("phieu-bi-tra")
    steps.type_answer(page, regime.slip, Answer(done=36, due=38))
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc 16:00")
    send(story, "Gửi lại hồ sơ")


def appraiser_closes_both(story: Story) -> None:
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
    page = story.visit.page
    page.get_by_role("link", name=f"Sửa {code}").click()
    steps.type_answer(page, code, answer)
    steps.press_starting(page, "Lưu điểm")
    steps.told(page, f"Chưa có lý do thay đổi điểm {code}.")
    story.visit.look("ban-tham-tra-thieu-ly-do")
    page.get_by_label("Lý do thay đổi").fill(WHY)
    steps.press_starting(page, "Lưu điểm")
    expect(steps.line(page, code)).to_contain_text(WHY)


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


def decision_is_recorded(story: Story) -> None:
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
