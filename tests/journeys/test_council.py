"""A council of seven through the pages: one is against, one is away, and the dossier moves on."""

import pytest

from tests.journeys import steps
from tests.journeys.town import password_hash
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.council.tests import sitting as s

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("council")]
TODAY = "2022-12-23"


def test_a_council_with_one_against_and_one_away(build, visit):
    town = build(f"{TODAY} 14:00", settled=False)
    found = s.sitting()
    Person.objects.update(password=password_hash())
    for name in s.NAMES[2:-1]:
        s.give(found, name)
    window = visit(town, album="hoi-dong")
    gives(window, found, s.NAMES[0], "Đề nghị công nhận đạt chuẩn")
    gives(window, found, s.NAMES[1], "Đề nghị công nhận đạt chuẩn")
    gives(window, found, s.NAMES[-1], "Không đề nghị công nhận", because="Thiếu tài liệu 2.1.1.")
    meets(window, found)
    concludes(window, found)
    assert found.world.dossier.status == "proposed"


def gives(window, found: s.Sitting, name: str, stance: str, because: str = "") -> None:
    page = window.page
    window.sign_in(found.people[name])
    steps.press(page, "Phiếu lấy ý kiến")
    window.look("danh-sach")
    steps.press(page, found.world.dossier.unit.name)
    page.get_by_label(stance).check()
    if because:
        steps.press(page, "Lưu ý kiến")
        steps.told(page, "Chưa có lý do không đề nghị công nhận")
        window.look("phieu-thieu-ly-do")
        page.get_by_label("Kiến nghị, điều kiện kèm theo").fill(because)
    steps.press(page, "Lưu, sang hồ sơ tiếp")
    steps.told(page, f"Đã lưu ý kiến về {found.world.dossier.unit.name}.")


def meets(window, found: s.Sitting) -> None:
    page = window.page
    window.sign_in(found.world.thu)
    steps.press(page, "Hội đồng")
    steps.follow(page, page.get_by_role("link", name=found.world.office.name).first)
    steps.told(page, "còn thiếu 1 ý kiến")
    window.look("tong-quan")
    steps.press(page, "Mở cuộc họp")
    page.get_by_label("Giờ bắt đầu").fill("8h30")
    page.get_by_label("Giờ kết thúc").fill("10:00")
    page.get_by_label("Diễn biến, kết luận").fill("Hội đồng thống nhất.")
    for name in s.NAMES:
        page.get_by_label(name, exact=True).check()
    page.get_by_label(found.world.dossier.unit.name, exact=True).check()
    steps.press(page, "Mở cuộc họp")
    window.look("cuoc-hop")
    steps.press(page, "Đóng cuộc họp…")
    window.look("dong-cuoc-hop")
    steps.press(page, "Đóng cuộc họp")
    steps.told(page, f"{s.AWAY}, Ủy viên: vắng")
    window.look("cuoc-hop-da-dong")


def concludes(window, found: s.Sitting) -> None:
    page, dossier = window.page, found.world.dossier
    window.open(f"/tham-tra/{dossier.pk}/")
    steps.press(page, "Trình quyết định…")
    steps.press(page, "Trình quyết định")
    steps.told(page, f"Trình quyết định: đã xong, {dossier.unit.name}.")
