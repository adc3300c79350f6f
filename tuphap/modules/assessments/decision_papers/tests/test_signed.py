"""The signed file of a decision: looked at, compared with ours, kept by versions."""

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.tests.authority import make_authority, signed_pdf
from tuphap.foundation.files.trust import add_anchor
from tuphap.foundation.papers.signing.place import SigningPlace
from tuphap.foundation.papers.tests.judging import require_judged_sound
from tuphap.modules.assessments.decision_papers.actions.signed import hand_in
from tuphap.modules.assessments.decision_papers.actions.signing import sign_here
from tuphap.modules.assessments.decision_papers.models import SignedDecision
from tuphap.modules.assessments.decision_papers.tests.test_decision_papers import decided, made
from tuphap.modules.assessments.tests.world import acting, moment, signed_in
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db
SIGNED_AT = datetime(2023, 2, 7, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _later() -> Iterator[None]:
    with time_machine.travel(moment(2027, 2, 8), tick=True):
        yield


@pytest.fixture(scope="module")
def authority():
    return make_authority(person="Chủ tịch UBND huyện Đức Cơ")


def pdf(body: bytes, name: str = "quyet-dinh.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "application/pdf")


def test_our_paper_with_a_signature_added_is_the_same_document(authority):
    world, decision = decided()
    add_anchor(authority.pem, by=acting(world.ha, moment(2027, 2, 8)))
    ours = made(decision, "quyet-dinh", "pdf")
    body = signed_pdf(authority, SIGNED_AT, ours)
    minh = signed_in(world.minh)
    address = f"/quyet-dinh/{decision.pk}/"
    text = minh.post(f"{address}ban-ky/", {"file": pdf(body)}, follow=True).content.decode()
    for words in ("Đúng bản do hệ thống lập", "Chữ ký đúng, gồm cả tệp", "11:00, 07/02/2023"):
        assert words in text
    kept = SignedDecision.objects.get()
    download = minh.get(f"/quyet-dinh/ban-ky/{kept.pk}/")
    assert b"".join(download.streaming_content) == body
    assert signed_in(world.mai).get(f"/quyet-dinh/ban-ky/{kept.pk}/").status_code == 404


def test_what_is_not_our_document_is_told_and_kept_as_a_version(authority):
    world, decision = decided()
    by = acting(world.minh, moment(2027, 2, 8))
    ours = made(decision, "quyet-dinh", "pdf")
    other = made(decision, "bao-cao-ket-qua", "pdf")
    signed = signed_pdf(authority, SIGNED_AT, ours)
    changed = signed_pdf(authority, SIGNED_AT, rewritten_page(ours))
    found = [
        hand_in(decision, pdf(body), by=by).likeness
        for body in (signed_pdf(authority, SIGNED_AT, other), changed, signed)
    ]
    assert found == [SignedDecision.OTHER, SignedDecision.CHANGED, SignedDecision.SAME]
    text = signed_in(world.minh).get(f"/quyet-dinh/{decision.pk}/").content.decode()
    for words in ("Bản ký trước (2)", "Không phải bản do hệ thống lập", "nội dung thêm vào ngoài"):
        assert words in text


def rewritten_page(body: bytes) -> bytes:
    """A later revision that puts another size over the first page."""
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(io.BytesIO(body))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300)))
    writer.mark_update(writer.root["/Pages"]["/Kids"].raw_get(0))
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_signature_that_no_longer_fits_is_told(authority):
    world, decision = decided()
    signed = signed_pdf(authority, SIGNED_AT, made(decision, "quyet-dinh", "pdf"))
    spoilt = re.sub(rb"/MediaBox\s*\[0 0 595", b"/MediaBox[0 0 596", signed, count=1)
    body = spoilt if spoilt != signed else signed.replace(b"/Lang", b"/Lanh", 1)
    assert body != signed
    minh = signed_in(world.minh)
    text = minh.post(
        f"/quyet-dinh/{decision.pk}/ban-ky/", {"file": pdf(body)}, follow=True
    ).content.decode()
    assert "không còn đúng: nội dung đã đổi sau khi ký" in text
    assert "Không phải bản do hệ thống lập" in text


def test_who_may_and_which_files(authority):
    world, decision = decided()
    at = moment(2027, 2, 8)
    ours = made(decision, "quyet-dinh", "pdf")
    signed = signed_pdf(authority, SIGNED_AT, ours)
    refused = [
        (world.hung, signed, "missing_role"),
        (world.minh, ours, "no_signature"),
        (world.minh, b"GIF89a", "file_unlike"),
    ]
    for person, body, _ in refused:
        with pytest.raises(Refused):
            hand_in(decision, pdf(body), by=acting(person, at))
    hand_in(decision, pdf(signed), by=acting(world.minh, at))
    with pytest.raises(Refused) as twice:
        hand_in(decision, pdf(signed), by=acting(world.minh, at))
    assert (twice.value.code, SignedDecision.objects.count()) == ("same_file", 1)
    empty = signed_in(world.minh).post(f"/quyet-dinh/{decision.pk}/ban-ky/")
    assert empty.status_code == 422
    assert "Chưa chọn tệp" in empty.content.decode()


# --- signed in the system ---


def certificate_file(folder, authority, code: str, passphrase: bytes = b"mat khau 1") -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import (
        BestAvailableEncryption,
        load_der_private_key,
        pkcs12,
    )

    signer = authority.signer
    key = load_der_private_key(signer.signing_key.dump(), None)
    own = x509.load_der_x509_certificate(signer.signing_cert.dump())
    store = pkcs12.serialize_key_and_certificates(
        b"ky", key, own, None, BestAvailableEncryption(passphrase)
    )
    (folder / f"{code}.p12").write_bytes(store)


def test_signed_here_it_is_whole_trusted_and_told_by_others(authority, settings, tmp_path):
    world, decision = decided()
    by = acting(world.minh, moment(2027, 2, 8))
    add_anchor(authority.pem, by=acting(world.ha, moment(2027, 2, 8)))
    settings.SIGNING = SigningPlace(tmp_path)
    certificate_file(tmp_path, authority, world.office.code)
    made(decision, "quyet-dinh", "pdf")
    with pytest.raises(Refused) as wrong:
        sign_here(decision, "sai", by=by)
    assert (wrong.value.code, SignedDecision.objects.count()) == ("sign_passphrase", 0)
    assert Event.objects.filter(kind="decision_not_signed").count() == 1
    kept = sign_here(decision, "mat khau 1", by=by)
    (row,) = kept.file.signatures
    assert (kept.likeness, row["intact"], row["whole"], row["trusted"]) == (
        "same",
        True,
        True,
        True,
    )
    body = place_of_hash(kept.file.sha256).read_bytes()
    assert b"/ETSI.CAdES.detached" in body
    assert "mat khau 1" not in str(list(Event.objects.values_list("detail", flat=True)))
    require_judged_sound(body, tmp_path)
    (tmp_path / f"{world.office.code}.toml").write_text('token = "UBND"')
    with pytest.raises(Refused) as unfinished:
        sign_here(decision, "mat khau 1", by=by)
    assert (unfinished.value.code, SignedDecision.objects.count()) == ("sign_token_settings", 1)


def test_signing_asks_for_the_own_password_first_then_for_the_pin(authority, settings, tmp_path):
    world, decision = decided()
    settings.SIGNING = SigningPlace(tmp_path, module=str(tmp_path / "none.so"))
    (tmp_path / f"{world.office.code}.toml").write_text('token = "UBND"\nkey = "ky"')
    made(decision, "quyet-dinh", "pdf")
    own = "mat khau cua Minh 2027"
    world.minh.set_password(own)
    world.minh.save()
    address, minh = f"/quyet-dinh/{decision.pk}/ky-so/", signed_in(world.minh)
    asked = minh.post(address, {"passphrase": "246810"})
    assert asked.headers["Location"].startswith("/dang-nhap/xac-nhan/")
    page = minh.post(asked.headers["Location"], {"password": own}, follow=True)
    assert "Mã PIN của thiết bị ký số" in page.content.decode()
    for pin, words in (("", "Chưa nhập mã PIN"), ("246810", "Không mở được phần mềm")):
        answer = minh.post(address, {"passphrase": pin})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)
        assert "246810" not in answer.content.decode()
    assert not SignedDecision.objects.exists()
