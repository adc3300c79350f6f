"""Without script, too, a form that met an ended session is not lost."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from tuphap.modules.assessments.tests.sheet_requests import address, form, stored_lines
from tuphap.modules.assessments.tests.test_two_versions import filled_in
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    full_sheet,
    in_status,
    make_world,
    signed_in,
    start,
    stored,
)

pytestmark = pytest.mark.django_db
OWN = {"Origin": "http://testserver"}


@pytest.fixture
def world():
    world = make_world()
    start(world)
    return world


def kept(response):
    """What the button of the page would send."""
    page = response.content.decode()
    return filled_in(next(f for f in re.findall("<form.*?</form>", page, re.S) if "Gửi lại" in f))


def test_a_sheet_sent_after_the_session_ended_is_kept_and_sent_again(world):
    client = signed_in(world.mai)
    sent = form(world, full_sheet(world))
    Session.objects.all().delete()
    response = client.post(address(world), sent, headers=OWN)
    page = response.content.decode()
    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"
    assert "Chưa gửi được: phiên làm việc đã hết" in page
    assert 'target="_blank"' in page
    assert stored_lines(world) == {}
    client.force_login(world.mai, backend=BACKEND)
    assert client.post(address(world), kept(response)).status_code == 302
    assert stored_lines(world) == full_sheet(world)


def test_a_token_made_old_by_signing_in_again_keeps_the_form_with_a_new_one(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.mai, backend=BACKEND)
    sent = {**form(world, full_sheet(world)), "csrfmiddlewaretoken": "o" * 64}
    first = client.post(address(world), sent, headers=OWN)
    assert first.status_code == 403
    assert stored_lines(world) == {}
    again = client.post(address(world), kept(first), headers=OWN)
    assert again.status_code == 302
    assert stored_lines(world) == full_sheet(world)


@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {}])
def test_what_another_site_sends_is_never_shown_with_a_button(world, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.mai, backend=BACKEND)
    response = client.post(address(world), form(world, full_sheet(world)), headers=headers)
    assert response.status_code == 403
    assert "Gửi lại" not in response.content.decode()


def test_what_is_kept_is_never_markup(world):
    client = signed_in(world.mai)
    sent = {**form(world), "1.2.1-explanation": '"><script>alert(1)</script>'}
    Session.objects.all().delete()
    page = client.post(address(world), sent, headers=OWN).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_reason_is_kept_like_a_sheet():
    world = in_status("posted")
    client = signed_in(world.mai)
    before = stored()
    Session.objects.all().delete()
    url = f"/phieu/{world.dossier.pk}/sua-lai/"
    response = client.post(url, {"reason": "Góp ý của thôn 3."}, headers=OWN)
    assert kept(response)["reason"] == "Góp ý của thôn 3."
    assert stored() == before


def test_passwords_are_never_kept(world):
    client = signed_in(world.mai)
    Session.objects.all().delete()
    sent = {"oldpassword": "bí mật cũ", "password1": "bí mật mới"}
    response = client.post("/mat-khau/doi/", sent, headers=OWN)
    assert response.status_code == 302
    assert "bí mật" not in response.content.decode()


def test_an_empty_form_leads_to_the_log_in(world):
    response = Client().post(address(world), headers=OWN)
    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")
