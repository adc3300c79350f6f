"""The queue through the web, and what desk and queue cost."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests.desk_requests import (
    at,
    mark,
)
from tuphap.modules.assessments.tests.world import (
    POINTS_SET,
    World,
    december,
    employ,
    in_status,
    make_world,
    moment,
    signed_in,
    unit,
)
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    """Pages tell the time themselves; all that the worlds of the tests did lies behind."""
    with time_machine.travel(moment(2027, 1, 5), tick=True):
        yield


# --- cost ---


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_the_desk_costs_the_same_with_more_lines_and_more_dossiers():
    world = in_status("under_review")
    client = signed_in(world.hung)
    client.get(at(world))
    before = queries_of(client, at(world))
    for code in ("1.1.1", "2.1.1", "2.2.1", "3.1.1"):
        client.post(at(world, "chap-nhan"), {"chon": mark(world, code)})
    client.get(at(world))
    grow(world)
    assert queries_of(client, at(world)) == before


@pytest.mark.parametrize("query", ["", "?trang-thai=tat-ca&sap-xep=ten", "?sap-xep=ket-qua"])
def test_the_queue_costs_the_same_with_more_dossiers(query):
    world = in_status("submitted")
    client = signed_in(world.hung)
    client.get("/tham-tra/")
    before = queries_of(client, f"/tham-tra/{query}")
    grow(world)
    assert queries_of(client, f"/tham-tra/{query}") == before


def grow(world: World) -> None:
    for number in range(12):
        place = unit(f"3{number:04}", f"Xã {number}", "xã", world.office, date(2022, 1, 1))
        Assessment.objects.create(
            period=world.period,
            unit=place,
            appraising_unit=world.office,
            status="submitted",
            submitted_at=december(world),
        )


# --- the queue ---


def test_chips_count_and_filter():
    world = in_status("submitted")
    grow(world)
    client = signed_in(world.hung)
    text = client.get("/tham-tra/").content.decode()
    for chip in ("Cần làm (13)", "Đã gửi hồ sơ (13)", "Chưa bắt đầu (1)", "Tất cả (14)"):
        assert chip in text
    text = client.get("/tham-tra/?trang-thai=assigned").content.decode()
    assert "Xã Ia Krêl" in text
    assert "Xã Ia Dơk" not in text


def test_a_filter_without_result_says_so():
    world = in_status("submitted")
    text = signed_in(world.hung).get("/tham-tra/?trang-thai=council").content.decode()
    assert "Bỏ lọc" in text


@pytest.mark.parametrize(
    "query", ["?trang-thai=x", "?sap-xep=x", "?noi=abc", "?trang=x", "?trang=999999999999999"]
)
def test_words_that_are_no_filter_are_taken_for_none(query):
    world = in_status("submitted")
    assert signed_in(world.hung).get(f"/tham-tra/{query}").status_code == 200


@pytest.mark.parametrize("year", ["2019", "abc", "9" * 500])
def test_a_year_that_was_not_assessed_does_not_exist(year):
    world = in_status("submitted")
    assert signed_in(world.hung).get(f"/tham-tra/?nam={year}").status_code == 404


def test_units_of_several_parents_can_be_told_apart():
    world = make_world(POINTS_SET, appraised_by="scope")
    office = unit("632", "Huyện Chư Prông", "huyện", world.province, date(2022, 1, 1))
    place = unit("23999", "Xã Ia Drang", "xã", office, date(2022, 1, 1))
    Assessment.objects.create(
        period=world.period, unit=place, appraising_unit=world.province, status="submitted"
    )
    boss = employ("Lê Văn Nam", world.province, Role.APPRAISER)
    client = signed_in(boss)
    text = client.get("/tham-tra/?trang-thai=tat-ca").content.decode()
    assert "H. Chư Prông" in text
    narrowed = client.get(f"/tham-tra/?trang-thai=tat-ca&noi={office.pk}").content.decode()
    assert "Xã Ia Drang" in narrowed
    assert "Xã Ia Dơk" not in narrowed
