"""Refusals and errors: the right status, a Vietnamese sentence, a number, and nothing changed."""

import json
import logging
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone

from tuphap.foundation.access.tests.people import Place, post, province, three
from tuphap.foundation.access.tests.sample_urls import SENTENCE
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.rules.permissions import Role

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("tuphap.foundation.access.tests.sample_urls"),
]
HTMX = {"HX-Request": "true"}
STATUSES = {"forbidden": 403, "conflict": 409, "invalid": 422}


@pytest.fixture
def place() -> Place:
    return province()


@pytest.fixture
def mai(place: Place) -> Person:
    return three(place).mai


@pytest.fixture
def at_work(client: Client, mai: Person) -> Client:
    client.force_login(mai)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_refusal_becomes_a_page(at_work: Client, kind: str, status: int):
    response = at_work.get(f"/tu-choi/{kind}/")
    assert response.status_code == status
    text = response.content.decode()
    assert "<h1>Hồ sơ đang ở bước khác</h1>" in text
    assert "Tải lại trang." in text
    assert "Mã sự việc" in text


@pytest.mark.parametrize(("kind", "status"), STATUSES.items())
def test_a_partial_request_gets_the_sentence_alone(at_work: Client, kind: str, status: int):
    response = at_work.get(f"/tu-choi/{kind}/", headers=HTMX)
    assert response.status_code == status
    assert SENTENCE in response.content.decode()
    assert b"<html" not in response.content


def test_refused_fields_are_told(at_work: Client):
    assert "Ô này sai." in at_work.get("/tu-choi/invalid/").content.decode()
    assert "Ô này sai." in at_work.get("/tu-choi/invalid/", headers=HTMX).content.decode()


def test_the_number_on_the_page_leads_to_the_journal_and_the_log(at_work: Client, caplog):
    with caplog.at_level(logging.WARNING):
        text = at_work.get("/quan-tri/").content.decode()
    event = Event.objects.get(kind="refused")
    number = event.request_id[:8]
    assert number
    assert number in text
    assert (event.person_name, event.unit, event.subject) == (
        "Nguyễn Thị Mai",
        "Xã Ia Dơk",
        "/quan-tri/",
    )
    assert any(number in str(record.msg) for record in caplog.records)


def test_the_page_says_which_right_was_missing_and_who_holds_it(at_work: Client):
    text = at_work.get("/quan-tri/nguoi-dung/").content.decode()
    assert "Tài khoản chưa được giao quyền xem người dùng" in text
    assert "Quản trị hệ thống, Kiểm toán" in text


def test_only_refused_rights_go_to_the_journal(at_work: Client):
    at_work.get("/tu-choi/conflict/")
    at_work.get("/tu-choi/invalid/")
    assert not Event.objects.exists()


def test_a_refusal_leaves_no_change(at_work: Client, mai: Person):
    Person.objects.update(last_login=timezone.now())
    assert at_work.post("/do-dang/").status_code == HTTPStatus.FORBIDDEN
    mai.refresh_from_db()
    assert mai.full_name == "Nguyễn Thị Mai"
    assert list(Event.objects.values_list("kind", flat=True)) == ["refused"]


def test_not_found_and_denied(at_work: Client, client: Client):
    missing = at_work.get("/khong-co/")
    assert missing.status_code == HTTPStatus.NOT_FOUND
    assert "Không tìm thấy trang này" in missing.content.decode()
    assert "Không tìm thấy" in at_work.get("/khong-co/", headers=HTMX).content.decode()
    denied = at_work.get("/cam/")
    assert denied.status_code == HTTPStatus.FORBIDDEN
    assert "Tài khoản không được mở trang này" in denied.content.decode()


@pytest.mark.parametrize("address", ["/rieng/ghi/", "/rieng/1.3.1/sua/"])
def test_the_address_of_a_form_leads_back_to_the_page_above_it(at_work: Client, address: str):
    response = at_work.get(address)
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert response.headers["Allow"] == "POST"
    text = response.content.decode()
    assert "<h1>Địa chỉ này không mở trực tiếp được</h1>" in text
    assert 'href="/rieng/"' in text


def test_a_page_to_read_says_that_it_takes_nothing(at_work: Client):
    response = at_work.post("/chi-xem/")
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    text = response.content.decode()
    assert "<h1>Địa chỉ này chỉ để xem</h1>" in text
    assert 'href="/lam-viec/"' in text


def test_a_partial_request_by_the_wrong_method_gets_the_sentence_alone(at_work: Client):
    response = at_work.get("/rieng/ghi/", headers=HTMX)
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert "không mở trực tiếp được" in response.content.decode()
    assert b"<html" not in response.content


def test_an_error_says_nothing_of_its_inside(at_work: Client, caplog):
    response = at_work.get("/hong/")
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    text = response.content.decode()
    assert "Hệ thống gặp lỗi" in text
    assert "secret detail" not in text
    partial = at_work.get("/hong/", headers=HTMX).content.decode()
    assert "Hệ thống gặp lỗi" in partial
    assert "<html" not in partial


def test_an_error_page_carries_the_number_of_the_log(at_work: Client, caplog):
    with caplog.at_level(logging.ERROR):
        text = at_work.get("/hong/").content.decode()
    [failed] = [r.msg for r in caplog.records if "request_failed" in str(r.msg)]
    assert failed["request_id"][:8] in text
    json.dumps(failed, default=str)


def test_a_missing_database_is_told_as_such(at_work: Client):
    response = at_work.get("/mat-du-lieu/")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert response.headers["Retry-After"]
    assert "Hệ thống tạm dừng" in response.content.decode()


def test_an_ended_session_keeps_the_form_on_the_page(client: Client, db: None):
    response = client.post("/rieng/", headers=HTMX)
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "Đăng nhập lại ở cửa sổ khác" in response.content.decode()
    assert b"<html" not in response.content


def test_limits_are_named(at_work: Client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    many = at_work.post("/rieng/", {f"f{n}": "1" for n in range(4)})
    assert many.status_code == HTTPStatus.BAD_REQUEST
    assert "hơn 3 ô" in many.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
    large = at_work.post("/rieng/", {"a": "x" * (1024 * 1024 + 1)})
    assert large.status_code in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    large = at_work.post(
        "/rieng/",
        "a=" + "x" * (1024 * 1024),
        content_type="application/x-www-form-urlencoded",
    )
    assert large.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "lớn hơn 1 MB" in large.content.decode()


def test_a_foreign_host_is_refused(client: Client, db: None):
    response = client.get("/dang-nhap/", headers={"host": "example.org"})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "Tên máy chủ" in response.content.decode()


def test_a_forged_form_changes_nothing(mai: Person, place: Place):
    forged = Client(enforce_csrf_checks=True)
    minh = Person.objects.get(email="hung@vi-du.gov.vn")
    post(minh, place.province, Role.ADMINISTRATOR)
    forged.force_login(minh)
    response = forged.post(f"/quan-tri/nguoi-dung/{mai.pk}/dang-dung/", {"dang_dung": "0"})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "phiên làm việc đã hết hạn" in response.content.decode()
    mai.refresh_from_db()
    assert mai.is_active
