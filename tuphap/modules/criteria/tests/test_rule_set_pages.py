"""The pages of rule sets: every row with its standing, and the sign-off by name and time."""

from http import HTTPStatus
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access.tests.people import Place, person, post, province
from tuphap.foundation.audit.models import Event
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.modules.criteria.models import RuleRow, RuleSet
from tuphap.rules.permissions import ROLE_GRANTS, Role

pytestmark = pytest.mark.django_db
FILES = sorted((Path(settings.BASE) / "tuphap/data/rule_sets").glob("*.yaml"))


def stored(path: Path) -> RuleSet:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    return load_rule_set(document, at=timezone.now())[0]


@pytest.fixture
def place() -> Place:
    return province()


@pytest.fixture
def rule_set() -> RuleSet:
    return stored(next(path for path in FILES if path.stem == "25-2021"))


def at_work(place: Place, role: Role) -> Client:
    who = person("Lê Thị Thu Hà")
    post(who, place.province, role)
    client = Client()
    client.force_login(who)
    return client


@pytest.fixture
def ha(place: Place) -> Client:
    return at_work(place, Role.PROVINCE_OFFICER)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_row_of_every_set_is_on_its_page(ha: Client, path: Path):
    found = stored(path)
    text = ha.get(f"/bo-tieu-chi/{found.code}/").content.decode()
    for row in found.rows.all():
        assert f'id="dong-{row.code}"' in text
    assert "chưa đối chiếu đủ với phụ lục" in text
    assert found.short_name in text


def test_a_row_tells_how_it_is_scored_and_where_it_comes_from(ha: Client, rule_set: RuleSet):
    text = ha.get("/bo-tieu-chi/25-2021/").content.decode()
    for words in (
        "Ban hành đầy đủ các văn bản quy phạm pháp luật: 1 điểm",
        "Đủ 100 %: 7 điểm",
        "Từ 90 % đến dưới 100 %: 5,25 điểm",
        "Dưới 50 %: 0 điểm",
        "được tính đủ điểm",
        "Độ chắc chắn 0,80",
        "(chưa đúng nguyên văn)",
        "Tài liệu (3)",
        "Sở Tư pháp Bình Dương 18/8/2021",
    ):
        assert words in text


def test_counts_and_filter_by_standing(ha: Client, rule_set: RuleSet):
    recalled = RuleRow.objects.filter(status="recalled").count()
    text = ha.get("/bo-tieu-chi/25-2021/").content.decode()
    assert f"Theo trí nhớ ({recalled})" in text
    filtered = ha.get("/bo-tieu-chi/25-2021/", {"cau-chu": "recalled"}).content.decode()
    assert filtered.count('id="dong-') == recalled
    assert "Bỏ lọc" in filtered
    working = RuleRow.objects.filter(points_status="working").count()
    filtered = ha.get("/bo-tieu-chi/25-2021/", {"diem": "working"}).content.decode()
    assert filtered.count('id="dong-') == working


def test_the_page_has_the_same_number_of_queries_for_every_set(
    ha: Client, django_assert_max_num_queries
):
    for path in FILES:
        code = stored(path).code
        ha.get(f"/bo-tieu-chi/{code}/")
        with django_assert_max_num_queries(8):
            ha.get(f"/bo-tieu-chi/{code}/")


def test_a_row_is_signed_off_once_by_name_and_time(ha: Client, rule_set: RuleSet):
    row = rule_set.rows.get(code="1.1.1")
    address = f"/bo-tieu-chi/25-2021/dong/{row.pk}/xac-nhan/"
    response = ha.post(address)
    assert response.headers["Location"] == "/bo-tieu-chi/25-2021/#dong-1.1.1"
    row.refresh_from_db()
    assert row.signed_off_by is not None
    assert row.signed_off_by.full_name == "Lê Thị Thu Hà"
    today = f"{timezone.localdate():%d/%m/%Y}"
    assert f"Lê Thị Thu Hà, {today}" in ha.get("/bo-tieu-chi/25-2021/").content.decode()
    assert Event.objects.get(kind="rule_row_signed_off").subject == "25-2021 v1 1.1.1"
    again = ha.post(address)
    assert again.status_code == HTTPStatus.CONFLICT
    assert "đã được xác nhận" in again.content.decode()


@pytest.mark.parametrize("role", Role)
def test_reading_and_signing_follow_the_table(place: Place, rule_set: RuleSet, role: Role):
    client = at_work(place, role)
    granted = ROLE_GRANTS[role]
    page = client.get("/bo-tieu-chi/25-2021/")
    assert page.status_code == (200 if "rule_set.view" in granted else 403)
    row = rule_set.rows.get(code="TC1")
    signs = "rule_set.sign_off" in granted
    assert (f"/dong/{row.pk}/xac-nhan/" in page.content.decode()) is signs
    answer = client.post(f"/bo-tieu-chi/25-2021/dong/{row.pk}/xac-nhan/")
    assert answer.status_code == (302 if signs else 403)
    row.refresh_from_db()
    assert (row.signed_off_at is not None) is signs


def test_when_all_rows_are_signed_the_notice_goes(ha: Client, rule_set: RuleSet):
    for row in rule_set.rows.all():
        ha.post(f"/bo-tieu-chi/25-2021/dong/{row.pk}/xac-nhan/")
    text = ha.get("/bo-tieu-chi/25-2021/").content.decode()
    assert "chưa đối chiếu đủ" not in text
    assert "52/52" in ha.get("/bo-tieu-chi/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/bo-tieu-chi/khong-co/",
        "/bo-tieu-chi/25-2021/?cau-chu=king",
        "/bo-tieu-chi/25-2021/?diem=king",
    ],
)
def test_what_does_not_exist_is_not_found(ha: Client, rule_set: RuleSet, address: str):
    assert ha.get(address).status_code == HTTPStatus.NOT_FOUND


def test_a_row_of_another_set_is_not_found(ha: Client, rule_set: RuleSet):
    other = stored(next(path for path in FILES if path.stem == "27-2025"))
    row = other.rows.first()
    assert row is not None
    answer = ha.post(f"/bo-tieu-chi/25-2021/dong/{row.pk}/xac-nhan/")
    assert answer.status_code == HTTPStatus.NOT_FOUND


def test_without_sets_the_list_says_what_comes_next(ha: Client):
    assert "Chưa có bộ tiêu chí nào" in ha.get("/bo-tieu-chi/").content.decode()


def test_the_list_says_years_without_a_point_in_them(ha: Client, rule_set: RuleSet):
    text = ha.get("/bo-tieu-chi/").content.decode()
    assert "2022 – 2024" in text
    assert "0/52 dòng" in text
