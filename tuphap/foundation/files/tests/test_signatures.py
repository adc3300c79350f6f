"""Signed, tampered with, added to, of an unknown authority, late, unsigned: told apart."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.files import actions, signing
from tuphap.foundation.files.models import TrustAnchor
from tuphap.foundation.files.signature_words import words_of
from tuphap.foundation.files.tests.authority import added_to, make_authority, signed_pdf, tampered
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.files.tests.test_storing import NOW

pytestmark = pytest.mark.django_db
ASKED_ON = date(2022, 12, 31)
OURS, OTHERS = make_authority(), make_authority("CA lạ", "Người lạ")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def trust(authority=OURS):
    person = Person.objects.create_user(email="quan-tri@example.vn", full_name="Hà")
    return TrustAnchor.objects.create(
        name="CA thử nghiệm",
        pem=authority.pem.decode(),
        fingerprint="0" * 64,
        valid_from=NOW,
        valid_to=NOW,
        added_by=person,
        added_at=NOW,
    )


def stored(body):
    return actions.store(SimpleUploadedFile("Báo cáo.pdf", body), at=NOW)


def said(body):
    return words_of(stored(body).signatures, ASKED_ON)


def test_the_five_are_told_apart():
    trust()
    good = signed_pdf(OURS)
    answers = {
        "good": said(good),
        "tampered": said(tampered(good)),
        "added": said(added_to(good)),
        "unknown": said(signed_pdf(OTHERS)),
        "late": said(signed_pdf(OURS, datetime(2023, 1, 5, 2, 0, tzinfo=UTC))),
        "unsigned": said(SOUND["pdf"]),
    }
    assert {what: [(s.tone, s.short) for s in found] for what, found in answers.items()} == {
        "good": [("ok", "đã ký số")],
        "tampered": [("stop", "chữ ký số sai")],
        "added": [("stop", "đổi sau khi ký")],
        "unknown": [("wait", "chưa tin cậy")],
        "late": [("wait", "ký sau hạn")],
        "unsigned": [],
    }
    assert answers["good"][0].sentence == (
        "UBND xã Ia Dơk ký lúc 09:00, 20/12/2022. Chữ ký đúng, gồm cả tệp."
    )
    assert "sau hạn 31/12/2022" in answers["late"][0].sentence
    assert "CA lạ" in answers["unknown"][0].sentence


def test_a_time_of_signing_still_to_come_is_told():
    trust()
    row = stored(signed_pdf(OURS, datetime(2023, 1, 5, 2, 0, tzinfo=UTC)))
    with time_machine.travel(datetime(2023, 1, 5, 1, 59, tzinfo=UTC), tick=False):
        (found,) = words_of(row.signatures, date(2023, 1, 31))
    assert (found.tone, found.short) == ("stop", "giờ ký chưa tới")
    assert found.sentence == (
        "Thời điểm ký 09:00, 05/01/2023 của UBND xã Ia Dơk chưa tới, kiểm tra lại."
    )
    with time_machine.travel(datetime(2023, 1, 5, 2, 0, tzinfo=UTC), tick=False):
        assert [one.tone for one in words_of(row.signatures, date(2023, 1, 31))] == ["ok"]


def test_two_people_may_sign_one_after_the_other():
    trust()
    both = signed_pdf(OURS, body=signed_pdf(OURS), field="ChuKy2")
    assert [one.tone for one in said(both)] == ["ok", "ok"]


def test_without_a_trusted_authority_nobody_is_believed():
    assert [one.short for one in said(signed_pdf(OURS))] == ["chưa tin cậy"]


def test_a_new_authority_is_seen_in_files_that_lie_there_already():
    row = stored(signed_pdf(OURS))
    anchor = trust()
    assert signing.signed_files() == [row.sha256]
    assert signing.look_again(row.sha256)
    row.refresh_from_db()
    assert [one.short for one in words_of(row.signatures, ASKED_ON)] == ["đã ký số"]
    anchor.ended_at = NOW
    anchor.save()
    signing.look_again(row.sha256)
    row.refresh_from_db()
    assert [one.short for one in words_of(row.signatures, ASKED_ON)] == ["chưa tin cậy"]


def test_what_is_no_pdf_has_no_place_for_signatures():
    assert stored(SOUND["pdf"]).signatures == []
    png = actions.store(SimpleUploadedFile("a.png", SOUND["png"]), at=NOW)
    assert png.signatures is None


def test_a_broken_signature_is_said_and_breaks_nothing():
    good = signed_pdf(OURS)
    place = good.index(b"/Contents <") + 11
    broken = good[:place] + b"ff" * 200 + good[place + 400 :]
    assert [one.short for one in said(broken)] == ["chữ ký số sai"]
