"""What the commune does: fill, prove, post, send, mend."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.story import MISSING, Story
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.rules.content_scoring import Answer

PDF = SOUND["pdf"]


def fills_the_sheet(story: Story) -> None:
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
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc 14:")
    expect(page.locator("#bang .tp-display")).to_contain_text(regime.words["full"])
    expect(page.locator("#bang")).to_contain_text("Còn thiếu (0)")
    page.reload()
    expect(page.locator(f"[name='{regime.slip}-done']")).to_have_value("35")
    visit.look("phieu-da-nhap")


def adds_evidence_and_posts(story: Story) -> None:
    visit, code = story.visit, story.regime.proven
    page = visit.page
    steps.follow(page, page.get_by_role("link", name=f"Tài liệu khác cho {code}"))
    steps.heading(page, f"Tài liệu của {code}")
    page.get_by_label("Đường dẫn", exact=True).fill("khong phai duong dan")
    steps.press(page, "Thêm đường dẫn")
    visit.look("tai-lieu-duong-dan-sai")
    page.get_by_label("Đường dẫn", exact=True).fill("https://xa.example/ke-hoach-2022")
    page.get_by_label("Tên tài liệu").fill("Kế hoạch năm")
    steps.press(page, "Thêm đường dẫn")
    expect(steps.line(page, code)).to_contain_text("Kế hoạch năm")
    steps.follow(page, page.get_by_role("link", name=f"Tài liệu khác cho {code}"))
    page.locator("input[type=file]").set_input_files(
        {"name": "Báo cáo kết quả.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    # With script a chosen file goes at once, and the list of what is there grows.
    expect(page.get_by_role("heading", name="Đã có (2)")).to_be_visible()
    steps.told(page, "Báo cáo kết quả.pdf")
    visit.look("tai-lieu")
    steps.press(page, "Về phiếu")
    expect(steps.line(page, code)).to_contain_text("Báo cáo kết quả.pdf")
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


def another_posts_not_met(story: Story) -> None:
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
    visit.look("bien-nhan")
    visit.open("/phieu/")
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


def mends_and_sends_again(story: Story) -> None:
    regime = story.regime
    visit = story.on("mend", story.mai)
    page = visit.page
    steps.told(page, "Yêu cầu bổ sung")
    visit.look("viec-cua-toi-bi-tra")
    visit.open("/phieu/")
    steps.told(page, MISSING)
    visit.look("phieu-bi-tra")
    steps.type_answer(page, regime.slip, Answer(done=36, due=38))
    expect(page.locator("#dong-luu")).to_contain_text("Đã lưu lúc 16:")
    send(story, "Gửi lại hồ sơ")


def sees_it_published(story: Story) -> None:
    visit = story.on("publish", story.mai)
    visit.look("viec-cua-toi-xa-xong")
    visit.open("/phieu/")
    steps.told(visit.page, "Đã công bố")
    visit.look("phieu-cong-bo")
    assert steps.status(visit, f"/doi-chieu/{story.regime.year}/") == 403
    assert steps.status(visit, f"/doi-chieu/{story.regime.year}/bang.csv") == 403
