"""What the province does: open the year, compare, publish."""

from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.story import Story
from tests.journeys.visit import PASSWORD, Visit
from tuphap.foundation.second_factor.tests.proving import code_of, secret_on


def opens_the_year(story: Story) -> None:
    regime = story.regime
    visit = story.on("open", story.ha)
    page = visit.page
    visit.look("viec-cua-toi-so")
    visit.open("/ky-danh-gia/")
    visit.look("chua-co-ky")
    steps.press(page, "Mở kỳ đánh giá")
    visit.look("mo-ky")
    page.get_by_label("Năm đánh giá").fill(f"năm {regime.year}")
    page.get_by_label("Ngày chốt danh sách đơn vị").fill("30/02/2022")
    steps.press(page, "Mở kỳ đánh giá")
    steps.told(page, "không có trong lịch. Ghi theo mẫu ngày/tháng/năm")
    visit.look("mo-ky-sai")
    page.get_by_label("Năm đánh giá").fill(str(regime.year))
    page.get_by_label("Bộ tiêu chí", exact=True).select_option(label=regime.words["set"])
    page.get_by_label("Ngày chốt danh sách đơn vị").fill(regime.words["units_on"])
    page.get_by_label("Nơi thẩm tra và quyết định").select_option(label=regime.appraised_by)
    page.get_by_label("Số ngày niêm yết").fill("7")
    page.get_by_label("Số ngày làm việc để bổ sung hồ sơ").fill("5")
    page.get_by_label("Mỗi nội dung phải có tài liệu").set_checked(regime.proof_asked)
    steps.press(page, "Mở kỳ đánh giá")
    steps.told(page, f"Đã mở kỳ đánh giá {regime.year}: 3 đơn vị có hồ sơ.")
    page.get_by_label(regime.words["step"]).fill(regime.words["step_ends"])
    steps.press(page, "Lưu các ngày")
    steps.told(page, "Đã lưu ngày của các bước")
    visit.look("ky")
    visit.open("/ky-danh-gia/")
    visit.look("cac-ky")


def compares(story: Story) -> None:
    regime = story.regime
    visit = story.on("compare", story.ha)
    page = visit.page
    visit.look("viec-cua-toi-so-cuoi-nam")
    visit.open(f"/doi-chieu/{regime.year}/")
    for name, figures in zip(regime.names, regime.compared, strict=True):
        row = page.get_by_role("row").filter(has_text=name)
        for figure in figures:
            expect(row).to_contain_text(figure)
    visit.look("doi-chieu")
    steps.press(page, "Bốn cột")
    visit.look("doi-chieu-bon-cot")
    steps.press(page, regime.words["indicators"])
    visit.look("doi-chieu-chi-tieu")
    for form in ("csv", "xlsx"):
        assert steps.status(visit, f"/doi-chieu/{regime.year}/bang.{form}") == 200


def sets_up_an_app(visit: Visit) -> None:
    """Asked for on the way; then back to where it was asked."""
    page, back = visit.page, visit.page.url
    steps.heading(page, "Cần bật xác thực hai bước")
    visit.look("can-xac-thuc-hai-buoc")
    steps.press(page, "Bật xác thực hai bước")
    page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    steps.press(page, "Xác nhận")
    steps.heading(page, "Bật xác thực hai bước")
    visit.look("bat-xac-thuc-hai-buoc")
    secret = secret_on(page.content())
    page.get_by_label("Mã 6 số").fill(code_of(secret, at=visit.town.now()))
    steps.press(page, "Bật")
    steps.heading(page, "Mã dự phòng")
    visit.look("ma-du-phong")
    steps.press(page, "Đã cất các mã")
    visit.look("xac-thuc-hai-buoc")
    visit.open(back)
    steps.heading(page, "Ghi mã xác thực")
    visit.look("ghi-ma-xac-thuc")
    page.get_by_label("Mã xác thực").fill(code_of(secret, 1, visit.town.now()))
    steps.press(page, "Xác nhận")


def publishes(story: Story) -> None:
    year = story.regime.year
    visit = story.on("publish", story.phuc)
    page = visit.page
    visit.look("viec-cua-toi-cong-bo")
    visit.open("/cong-bo/")
    visit.look("cong-bo")
    steps.press(page, f"Năm {year}")
    steps.heading(page, f"Công bố kết quả năm {year}")
    visit.look("cong-bo-nam")
    steps.press(page, "Xem trước")
    for name in story.regime.names[:2]:
        expect(page.get_by_role("row").filter(has_text=name)).to_be_visible()
    visit.look("cong-bo-xem-truoc")
    steps.press(page, "Công bố…")
    sets_up_an_app(visit)
    steps.heading(page, "Công bố 2 đơn vị, 1 đạt, 1 chưa đạt, thành bản số 01")
    visit.look("cong-bo-xac-nhan")
    steps.press(page, "Công bố bản số 01")
    steps.told(page, "Đã công bố 2 đơn vị, 1 đạt, 1 chưa đạt, thành bản số 01.")
    visit.look("cong-bo-xong")
