"""The page of days off: who may, what is told, and what stays as it was."""

from datetime import date
from http import HTTPStatus

import pytest
from django.test import Client

from tuphap.foundation.access.tests.people import Place, person, post, province
from tuphap.foundation.audit.models import Event
from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.rules.permissions import ROLE_GRANTS, Role

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/ngay-nghi/"
TET = {
    "day": "17/02/2026",
    "kind": "off",
    "name": "Tết Nguyên Đán",
    "source": "Thông báo nghỉ Tết năm 2026",
}


@pytest.fixture
def place() -> Place:
    return province()


def at_work(place: Place, role: Role) -> Client:
    who = person("Lê Thị Thu Hà")
    post(who, place.province, role)
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def ha(place: Place) -> Client:
    return at_work(place, Role.PROVINCE_OFFICER)


def off(day: date, name: str = "Tết Nguyên Đán") -> Holiday:
    return Holiday.objects.create(day=day, kind=DayKind.OFF, name=name, source="Thông báo")


@pytest.mark.parametrize("role", Role)
def test_only_who_may_edit_the_calendar_comes_in(place: Place, role: Role):
    client = at_work(place, role)
    expected = HTTPStatus.OK if "calendar.edit" in ROLE_GRANTS[role] else HTTPStatus.FORBIDDEN
    assert client.get(ADDRESS).status_code == expected
    if expected == HTTPStatus.FORBIDDEN:
        assert client.post(ADDRESS, TET).status_code == HTTPStatus.FORBIDDEN
        assert client.post(f"{ADDRESS}xoa/", TET).status_code == HTTPStatus.FORBIDDEN
        assert not Holiday.objects.exists()


def test_a_day_is_added_and_told_to_the_journal(ha: Client):
    response = ha.post(f"{ADDRESS}?nam=2026", TET, follow=True)
    assert response.redirect_chain[-1][0] == f"{ADDRESS}?nam=2026"
    text = response.content.decode()
    assert "Đã thêm ngày 17/02/2026, Tết Nguyên Đán." in text
    assert "thứ Ba" in text
    event = Event.objects.get(kind="calendar.day_added")
    assert (event.person_name, event.subject) == ("Lê Thị Thu Hà", "2026-02-17")
    assert event.request_id


def test_a_day_is_removed(ha: Client):
    off(date(2026, 2, 17))
    response = ha.post(f"{ADDRESS}xoa/", {"day": "17/02/2026"}, follow=True)
    assert "Đã xóa ngày 17/02/2026" in response.content.decode()
    assert not Holiday.objects.exists()
    assert Event.objects.filter(kind="calendar.day_removed").exists()


def test_removing_twice_says_that_it_is_gone(ha: Client):
    response = ha.post(f"{ADDRESS}xoa/", {"day": "17/02/2026"})
    assert response.status_code == HTTPStatus.CONFLICT
    assert "Ngày 17/02/2026 không có trong danh sách" in response.content.decode()


def test_a_day_that_is_there_is_not_overwritten(ha: Client):
    off(date(2026, 2, 17), "Mùng một Tết")
    response = ha.post(ADDRESS, TET)
    assert response.status_code == HTTPStatus.CONFLICT
    assert "đã có trong danh sách (Mùng một Tết)" in response.content.decode()
    assert Holiday.objects.get().name == "Mùng một Tết"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("day", "30/02/2026", "Ngày “30/02/2026” không có trong lịch"),
        ("day", "", "Chưa ghi ngày"),
        ("kind", "party", "Loại ngày vừa gửi không có trong danh sách"),
        ("name", "", "Chưa ghi tên ngày"),
        ("name", "x" * 121, "Tên ngày dài hơn 120 ký tự"),
        ("source", " ", "Chưa ghi nguồn"),
        ("kind", "worked", "Ngày 17/02/2026 vốn là ngày làm việc trong tuần"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_saved(
    ha: Client, field: str, value: str, sentence: str
):
    response = ha.post(ADDRESS, {**TET, field: value})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert sentence in response.content.decode()
    assert not Holiday.objects.exists()


def test_years_are_chosen_and_an_empty_one_says_what_it_means(ha: Client):
    off(date(2025, 1, 29))
    text = ha.get(ADDRESS, {"nam": "2040"}).content.decode()
    assert "Chưa có ngày nào của năm 2040" in text
    assert f'href="{ADDRESS}?nam=2025"' in text
    assert "29/01/2025" in ha.get(ADDRESS, {"nam": "2025"}).content.decode()


@pytest.mark.parametrize("year", ["0000", "9999", "abc", "20266", "-1", "٢٠٢٦", "2026.0"])
def test_a_year_that_is_none_is_not_found(ha: Client, year: str):
    assert ha.get(ADDRESS, {"nam": year}).status_code == HTTPStatus.NOT_FOUND
