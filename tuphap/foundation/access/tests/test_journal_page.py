"""The page of the journal: for auditors, within their reach, filtered and bounded."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access.tests.people import People, Place, person, post, province, three
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.actions import record
from tuphap.rules.permissions import ROLE_GRANTS, Role

pytestmark = pytest.mark.django_db
ADDRESS = "/quan-tri/nhat-ky/"


@pytest.fixture
def place() -> Place:
    return province()


@pytest.fixture
def people(place: Place) -> People:
    return three(place)


def auditor(place: Place, at: str) -> Client:
    lan = person("Võ Thị Lan")
    post(lan, getattr(place, at), Role.AUDITOR)
    client = Client()
    client.force_login(lan)
    return client


def told(kind: str, who: Person | None = None, days_ago: int = 0, subject: str = "") -> None:
    record(
        kind,
        at=timezone.now() - timedelta(days=days_ago),
        person_id=who.pk if who else None,
        person_name=who.full_name if who else "",
        subject=subject,
    )


def rows(client: Client, **wanted: str) -> list[tuple[str, str]]:
    page = client.get(ADDRESS, wanted)
    return [(event.person_name, label) for event, label in page.context["rows"]]


@pytest.mark.parametrize("role", [role for role in Role if "audit.view" not in ROLE_GRANTS[role]])
def test_others_do_not_read_the_journal(place: Place, role: Role, client: Client):
    who = person("Nguyễn Thị Mai")
    post(who, place.province, role)
    client.force_login(who)
    assert client.get(ADDRESS).status_code == HTTPStatus.FORBIDDEN


def test_newest_first_with_names_for_people(place: Place, people: People):
    told("log_in", people.mai, days_ago=2)
    told("refused", people.hung)
    told("log_in_failed", subject="ai-do@vi-du.gov.vn")
    assert rows(auditor(place, "province")) == [
        ("", "Đăng nhập sai"),
        ("Trần Văn Hùng", "Bị từ chối"),
        ("Nguyễn Thị Mai", "Đăng nhập"),
    ]


def test_below_the_top_only_the_own_people_are_seen(place: Place, people: People):
    told("log_in", people.mai)
    told("log_in", people.hung)
    told("log_in", people.ha)
    told("log_in_failed", subject="ai-do@vi-du.gov.vn")
    assert rows(auditor(place, "district")) == [
        ("Trần Văn Hùng", "Đăng nhập"),
        ("Nguyễn Thị Mai", "Đăng nhập"),
    ]


def test_filters(place: Place, people: People):
    told("log_in", people.mai, days_ago=2)
    told("refused", people.mai)
    told("log_in", people.hung)
    lan = auditor(place, "province")
    today = f"{timezone.localdate():%d/%m/%Y}"
    earlier = f"{timezone.localdate() - timedelta(days=2):%d/%m/%Y}"
    assert rows(lan, loai="refused") == [("Nguyễn Thị Mai", "Bị từ chối")]
    assert rows(lan, ai="nguyen mai") == [
        ("Nguyễn Thị Mai", "Bị từ chối"),
        ("Nguyễn Thị Mai", "Đăng nhập"),
    ]
    assert rows(lan, den=earlier) == [("Nguyễn Thị Mai", "Đăng nhập")]
    assert len(rows(lan, tu=today, den=today)) == 2
    assert rows(lan, tu=today, ai="ha") == []


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"tu": "30/02/2022"}, "Từ ngày “30/02/2022” không có trong lịch"),
        ({"loai": "king"}, "Loại việc vừa gửi không có trong danh sách"),
        ({"ai": "x" * 101}, "dài hơn 100 ký tự"),
    ],
)
def test_a_wrong_filter_is_told(place: Place, wanted: dict[str, str], sentence: str):
    assert sentence in auditor(place, "province").get(ADDRESS, wanted).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999", ""])
def test_any_page_number_answers(place: Place, people: People, page: str):
    told("log_in", people.mai)
    assert auditor(place, "province").get(ADDRESS, {"trang": page}).status_code == HTTPStatus.OK


def test_pages_keep_the_filter(place: Place, people: People):
    for _ in range(51):
        told("log_in", people.mai)
    text = auditor(place, "province").get(ADDRESS, {"loai": "log_in"}).content.decode()
    assert "?loai=log_in&amp;trang=2" in text
    assert "Trang 1/2" in text


def test_an_empty_result_offers_a_way_on(place: Place):
    lan = auditor(place, "province")
    assert "Nhật ký chưa có dòng nào" in lan.get(ADDRESS).content.decode()
    assert "Bỏ lọc" in lan.get(ADDRESS, {"loai": "published"}).content.decode()


def test_what_was_typed_at_the_door_is_harmless(place: Place):
    told("log_in_failed", subject="<script>alert(1)</script>@vi-du.gov.vn")
    text = auditor(place, "province").get(ADDRESS).content.decode()
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text
