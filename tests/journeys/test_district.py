"""A district with thirteen communes, from the desk to the decision: one is not met for its gate.

The council has seven members: one is against one dossier, one is away and sends a signed form.
"""

import pytest
from playwright.sync_api import FilePayload, expect

from tests.journeys import district as d
from tests.journeys import steps
from tests.journeys.at_the_desk import WHY, give_reason, start_changing
from tests.journeys.town import password_hash
from tests.journeys.visit import Visit
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.lines.answers import GATE_FAILS
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.demo.papers import small_pdf
from tuphap.rules.content_scoring import Answer
from tuphap.rules.workflows.assessment import FINAL

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("council")]
GATE = "DK3"
DISCIPLINED = "Chủ tịch UBND bị khiển trách, Quyết định số 88/QĐ-UBND."
AWAY = "Ông Bảy"
NUMBER = "214/QĐ-UBND"
SCAN: FilePayload = {
    "name": "phieu.pdf",
    "mimeType": "application/pdf",
    "buffer": small_pdf("Phieu lay y kien"),
}


def test_a_district_decides_about_thirteen_communes(build, visit):
    town = build("2022-12-22 10:00", settled=False)
    found = d.make_district()
    Person.objects.update(password=password_hash())
    window = visit(town, album="huyen")
    appraises(window, found)
    town.at("2022-12-23 09:00")
    sets_up_the_council(window, found)
    town.at("2022-12-23 10:30")
    everybody_speaks(window, found)
    meets(window, found)
    concludes(window, found)
    town.at("2023-02-07 15:00")
    decides(window, found)
    stays_closed(window, found)


def appraises(window: Visit, found: d.District) -> None:
    """The first fails at its gate, the second is changed in one line, the third is accepted."""
    page = window.page
    gated, changed, accepted = found.by_hand
    window.sign_in(found.any.hung)
    window.open("/tham-tra/")
    window.glance("ban-tham-tra")
    steps.follow(page, page.get_by_role("link", name=gated.commune.name, exact=True).first)
    steps.press(page, "Nhận thẩm tra")
    steps.told(page, "Đã nhận thẩm tra")
    d.appraise_all_but(gated, GATE)
    page.reload()
    changes(window, GATE, Answer(option=GATE_FAILS), DISCIPLINED)
    window.glance("cong-khong-dat")
    closes(window, gated)
    d.receive_and_appraise_all_but(changed, "1.1.1", "5.2.1")
    window.open(f"/tham-tra/{changed.dossier.pk}/")
    changes(window, "5.2.1", Answer(done=19, due=20), WHY)
    closes(window, changed)
    d.receive_and_appraise_all_but(accepted, "1.1.1", "5.2.1", GATE)
    window.open(f"/tham-tra/{accepted.dossier.pk}/")
    closes(window, accepted)


def closes(window: Visit, world: w.World) -> None:
    steps.accept_the_rest(window.page, "Chấp nhận")
    steps.press(window.page, "Chốt thẩm tra, chuyển Hội đồng…")
    window.glance("chot-tham-tra")
    steps.press(window.page, "Chốt thẩm tra, chuyển Hội đồng")
    steps.told(window.page, f"Chốt thẩm tra, chuyển Hội đồng: đã xong, {world.commune.name}.")


def changes(window: Visit, code: str, answer: Answer, why: str) -> None:
    start_changing(window.page, code, answer)
    give_reason(window.page, code, "Lưu điểm", why)


def sets_up_the_council(window: Visit, found: d.District) -> None:
    page = window.page
    window.sign_in(found.any.thu)
    steps.press(page, "Hội đồng")
    steps.press(page, "Lập Hội đồng")
    page.get_by_label("Số quyết định thành lập").fill("12/QĐ-UBND")
    page.get_by_label("Điều kiện họp").select_option(label="Từ hai phần ba số thành viên")
    page.get_by_label("Cách tính phiếu").select_option(
        label="Quá nửa số thành viên tham gia cho ý kiến"
    )
    window.glance("lap-hoi-dong")
    steps.press(page, "Lập Hội đồng")
    page.get_by_label("Tài khoản").select_option(label=d.MEMBERS[0])
    page.get_by_label("Vai trò").select_option(label="Chủ tịch Hội đồng")
    steps.press(page, "Thêm thành viên")
    d.seat_the_others(found)
    page.get_by_label("Họ và tên").fill(AWAY)
    page.get_by_label("Chức vụ, cơ quan").fill("Công an huyện")
    steps.press(page, "Thêm thành viên")
    expect(page.get_by_role("row").filter(has_text="01/01/2022")).to_have_count(5)
    window.glance("thanh-phan")


def everybody_speaks(window: Visit, found: d.District) -> None:
    """Six through their accounts, one of them against; the signed form of the seventh is typed."""
    page, disputed = window.page, found.by_hand[1].dossier
    against = d.MEMBERS[-1]
    d.everybody_is_for(found, but=(against, disputed))
    window.sign_in(found.members[against])
    steps.press(page, "Phiếu lấy ý kiến")
    window.glance("phieu-cua-toi")
    steps.press(page, disputed.unit.name)
    page.get_by_label("Không đề nghị công nhận").check()
    steps.press(page, "Lưu ý kiến")
    steps.told(page, "Chưa có lý do không đề nghị công nhận")
    window.look("phieu-thieu-ly-do")
    page.get_by_label("Kiến nghị, điều kiện kèm theo").fill("Tỷ lệ 5.2.1 chưa rõ.")
    steps.press(page, "Lưu ý kiến")
    steps.told(page, f"Đã lưu ý kiến về {disputed.unit.name}.")
    enters_the_scan(window, found, disputed)


def enters_the_scan(window: Visit, found: d.District, disputed: Assessment) -> None:
    page = window.page
    window.sign_in(found.any.thu)
    steps.press(page, "Hội đồng")
    steps.follow(page, page.get_by_role("link", name=found.any.office.name).first)
    steps.told(page, "còn thiếu 13 ý kiến")
    name = f"{AWAY}, {disputed.unit.name}"
    steps.follow(page, page.get_by_role("link", name=name))
    page.get_by_label("Đề nghị công nhận đạt chuẩn").check()
    page.get_by_label("Ngày ký phiếu").fill("22/12/2022")
    page.set_input_files(
        "#o-file",
        {"name": "phieu.pdf", "mimeType": "application/pdf", "buffer": small_pdf("Phieu")},
    )
    window.look("nhap-phieu-giay")
    steps.press(page, "Ghi ý kiến")
    steps.told(page, f"Đã ghi ý kiến của {AWAY} về {disputed.unit.name}.")
    steps.told(page, "còn thiếu 12 ý kiến")
    row = page.get_by_role("row").filter(has_text=disputed.unit.name)
    expect(row).to_contain_text("6–1")
    window.look("tong-hop-y-kien")


def meets(window: Visit, found: d.District) -> None:
    page = window.page
    steps.press(page, "Mở cuộc họp")
    steps.press(page, "Chọn mọi hồ sơ đang chờ")
    page.get_by_label("Giờ bắt đầu").fill("8h30")
    page.get_by_label("Giờ kết thúc").fill("10:00")
    page.get_by_label("Diễn biến, kết luận").fill("Hội đồng thống nhất.")
    for name in d.MEMBERS:
        page.get_by_label(name, exact=True).check()
    steps.press(page, "Mở cuộc họp")
    window.look("cuoc-hop")
    steps.press(page, "Đóng cuộc họp…")
    window.look("dong-cuoc-hop")
    steps.press(page, "Đóng cuộc họp")
    steps.told(page, f"{AWAY}, Ủy viên: vắng")
    rows = page.get_by_role("row")
    expect(rows.filter(has_text="Đề nghị công nhận")).to_have_count(12)
    refused = rows.filter(has_text="Không đề nghị").filter(has_text=found.any.commune.name)
    expect(refused).to_contain_text("điều kiện")
    window.look("cuoc-hop-da-dong")


def concludes(window: Visit, found: d.District) -> None:
    """The council's word about the first through its page, about the others through the action."""
    page, name = window.page, found.any.commune.name
    window.open(f"/tham-tra/{found.any.dossier.pk}/")
    steps.press(page, "Trình quyết định…")
    window.glance("trinh-quyet-dinh")
    steps.press(page, "Trình quyết định")
    steps.told(page, f"Trình quyết định: đã xong, {name}.")
    by = w.acting(found.any.thu, w.december(found.any, 23, 5))
    for world in found.worlds[1:]:
        move(world.dossier.pk, "conclude", by=by)


def decides(window: Visit, found: d.District) -> None:
    page = window.page
    window.sign_in(found.any.minh)
    window.open("/quyet-dinh/")
    steps.press(page, "Chọn tất cả (13)")
    window.glance("quyet-dinh")
    page.get_by_label("Số quyết định").fill(NUMBER)
    page.get_by_label("Ngày ký").fill("07/02/2023")
    page.get_by_label("Người quyết định").fill("Chủ tịch Ủy ban nhân dân")
    steps.press(page, "Xem trước khi ghi…")
    steps.heading(page, f"Ghi quyết định {NUMBER} cho 13 đơn vị")
    steps.told(page, "12 đơn vị đạt chuẩn, 1 đơn vị chưa đạt chuẩn")
    window.glance("quyet-dinh-xem-truoc")
    steps.press(page, "Ghi quyết định")
    steps.told(page, f"Đã ghi Quyết định số {NUMBER}")
    expect(page.get_by_text("Đạt chuẩn", exact=True)).to_have_count(12)
    refused = page.get_by_role("row").filter(has_text="Chưa đạt chuẩn")
    expect(refused).to_contain_text(found.any.commune.name)
    expect(refused).to_contain_text("Điều kiện 3: Trong năm đánh giá, không có cán bộ")
    window.glance("quyet-dinh-da-ghi")


def stays_closed(window: Visit, found: d.District) -> None:
    """Nobody finds a way to change the final column; only the first is not met, for its gate."""
    window.sign_in(found.any.thu)
    window.open(f"/tham-tra/{found.by_hand[1].dossier.pk}/")
    expect(window.page.locator("[name='chon'], a[aria-label^='Sửa']")).to_have_count(0)
    window.glance("ban-da-chot")
    final = ColumnSummary.objects.filter(column=FINAL, assessment__status="decided")
    failing = {
        row.assessment.unit_id: [code for code, holds in row.conditions.items() if not holds]
        for row in final.select_related("assessment")
    }
    assert len(failing) == 13
    assert {unit: codes for unit, codes in failing.items() if codes} == {
        found.any.commune.pk: [GATE]
    }
    assert {row.unit_id for row in found.dossiers if not row.met} == {found.any.commune.pk}
