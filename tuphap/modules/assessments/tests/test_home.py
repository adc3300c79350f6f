"""The home page says what waits for this person, and nothing of others."""

import html
import re
from datetime import date

import pytest

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Succession, Unit
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests.world import (
    employ,
    fill,
    in_status,
    make_world,
    moment,
    signed_in,
    start,
)
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db


def home(person):
    response = signed_in(person).get("/lam-viec/")
    assert response.status_code == 200
    return response.content.decode()


def test_the_unit_sees_its_sheet_with_deadline_and_progress():
    world = make_world(step_dates={"self_scoring": (None, date(2022, 12, 30))})
    assert "Mở phiếu để bắt đầu" in home(world.mai)
    start(world)
    page = home(world.mai)
    for words in ("Phiếu tự chấm điểm năm 2022", "30/12/2022", "Trễ hạn", "0/25 mục", "Nhập tiếp"):
        assert words in page
    assert f"/phieu/{world.dossier.pk}/" in page
    assert str(world.other_dossier.pk) not in page


def test_a_full_sheet_shows_its_points():
    world = make_world()
    fill(world)
    page = home(world.mai)
    assert "25/25 mục" in page
    assert "100,00 điểm" in page


def test_after_sending_nothing_is_left_to_do():
    page = home(in_status("submitted").mai)
    assert "Không còn việc nào phải làm hôm nay" in page
    assert "Phiếu năm 2022 đã gửi ngày 20/12/2022, Huyện Đức Cơ đang xem xét." in page


def test_a_return_is_work_again():
    assert "Bổ sung hồ sơ" in home(in_status("returned").mai)


@pytest.mark.parametrize(
    ("status", "words"),
    [("self_scoring", "Không còn việc nào phải làm"), ("posted", "Mở phiếu")],
)
def test_the_chair_has_work_when_it_can_be_sent(status, words):
    assert words in home(in_status(status).binh)


def test_the_appraiser_sees_what_waits_by_status():
    page = home(in_status("submitted").hung)
    assert "Thẩm tra năm 2022" in page
    assert "<strong>1</strong> hồ sơ đang chờ</a>, trong 2 hồ sơ" in page
    assert "Đã gửi hồ sơ" in page
    assert "Chưa bắt đầu" in page
    assert 'href="/tham-tra/"' in page


@pytest.mark.parametrize(
    ("who", "status", "others"),
    [("hung", "submitted", ()), ("minh", "proposed", ("/quyet-dinh/",)), ("ha", "decided", ())],
)
def test_every_count_leads_to_exactly_the_rows_counted(who, status, others):
    """One unit stands in the status, the other has not begun."""
    world = in_status(status)
    client = signed_in(getattr(world, who))
    counted = re.findall(r'<a class="tp-num" href="([^"]+)">', home(getattr(world, who)))
    assert counted
    names = (world.commune.name, world.other_dossier.unit.name)
    rows = []
    for address in counted:
        listed = client.get(html.unescape(address)).content.decode()
        rows.append([name for name in names if name in listed])
    assert [len(found) for found in rows] == [1] * len(counted)
    assert sorted(name for found in rows for name in found) == sorted(names * (len(counted) // 2))
    assert {address for address in counted if "?" not in address} == set(others)


def test_whoever_decides_sees_what_is_proposed():
    page = home(in_status("proposed").minh)
    assert "Ghi quyết định năm 2022" in page
    assert "<strong>1</strong> hồ sơ đang chờ" in page


@pytest.mark.parametrize("who", ["ha", "phuc"])
def test_the_province_sees_progress_and_its_ways(who):
    world = in_status("submitted")
    page = home(getattr(world, who))
    assert "Tiến độ năm 2022" in page
    assert "2 hồ sơ" in page
    assert 'href="/doi-chieu/"' in page


def test_an_auditor_sees_progress():
    world = in_status("submitted")
    page = home(employ("Hồ Văn An", world.province, Role.AUDITOR))
    assert "Tiến độ năm 2022" in page


def test_an_administrator_is_led_to_administration():
    world = make_world()
    page = home(employ("Lý Thị Nga", world.province, Role.ADMINISTRATOR))
    assert 'href="/quan-tri/"' in page
    assert "Phiếu" not in page.split("<main")[1]


def test_without_a_post_the_page_says_what_comes_next():
    person = Person.objects.create(email="ai@example.gov.vn", full_name="Ai Đó", password="!")
    assert "Tài khoản chưa có vị trí công tác" in home(person)


def test_before_a_period_is_open_there_is_no_sheet():
    world = make_world()
    lonely = Unit.objects.create(
        code="23999",
        name="Xã Mới",
        kind="xã",
        parent=world.office,
        path=f"{world.office.path}23999/",
        valid_from=date(2022, 7, 1),
    )
    assert "Chưa có phiếu nào" in home(employ("Kpă Thơ", lonely, Role.COMMUNE_OFFICER))


def test_sheets_of_the_unit_before_the_merger_are_there_to_read():
    world = in_status("submitted")
    new = Unit.objects.create(
        code="99001",
        name="Xã Đức Cơ",
        kind="xã",
        parent=world.province,
        path=f"{world.province.path}99001/",
        valid_from=date(2025, 7, 1),
    )
    Succession.objects.create(
        predecessor=world.commune, successor=new, extent="whole", effective_on=date(2025, 7, 1)
    )
    heir = employ("Ksor Hạnh", new, Role.COMMUNE_OFFICER)
    page = home(heir)
    assert "Các năm trước" in page
    assert "Xã Ia Dơk" in page
    old = signed_in(heir).get(f"/phieu/{world.dossier.pk}/")
    assert old.status_code == 200
    assert "Chỉ xem" in old.content.decode()
    assert signed_in(heir).get(f"/phieu/{world.other_dossier.pk}/").status_code == 404


def test_the_number_of_questions_is_the_same_for_two_and_for_forty_units(
    django_assert_max_num_queries,
):
    world = make_world()
    first = questions(world.ha, django_assert_max_num_queries)
    for number in range(40):
        unit = Unit.objects.create(
            code=f"3{number:04}",
            name=f"Xã số {number}",
            kind="xã",
            parent=world.office,
            path=f"{world.office.path}3{number:04}/",
            valid_from=date(2022, 1, 1),
        )
        Assessment.objects.create(
            period=world.period, unit=unit, appraising_unit=world.office, status="self_scoring"
        )
    assert questions(world.ha, django_assert_max_num_queries) == first


def questions(person, django_assert_max_num_queries):
    client = signed_in(person)
    with django_assert_max_num_queries(12) as captured:
        client.get("/lam-viec/")
    return len(captured.captured_queries)


def test_a_post_that_has_ended_shows_nothing():
    world = make_world()
    Post.objects.filter(person=world.mai).update(ends_on=moment(2022, 12, 31).date())
    assert "Tài khoản chưa có vị trí công tác" in home(world.mai)


def test_who_has_nothing_to_do_is_told_so():
    world = make_world()
    member = employ("Rơ Châm Hải", world.office, Role.COUNCIL_MEMBER)
    assert "Chưa có việc nào cần làm" in home(member)
    assert "Chưa có việc nào cần làm" not in home(world.mai)
    assert "Chưa có việc nào cần làm" not in home(world.ha)
