"""Evidence: added and removed while the sheet is open, seen by whoever sees the dossier."""

import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.limits import EVIDENCE
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.places import place_of_hash
from tuphap.foundation.files.tests.authority import make_authority, signed_pdf
from tuphap.foundation.files.tests.hostile import locked_pdf
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.actions.evidence import (
    MOST_PER_ITEM,
    add_file,
    add_link,
    remove_evidence,
)
from tuphap.modules.assessments.models import DocumentOpening, Evidence, StepDate
from tuphap.modules.assessments.queries.evidence import current_evidence
from tuphap.modules.assessments.queries.last_days import own_days
from tuphap.modules.assessments.queries.sheet import course
from tuphap.modules.assessments.tests.world import (
    REACHES,
    SELF,
    acting,
    december,
    in_status,
    make_world,
    signed_in,
    start,
    stored,
)
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import POINTS_REGIME

pytestmark = pytest.mark.django_db
PDF = SOUND["pdf"]
LINK = "https://pbgdpl.gialai.gov.vn/xa/ia-dok"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = make_world(evidence_required=True)
    start(world)
    return world


def address(world, rest):
    return f"/phieu/{world.dossier.pk}/{rest}"


def upload(world, name="Sổ hòa giải.pdf", body=PDF, item="3.1.1", person=None):
    return signed_in(person or world.mai).post(
        address(world, f"tai-lieu/{item}/tep/"), {"file": SimpleUploadedFile(name, body)}
    )


def link(world, url=LINK, item="3.1.1", person=None, **more):
    return signed_in(person or world.mai).post(
        address(world, f"tai-lieu/{item}/duong-dan/"), {"url": url, **more}
    )


def a_file(world, name="Sổ hòa giải.pdf"):
    by = acting(world.mai, december(world, 2))
    return add_file(world.dossier.pk, "3.1.1", SimpleUploadedFile(name, PDF), by=by)


# --- adding ---


def test_a_file_stands_on_its_line_and_proves_it(world):
    response = upload(world)
    assert response.url == address(world, "#nd-3-1-1")
    page = signed_in(world.mai).get(address(world, "")).content.decode()
    assert "Sổ hòa giải.pdf" in page
    assert "3.1.1 Chưa trả lời</a>" in page
    assert "3.1.2 Chưa trả lời, chưa có tài liệu</a>" in page


def test_a_link_is_kept_with_its_title_or_its_address(world):
    link(world, title="Trang công khai")
    link(world, url=f"{LINK}/b/")
    titles = Evidence.objects.order_by("pk").values_list("title", flat=True)
    assert list(titles) == ["Trang công khai", "pbgdpl.gialai.gov.vn/xa/ia-dok/b"]


def test_a_gate_may_be_proven_too(world):
    assert link(world, item="DK3").status_code == 302


def test_whoever_looks_at_an_older_version_sees_that_something_moved(world):
    before = world.dossier.version
    upload(world)
    link(world)
    assert world.dossier.version == before + 2


@pytest.mark.parametrize(
    "url",
    [
        "",
        "   ",
        "pbgdpl.gialai.gov.vn",
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://gialai.gov.vn/a",
        "https://",
        "https://gialai.gov.vn@evil.example/",
        "https://a b.vn/",
        "https://gialai.gov.vn/" + "a" * 500,
    ],
)
def test_what_is_no_address_is_refused_and_stays_in_its_field(world, url):
    before = stored()
    response = link(world, url=url, title="Giữ lại")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Đường dẫn" in page or "Chưa có đường dẫn" in page
    assert 'value="Giữ lại"' in page
    assert 'aria-invalid="true"' in page
    assert stored() == before


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("anh.pdf", SOUND["jpg"], "nội dung là ảnh JPEG, không phải PDF"),
        ("khoa.pdf", locked_pdf(), "tệp có mật khẩu"),
        ("rong.pdf", b"", "tệp rỗng"),
        ("trang.html", b"<script>", "đuôi tệp không thuộc các loại nhận"),
        ("<script>.exe", b"MZ", "đuôi tệp không thuộc các loại nhận"),
        ("lon.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024), "tệp lớn hơn 20 MB"),
    ],
)
def test_a_file_that_is_not_taken_in_is_refused_with_its_name(world, name, body, words):
    before = stored()
    response = upload(world, name, body)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Không nhận tệp" in page
    assert words in page
    assert "<script>" not in page.split("<main")[1].split("</main")[0]
    assert stored() == before


def test_no_file_chosen_is_said(world):
    response = signed_in(world.mai).post(address(world, "tai-lieu/3.1.1/tep/"))
    assert response.status_code == 422
    assert "Chưa chọn tệp" in response.content.decode()


def test_several_files_of_a_plain_form_and_the_bad_one_by_its_name(world):
    files = [
        SimpleUploadedFile("Sổ.pdf", PDF),
        SimpleUploadedFile("hỏng.pdf", b"MZ"),
        SimpleUploadedFile("Ảnh.png", SOUND["png"]),
        SimpleUploadedFile("rỗng.png", b""),
    ]
    client = signed_in(world.mai)
    response = client.post(address(world, "tai-lieu/3.1.1/tep/"), {"file": files})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Đã thêm “Sổ.pdf”, “Ảnh.png” vào mục 3.1.1." in page
    assert "Không nhận tệp “hỏng.pdf”: nội dung không phải PDF." in page
    assert "Không nhận tệp “rỗng.png”: tệp rỗng." in page
    assert "Đã có (2)" in page
    assert Evidence.objects.count() == 2


def test_the_script_gets_what_changed_or_the_sentence(world):
    client, to = signed_in(world.mai), address(world, "tai-lieu/3.1.1/tep/")
    head = {"HX-Request": "true"}
    good = client.post(to, {"file": SimpleUploadedFile("Sổ.pdf", PDF)}, headers=head)
    assert good.status_code == 200
    assert '<ul id="tl-3-1-1" hx-swap-oob' in good.content.decode()
    assert "Sổ.pdf" in good.content.decode()
    bad = client.post(to, {"file": SimpleUploadedFile("b.pdf", b"MZ")}, headers=head)
    assert bad.status_code == 422
    assert "<p data-sentence>Không nhận tệp “b.pdf”" in bad.content.decode()
    row = client.post(
        to, {"file": SimpleUploadedFile("a.png", SOUND["png"]), "trang": "1"}, headers=head
    )
    assert "Đã có (2)" in row.content.decode()


def test_a_unit_has_a_quota(world, monkeypatch):
    small = replace(EVIDENCE, quota=len(PDF) + 10)
    monkeypatch.setattr("tuphap.modules.assessments.actions.evidence.EVIDENCE", small)
    assert upload(world).status_code == 302
    # The same bytes on another line take no more room.
    assert upload(world, item="3.1.2").status_code == 302
    refused = upload(world, "a.png", SOUND["png"])
    assert refused.status_code == 422
    assert "Không nhận tệp “a.png”: đơn vị đã dùng" in refused.content.decode()


def test_the_same_file_or_link_is_taken_once_per_line(world):
    assert upload(world).status_code == 302
    assert link(world).status_code == 302
    before = stored()
    assert "đã có tệp này" in upload(world, "khác tên.pdf").content.decode()
    assert "đã có đường dẫn này" in link(world).content.decode()
    assert stored() == before
    assert upload(world, item="3.1.2").status_code == 302


def test_a_line_holds_a_limited_number(world):
    for number in range(MOST_PER_ITEM):
        assert link(world, url=f"{LINK}/{number}").status_code == 302
    response = link(world, url=f"{LINK}/more")
    assert response.status_code == 409
    assert "nhiều nhất 20" in response.content.decode()


@pytest.mark.parametrize("item", ["9.9.9", "1.1", "TC1", "..", "DK1"])
def test_a_line_the_sheet_does_not_have_is_not_found(world, item):
    before = stored()
    assert upload(world, item=item).status_code == 404
    assert link(world, item=item).status_code == 404
    assert signed_in(world.mai).get(address(world, f"tai-lieu/{item}/")).status_code == 404
    assert stored() == before


# --- removing ---


def test_removed_evidence_is_marked_and_gone_from_the_page(world):
    row = a_file(world)
    response = signed_in(world.mai).post(address(world, f"go-tai-lieu/{row.pk}/"), follow=True)
    assert "Đã gỡ “Sổ hòa giải.pdf” khỏi mục 3.1.1." in response.content.decode()
    row.refresh_from_db()
    assert row.removed_at is not None
    assert "Đã có (0)" in response.content.decode()
    assert signed_in(world.mai).get(f"/tep/{row.file_id}/").status_code == 404
    assert place_of_hash(row.file.sha256).exists()


def test_removing_twice_is_once(world):
    row = a_file(world)
    by = acting(world.mai, december(world, 3))
    first = remove_evidence(world.dossier.pk, row.pk, by=by)
    version = world.dossier.version
    again = remove_evidence(world.dossier.pk, row.pk, by=acting(world.mai, december(world, 4)))
    assert again.removed_at == first.removed_at
    assert world.dossier.version == version


def test_evidence_of_another_dossier_is_not_found(world):
    row = a_file(world)
    client = signed_in(world.lan)
    other = f"/phieu/{world.other_dossier.pk}/go-tai-lieu/{row.pk}/"
    assert client.post(other).status_code in (404, 409)
    row.refresh_from_db()
    assert row.removed_at is None


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30])
def test_evidence_that_is_none_is_not_found(world, number):
    assert signed_in(world.mai).post(address(world, f"go-tai-lieu/{number}/")).status_code == 404


# --- when and who ---


@pytest.mark.parametrize(
    "status",
    [s.code for s in POINTS_REGIME.statuses if s.code in REACHES and SELF not in s.writable],
)
def test_no_status_but_the_writable_ones_takes_or_loses_evidence(status):
    world = in_status(status)
    row = Evidence.objects.create(
        assessment=world.dossier,
        item="3.1.1",
        title="a",
        url=LINK,
        added_by=world.mai,
        added_at=december(world, 2),
    )
    before = stored()
    assert upload(world).status_code == 409
    assert link(world).status_code == 409
    gone = signed_in(world.mai).post(address(world, f"go-tai-lieu/{row.pk}/"))
    assert gone.status_code == 409
    assert stored() == before
    page = signed_in(world.mai).get(address(world, "tai-lieu/3.1.1/")).content.decode()
    assert "Tải tệp lên" not in page
    assert "Gỡ" not in page


def test_a_returned_sheet_takes_evidence_again():
    world = in_status("returned")
    assert upload(world).status_code == 302


@pytest.mark.parametrize("who", ["binh", "hung", "ha"])
def test_nobody_else_adds_evidence(world, who):
    before = stored()
    person = getattr(world, who)
    assert upload(world, person=person).status_code == 403
    assert link(world, person=person).status_code == 403
    assert stored() == before


def test_actions_refuse_like_the_pages(world):
    by = acting(world.hung, december(world, 2))
    with pytest.raises(Refused):
        add_link(world.dossier.pk, "3.1.1", LINK, by=by)


# --- downloads ---


@pytest.mark.parametrize("who", ["mai", "binh", "hung", "ha"])
def test_whoever_sees_the_dossier_gets_the_file_as_it_was(world, who):
    row = a_file(world)
    response = signed_in(getattr(world, who)).get(f"/tep/{row.file_id}/")
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment")
    assert "S%E1%BB%95%20h%C3%B2a%20gi%E1%BA%A3i.pdf" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-store"
    assert Event.objects.filter(kind="file_downloaded", subject=row.title).count() == 1


def test_for_others_there_is_no_such_file(world):
    row = a_file(world)
    theirs = signed_in(world.lan).get(f"/tep/{row.file_id}/")
    nobodys = signed_in(world.lan).get(f"/tep/{uuid.uuid4()}/")
    assert theirs.status_code == nobodys.status_code == 404


def test_a_visitor_is_asked_to_sign_in(world, client):
    row = a_file(world)
    response = client.get(f"/tep/{row.file_id}/")
    assert response.status_code == 302
    assert response.url.startswith("/dang-nhap/")


def test_a_stored_file_that_proves_nothing_is_not_given_out(world):
    lonely = StoredFile.objects.create(
        name="a.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        stored_at=december(world),
    )
    assert signed_in(world.ha).get(f"/tep/{lonely.pk}/").status_code == 404


def test_a_damaged_file_is_reported_and_not_given_out(world):
    row = a_file(world)
    place_of_hash(row.file.sha256).write_bytes(b"exchanged")
    response = signed_in(world.mai).get(f"/tep/{row.file_id}/")
    assert response.status_code == 409
    assert "không còn nguyên như lúc nhận" in response.content.decode()
    assert Event.objects.filter(kind="file_damaged").count() == 1


# --- looking ---


def test_a_file_is_looked_at_as_a_page_with_its_picture(world):
    row = a_file(world)
    page = signed_in(world.hung).get(f"/tep/{row.file_id}/xem/").content.decode()
    assert f"/tep/{row.file_id}/trang/1.png" in page
    assert "Tệp không có chữ ký số." in page
    assert list(DocumentOpening.objects.values_list("person", "document")) == [
        (world.hung.pk, row.file.sha256)
    ]
    picture = signed_in(world.hung).get(f"/tep/{row.file_id}/trang/1.png")
    assert b"".join(picture.streaming_content).startswith(b"\x89PNG")
    assert picture["Content-Type"] == "image/png"
    assert "sandbox" in picture["Content-Security-Policy"]


def test_a_file_that_cannot_be_drawn_says_so_and_can_be_had(world):
    row = a_file(world)
    place_of_hash(row.file.sha256).write_bytes(b"%PDF-1.7 what no reader can draw")
    page = signed_in(world.mai).get(f"/tep/{row.file_id}/xem/").content.decode()
    assert "Không xem trước được tệp này; tải về để xem." in page
    assert "/trang/1.png" not in page


@pytest.mark.parametrize("rest", ["xem/?trang=2", "xem/?trang=x", "trang/2.png", "trang/0.png"])
def test_a_page_that_is_none_is_not_found(world, rest):
    row = a_file(world)
    assert signed_in(world.mai).get(f"/tep/{row.file_id}/{rest}").status_code == 404


def test_others_look_at_nothing(world):
    row = a_file(world)
    for rest in ("xem/", "trang/1.png"):
        assert signed_in(world.lan).get(f"/tep/{row.file_id}/{rest}").status_code == 404


def test_a_signature_stands_on_the_line(world):
    by = acting(world.mai, december(world, 2))
    signed = signed_pdf(make_authority())
    add_file(world.dossier.pk, "3.1.1", SimpleUploadedFile("a.pdf", signed), by=by)
    page = signed_in(world.mai).get(address(world, "")).content.decode()
    assert "<small>chưa tin cậy</small>" in page
    line = signed_in(world.mai).get(address(world, "tai-lieu/3.1.1/")).content.decode()
    assert "UBND xã Ia Dơk ký lúc" in line


def test_a_signature_is_held_against_the_last_day_of_sending(world):
    by = acting(world.mai, december(world, 2))
    signed = signed_pdf(make_authority())
    add_file(world.dossier.pk, "3.1.1", SimpleUploadedFile("a.pdf", signed), by=by)
    row = Evidence.objects.get()
    row.file.signatures[0]["trusted"] = True
    row.file.save()
    steps = [status.code for status in POINTS_REGIME.statuses if SELF in status.writable]
    for day, words in ((21, "đã ký số"), (19, "ký sau hạn")):
        StepDate.objects.update_or_create(
            period=world.period, step=steps[0], defaults={"ends_on": december(world, day)}
        )
        found = current_evidence(world.dossier)["3.1.1"][0]
        assert found.signed[0].short == words


@pytest.mark.parametrize(("day", "words"), [(21, "đã ký số"), (19, "ký sau hạn")])
def test_without_a_day_of_its_own_the_day_the_sheet_shows_counts(world, day, words):
    by = acting(world.mai, december(world, 2))
    signed = signed_pdf(make_authority())
    row = add_file(world.dossier.pk, "3.1.1", SimpleUploadedFile("a.pdf", signed), by=by)
    row.file.signatures[0]["trusted"] = True
    row.file.save()
    StepDate.objects.filter(period=world.period).delete()
    StepDate.objects.create(period=world.period, step="submitted", ends_on=december(world, day))
    shown = course(world.dossier, december(world).date()).due
    for days in (None, own_days(world.dossier)):
        found = current_evidence(world.dossier, days)["3.1.1"][0]
        assert (found.asked_on, found.signed[0].short) == (shown, words)
    page = signed_in(world.mai).get(address(world, "")).content.decode()
    assert f"<small>{words}</small>" in page
