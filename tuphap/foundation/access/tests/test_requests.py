"""What a request costs, who acts in it, and which menu it shows."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.menu import MOST_IN_A_ROW
from tuphap.foundation.access.tests.people import Place, person, post, province, three, unit
from tuphap.rules.permissions import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tuphap.foundation.access.tests.sample_urls"),
]


@pytest.fixture
def place() -> Place:
    return province()


def test_a_public_page_asks_nothing_of_database_and_session(client: Client, place: Place):
    client.force_login(three(place).mai)
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/chung/")
    assert response.status_code == HTTPStatus.OK
    assert asked.captured_queries == []
    assert "Cookie" not in response.headers.get("Vary", "")
    assert settings.CSRF_COOKIE_NAME not in response.cookies
    assert "no-store" not in response.headers.get("Cache-Control", "")


def test_a_public_page_shows_the_public_menu_to_everybody(client: Client, place: Place):
    client.force_login(three(place).ha)
    text = client.get("/chung/").content.decode()
    assert "Quản trị" not in text
    assert "Hà" not in text


def test_the_actor_costs_two_queries_whatever_the_number_of_posts(place: Place):
    mai = three(place).mai
    for role in (Role.APPRAISER, Role.DECIDER, Role.COUNCIL_MEMBER):
        post(mai, place.neighbour, role)
        post(mai, place.district, role)
    with CaptureQueriesContext(connection) as asked:
        actor = actor_for(mai, timezone.now())
    assert len(actor.posts) == 7
    assert len(asked.captured_queries) == 2


def test_a_private_page_costs_session_person_actor_and_unread_notices(client: Client, place: Place):
    client.force_login(three(place).mai)
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/rieng/")
    assert len(asked.captured_queries) == 5
    assert response.headers["Cache-Control"] == "no-store"


def test_who_does_not_ask_for_the_actor_does_not_pay(client: Client, place: Place):
    client.force_login(three(place).mai)
    with CaptureQueriesContext(connection) as asked:
        client.get("/tu-choi/conflict/", headers={"HX-Request": "true"})
    assert len(asked.captured_queries) == 2


def test_posts_count_from_their_first_to_their_last_day(place: Place):
    mai = person("Nguyễn Thị Mai")
    today = timezone.localdate()
    day = timedelta(days=1)
    post(mai, place.commune, Role.COMMUNE_OFFICER, today, ends_on=today)
    post(mai, place.commune, Role.COMMUNE_CHAIR, today - 9 * day, ends_on=today - day)
    post(mai, place.commune, Role.APPRAISER, today + day)
    assert [held.role for held in actor_for(mai, timezone.now()).posts] == [Role.COMMUNE_OFFICER]


def test_an_ended_unit_is_only_read(place: Place):
    last_day = timezone.localdate() - timedelta(days=1)
    old = unit("23862", "Xã Ia Krêl", "xã", place.district, valid_to=last_day)
    mai = person("Nguyễn Thị Mai")
    post(mai, old, Role.COMMUNE_OFFICER)
    [held] = actor_for(mai, timezone.now()).posts
    assert [span.read_only for span in held.spans] == [True]
    [before] = actor_for(mai, timezone.now() - timedelta(days=1)).posts
    assert [span.read_only for span in before.spans] == [False]


MENUS = {
    Role.COMMUNE_OFFICER: {"Quản trị": False},
    Role.COMMUNE_CHAIR: {"Quản trị": False},
    Role.APPRAISER: {"Quản trị": False},
    Role.COUNCIL_MEMBER: {"Quản trị": False},
    Role.PROVINCE_OFFICER: {"Quản trị": True},
    Role.ADMINISTRATOR: {"Quản trị": True},
    Role.AUDITOR: {"Quản trị": True},
}


@pytest.mark.parametrize(("role", "shown"), MENUS.items())
def test_the_menu_shows_what_the_person_may_open(
    client: Client, place: Place, role: Role, shown: dict[str, bool]
):
    who = person("Nguyễn Thị Mai")
    post(who, place.province, role)
    client.force_login(who)
    text = client.get("/rieng/").content.decode()
    assert {label: f">{label}</a>" in text for label in shown} == shown
    assert ">Bộ tiêu chí</a>" in text
    assert "Nguyễn Thị Mai" in text
    assert "Tỉnh Gia Lai" in text


def test_every_line_of_a_menu_opens_for_whom_it_is_shown(client: Client, place: Place):
    who = person("Nguyễn Thị Mai")
    for role in Role:
        post(who, place.province, role)
    client.force_login(who)
    menu = client.get("/rieng/").context["menu"]
    answers = {item.label: client.get(item.url).status_code for item in menu}
    assert {label for label, status in answers.items() if status >= 400} == set()


def test_a_long_menu_keeps_a_row_and_folds_what_is_used_rarely(client: Client, place: Place):
    who = person("Nguyễn Thị Mai")
    client.force_login(who)
    post(who, place.province, Role.ADMINISTRATOR)
    assert not client.get("/rieng/").context["menu_more"]
    post(who, place.province, Role.PROVINCE_OFFICER)
    answer = client.get("/rieng/")
    row = [item.label for item in answer.context["menu"] if not item.folded]
    more = [item.label for item in answer.context["menu_more"]]
    assert len(row) == MOST_IN_A_ROW - 1
    assert {"Việc của tôi", "Đối chiếu"} <= set(row)
    assert {"Bộ tiêu chí", "Hướng dẫn"} <= set(more)


def test_a_line_without_an_address_is_left_out(client: Client, place: Place, settings):
    settings.STAFF_MENU = (("Chưa có", "nowhere:at_all", ()), *settings.STAFF_MENU)
    client.force_login(three(place).mai)
    assert "Chưa có" not in client.get("/rieng/").content.decode()


@pytest.mark.parametrize("address", ["/quan-tri/", "/quan-tri/ngay-nghi/", "/ky-danh-gia/"])
def test_the_current_line_is_marked(client: Client, place: Place, address: str):
    client.force_login(three(place).ha)
    text = client.get(address).content.decode()
    assert 'href="/quan-tri/" aria-current="page"' in text
    assert 'href="/lam-viec/" aria-current' not in text


def test_the_tag_answers_for_the_reader(client: Client, place: Place):
    client.force_login(three(place).mai)
    assert client.get("/the/").content.decode() == "không"
    minh = person("Phạm Quang Minh")
    post(minh, place.province, Role.ADMINISTRATOR)
    client.force_login(minh)
    assert client.get("/the/").content.decode() == "được"
