"""The same form sent twice acts once and is answered alike (R2)."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.request_keys import once
from tuphap.foundation.request_keys.models import AnsweredRequest
from tuphap.foundation.request_keys.tasks import forget_answered_requests
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.evidence import add_files
from tuphap.modules.assessments.models import Assessment, Evidence
from tuphap.modules.assessments.tests.sheet_requests import (
    address,
    form,
    line,
    send_line,
    stored_lines,
)
from tuphap.modules.assessments.tests.world import (
    fill,
    full_sheet,
    in_status,
    make_world,
    signed_in,
    start,
    stored,
)
from tuphap.modules.assessments.views import evidence as evidence_views

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def world():
    world = make_world()
    start(world)
    return world


def with_key(key, **more):
    return {"Request-Key": str(key), **more}


def post_line(world, key, done="118", person=None, sent=None):
    sent = sent or line(world, "1.2.1", done=done, due="123")
    client = signed_in(person or world.mai)
    return client.post(address(world, "1.2.1"), sent, headers=with_key(key, **HTMX))


def test_the_same_again_gets_the_first_answer_and_changes_nothing(world):
    key, sent = uuid4(), line(world, "1.2.1", done="118", due="123")
    first = post_line(world, key, sent=sent)
    post_line(world, uuid4(), done="119")
    before = stored()
    again = post_line(world, key, sent=sent)
    assert (again.status_code, again.content) == (200, first.content)
    assert again["Content-Type"] == first["Content-Type"]
    assert stored() == before
    assert stored_lines(world)["1.2.1"].answer.done == 119


def test_another_content_with_the_same_key_is_refused(world):
    key = uuid4()
    post_line(world, key)
    before = stored()
    response = post_line(world, key, done="120")
    assert response.status_code == 422
    assert "đã gửi một lần lúc" in response.content.decode()
    assert stored() == before


def test_another_address_is_another_content(world):
    key = uuid4()
    post_line(world, key)
    response = signed_in(world.mai).post(
        address(world, "3.1.1"),
        line(world, "3.1.1", done="1", due="2"),
        headers=with_key(key, **HTMX),
    )
    assert response.status_code == 422
    assert "3.1.1" not in stored_lines(world)


def test_the_whole_form_sent_again_is_shown_again_with_a_new_key(world):
    """What was typed onto a page that was sent before is not lost."""
    sent = {**form(world, full_sheet(world)), "khoa-gui": str(uuid4())}
    client = signed_in(world.mai)
    first = client.post(address(world), sent)
    again = client.post(address(world), sent)
    assert (first.status_code, again.status_code) == (302, 302)
    assert again["Location"] == first["Location"]
    before = stored()
    other = client.post(address(world), {**sent, "3.1.1-done": "17"})
    page = other.content.decode()
    assert other.status_code == 422
    assert "với nội dung khác" in page
    assert 'value="17"' in page
    keys = re.findall('name="khoa-gui" value="([^"]+)"', page)
    assert keys
    assert sent["khoa-gui"] not in keys
    assert stored() == before


def test_what_was_said_is_said_again(world):
    sent = {**form(world, full_sheet(world)), "khoa-gui": str(uuid4())}
    client = signed_in(world.mai)
    client.post(address(world), sent)
    assert "Đã lưu lúc" in client.get("/lam-viec/").content.decode()
    client.post(address(world), sent)
    page = client.get("/lam-viec/").content.decode()
    assert page.count("Đã lưu lúc") == 1


def test_a_refusal_is_not_kept_so_the_form_may_be_mended(world):
    key = uuid4()
    assert post_line(world, key, done="999").status_code == 422
    assert not AnsweredRequest.objects.exists()
    assert post_line(world, key, done="119").status_code == 200


def test_the_key_of_one_person_says_nothing_to_another(world):
    key = uuid4()
    post_line(world, key)
    response = post_line(world, key, person=world.lan)
    assert response.status_code == 404


@pytest.mark.parametrize("key", ["x", "1" * 5000, "{}", "0" * 31, "<script>"])
def test_a_key_that_is_none_is_refused(world, key):
    before = stored()
    response = send_line_with_field(world, key)
    assert response.status_code == 422
    assert "khóa gửi sai mẫu" in response.content.decode()
    assert stored() == before


def send_line_with_field(world, key):
    return send_line(world, "1.2.1", {**line(world, "1.2.1", done="1", due="2"), "khoa-gui": key})


def test_the_key_never_reaches_the_fields_of_the_form(world):
    assert send_line_with_field(world, str(uuid4())).status_code == 200


def test_a_key_costs_one_statement(world):
    def statements(headers):
        sent = line(world, "1.2.1", done=str(statements.turn), due="123")
        statements.turn += 1
        with CaptureQueriesContext(connection) as captured:
            response = client.post(address(world, "1.2.1"), sent, headers={**HTMX, **headers})
        assert response.status_code == 200
        # The test's own transaction turns each further one into two savepoints.
        return [q["sql"] for q in captured.captured_queries if "SAVEPOINT" not in q["sql"]]

    client, statements.turn = signed_in(world.mai), 1
    statements({})
    keyed = statements(with_key(uuid4()))
    about_keys = [sql for sql in keyed if "request_keys_answeredrequest" in sql]
    assert about_keys == keyed[-1:]
    assert keyed[-1].startswith("insert into request_keys_answeredrequest")


def test_a_change_whose_answer_cannot_be_noted_is_taken_back(world, monkeypatch):
    before = stored()

    def full_disk(*_):
        raise OSError("no space")

    monkeypatch.setattr(once, "_note", full_disk)
    with pytest.raises(OSError, match="no space"):
        post_line(world, uuid4())
    assert stored() == before


def test_a_move_sent_twice_is_one_move():
    world = in_status("posted")
    key, client = uuid4(), signed_in(world.mai)
    url = f"/phieu/{world.dossier.pk}/gui/"
    answers = [client.post(url, headers=with_key(key)) for _ in range(3)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (302, answers[0]["Location"])
    }
    moves = StatusChange.objects.filter(record_id=str(world.dossier.pk), target="submitted")
    assert moves.count() == 1


def test_a_move_that_could_not_be_made_can_be_made_later_by_the_same_form():
    """409 with the list of what is missing is no change."""
    world = make_world()
    start(world)
    key, client = uuid4(), signed_in(world.mai)
    url = f"/phieu/{world.dossier.pk}/niem-yet/"
    assert client.post(url, headers=with_key(key)).status_code == 409
    sent = form(world, full_sheet(world))
    assert client.post(address(world), sent).status_code == 302
    assert client.post(url, headers=with_key(key)).status_code == 302
    assert world.dossier.status == "posted"


def test_keys_are_kept_for_a_day_and_then_deleted(world):
    key = uuid4()
    post_line(world, key)
    now = timezone.now()
    for age, left in ((timedelta(hours=24, minutes=30), 1), (timedelta(hours=26), 0)):
        AnsweredRequest.objects.update(made_at=now - age)
        forget_answered_requests(timestamp=0)
        assert AnsweredRequest.objects.count() == left


@pytest.mark.django_db(transaction=True)
def test_while_the_first_still_runs_the_second_is_told_to_try_again():
    world = make_world()
    start(world)
    key, sent = uuid4(), line(world, "1.2.1", done="118", due="123")
    other = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = 100")
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("begin")
            pk = world.dossier.pk
            cursor.execute("select 1 from assessments_assessment where id = %s for update", [pk])
            response = post_line(world, key, sent=sent)
            cursor.execute("rollback")
        assert response.status_code == 409
        assert response["Retry-After"] == "2"
        assert "Thử lại sau vài giây" in response.content.decode()
        assert stored_lines(world) == {}
        assert post_line(world, key, sent=sent).status_code == 200
    finally:
        other.close()
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_a_key_in_use_elsewhere_is_waited_for_and_then_told_to_try_again():
    """The same form for a record that nobody has locked: the key itself is what is waited for."""
    world = make_world()
    fill(world)
    key = uuid4()
    other = connections.create_connection("default")
    try:
        with connection.cursor() as cursor:
            cursor.execute("set lock_timeout = 100")
        with other.cursor() as cursor:
            cursor.execute("begin")
            values = [world.mai.pk, key, "x", b"x", b"x", timezone.now()]
            cursor.execute(once._STATEMENT, values)
            response = post_line(world, key)
            cursor.execute("rollback")
        assert response.status_code == 409
        assert Assessment.objects.get(pk=world.dossier.pk).version == world.dossier.version
        assert stored_lines(world)["1.2.1"].answer.done == 20
    finally:
        other.close()
        connection.close()


def test_every_form_of_a_page_has_a_key_of_its_own():
    world = in_status("posted")
    page = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/").content.decode()
    forms = page.count("csrfmiddlewaretoken")
    keys = re.findall('name="khoa-gui" value="([0-9a-f-]{36})"', page)
    assert len(keys) == len(set(keys)) == forms > 0


# --- without a key ---


def test_a_form_without_a_key_comes_back_whole_and_can_be_sent(world):
    sent, client = form(world, full_sheet(world)), signed_in(world.mai)
    before = stored()
    headers = {"Request-Key": "", "Origin": "http://testserver"}
    refused = client.post(address(world), {**sent, "3.1.1-done": "17"}, headers=headers)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "thiếu khóa gửi" in page
    assert 'name="3.1.1-done" value="17"' in page
    assert re.search('name="khoa-gui" value="[0-9a-f-]{36}"', page)
    assert stored() == before


@pytest.mark.parametrize("more", [HTMX, {"Origin": "http://elsewhere.example"}])
def test_a_part_of_a_page_or_a_foreign_form_without_a_key_gets_the_sentence(world, more):
    sent = line(world, "1.2.1", done="118", due="123")
    headers = {**more, "Request-Key": ""}
    refused = signed_in(world.mai).post(address(world, "1.2.1"), sent, headers=headers)
    assert refused.status_code == 422
    assert "Mở lại trang rồi gửi lần nữa" in refused.content.decode()
    assert 'value="118"' not in refused.content.decode()


# --- work that holds no lock ---


def upload(world, key, body=SOUND["pdf"]):
    file = SimpleUploadedFile("a.pdf", body, "application/pdf")
    url = address(world) + "tai-lieu/3.1.1/tep/"
    return signed_in(world.mai).post(url, {"file": file}, headers=with_key(key))


def test_a_file_sent_again_with_its_key_gets_the_first_answer(world):
    key = uuid4()
    first, again = upload(world, key), upload(world, key)
    assert (first.status_code, again.status_code) == (302, 302)
    assert Evidence.objects.count() == 1
    other = upload(world, key, SOUND["pdf"] + b"\n")
    assert other.status_code == 422
    assert "với nội dung khác" in other.content.decode()


def test_while_a_file_is_looked_at_the_same_one_is_told_to_wait(world, monkeypatch):
    """Several at once with one key: one is taken, the others try again and get its answer."""
    key, seen = uuid4(), []

    def meanwhile(*args, **kwargs):
        monkeypatch.setattr(evidence_views, "add_files", add_files)
        seen.append(upload(world, key).status_code)
        seen.append(upload(world, key, SOUND["pdf"] + b"\n").status_code)
        return add_files(*args, **kwargs)

    monkeypatch.setattr(evidence_views, "add_files", meanwhile)
    assert upload(world, key).status_code == 302
    assert seen == [409, 422]
    assert upload(world, key).status_code == 302
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(("age", "status"), [(29, 409), (31, 302)])
def test_a_claim_whose_process_died_gives_way(world, monkeypatch, age, status):
    """Killed in the middle of it, so that nothing took the claim away."""
    key = uuid4()
    monkeypatch.setattr(once, "_fill_in", lambda *_: None)
    upload(world, key)
    Evidence.objects.all().delete()
    monkeypatch.undo()
    AnsweredRequest.objects.update(made_at=timezone.now() - timedelta(seconds=age))
    assert upload(world, key).status_code == status


def test_a_refused_file_leaves_no_claim(world):
    key = uuid4()
    assert upload(world, key, b"").status_code == 422
    assert not AnsweredRequest.objects.exists()
    assert upload(world, key).status_code == 302
