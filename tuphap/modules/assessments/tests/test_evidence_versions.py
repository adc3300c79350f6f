"""Replacing and using again: what was sent with a dossier is never lost or exchanged (F12)."""

import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.files.limits import EVIDENCE
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.actions.evidence import MOST_PER_ITEM, add_file, add_link
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.models import Assessment, Evidence, Period
from tuphap.modules.assessments.queries.evidence import items_without_proof
from tuphap.modules.assessments.tests.world import (
    SELF,
    acting,
    december,
    full_sheet,
    make_world,
    save_entries,
    signed_in,
    start,
    stored,
)

pytestmark = pytest.mark.django_db
PDF, PNG = SOUND["pdf"], SOUND["png"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = make_world(evidence_required=True)
    start(world)
    return world


def a_file(world, name="Sổ.pdf", body=PDF, item="3.1.1", day=2):
    by = acting(world.mai, december(world, day))
    return add_file(world.dossier.pk, item, SimpleUploadedFile(name, body), by=by)


def post(world, rest, fields, person=None):
    return signed_in(person or world.mai).post(f"/phieu/{world.dossier.pk}/{rest}", fields)


def send_on(world):
    """From a started sheet to a sent dossier."""
    by = acting(world.mai, december(world, 3))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    move(world.dossier.pk, "post", by=by)
    submit(world.dossier.pk, by=acting(world.mai, december(world, 20)))


def replaced(world, row, *files):
    fields = {"file": list(files) or [SimpleUploadedFile("Sổ mới.png", PNG)]}
    return post(world, f"thay-tai-lieu/{row.pk}/", fields)


def page_of(world, item="3.1.1"):
    address = f"/phieu/{world.dossier.pk}/tai-lieu/{item}/"
    return signed_in(world.mai).get(address).content.decode()


def test_a_replacement_is_a_new_version(world):
    old = a_file(world)
    assert replaced(world, old).status_code == 302
    new = Evidence.objects.get(removed_at__isnull=True)
    assert (new.version, new.replaces, new.title) == (2, old, "Sổ mới.png")
    assert "bản 2" in page_of(world)
    old.refresh_from_db()
    assert (old.was_sent, signed_in(world.mai).get(f"/tep/{old.file_id}/").status_code) == (
        False,
        404,
    )


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([SimpleUploadedFile("a.pdf", b"MZ")], "nội dung không phải PDF"),
        ([SimpleUploadedFile("a.pdf", PDF)], "đã có tệp này"),
        ([SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("b.png", PNG)], "Đang chọn 2 tệp"),
    ],
)
def test_a_replacement_that_is_refused_changes_nothing(world, files, words):
    old = a_file(world)
    for one in files:
        one.seek(0)
    before = stored()
    response = replaced(world, old, *files)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert stored() == before


def test_what_was_replaced_already_is_not_found(world):
    old = a_file(world)
    replaced(world, old)
    assert replaced(world, old).status_code == 404
    assert Evidence.objects.count() == 2


def test_what_was_sent_stays_to_be_read_after_a_return():
    world = make_world(evidence_required=False)
    start(world)
    sent, gone = a_file(world), a_file(world, "Ảnh.png", PNG)
    send_on(world)
    by = acting(world.hung, december(world, 21))
    move(world.dossier.pk, "return", by=by, reason="Thiếu danh sách.")
    late = a_file(world, "Muộn.jpg", SOUND["jpg"], day=28)
    replaced(world, sent, SimpleUploadedFile("Sổ mới.docx", SOUND["docx"]))
    for row in (gone, late):
        post(world, f"go-tai-lieu/{row.pk}/", {})
    for person in (world.mai, world.hung, world.ha):
        answers = [
            signed_in(person).get(f"/tep/{row.file_id}/").status_code for row in (sent, gone, late)
        ]
        assert answers == [200, 200, 404]
    page = page_of(world)
    assert "nay đã thay hoặc gỡ (2)" in page
    assert "Muộn.jpg" not in page


def test_nothing_is_exchanged_while_the_dossier_is_away():
    world = make_world(evidence_required=False)
    start(world)
    row = a_file(world)
    send_on(world)
    before = stored()
    assert replaced(world, row).status_code == 409
    assert post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": row.pk}).status_code == 409
    assert stored() == before


def test_one_file_proves_several_lines(world):
    row = a_file(world)
    assert "Dùng tệp đã có của đơn vị" not in page_of(world)
    assert "Sổ.pdf" in page_of(world, "3.1.2")
    post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": [row.pk, row.pk]})
    rows = Evidence.objects.order_by("pk")
    assert [(one.item, one.file_id) for one in rows] == [
        ("3.1.1", row.file_id),
        ("3.1.2", row.file_id),
    ]
    assert StoredFile.objects.count() == 1
    # Twice is once, and taking it away from one line leaves it on the other.
    post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": row.pk})
    post(world, f"go-tai-lieu/{row.pk}/", {})
    assert Evidence.objects.filter(removed_at__isnull=True).get().item == "3.1.2"
    assert signed_in(world.mai).get(f"/tep/{row.file_id}/").status_code == 200


@pytest.mark.parametrize("strange", ["zzz", "-1", "9" * 30])
def test_a_choice_that_is_no_number_adds_nothing(world, strange):
    row = a_file(world)
    response = post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": [row.pk, strange]})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Chưa thêm gì." in page
    assert f'name="chon" value="{row.pk}" checked' in page, "the choice stays where it was made"
    assert Evidence.objects.get().item == "3.1.1"


def test_nothing_chosen_is_said_on_the_page(world):
    a_file(world)
    response = post(world, "tai-lieu/3.1.2/dung-lai/", {})
    assert response.status_code == 422
    assert "Chưa chọn tệp nào trong danh sách" in response.content.decode()


def test_files_of_another_unit_cannot_be_used(world):
    theirs = a_file(world)
    theirs.assessment = world.other_dossier
    theirs.save()
    mine = a_file(world, "Ảnh.png", PNG, "3.1.2")
    response = post(world, "tai-lieu/3.1.1/dung-lai/", {"chon": [mine.pk, theirs.pk]})
    assert response.status_code == 422
    assert "Có tài liệu không có trong danh sách để chọn" in response.content.decode()
    assert Evidence.objects.count() == 2
    post(world, f"go-tai-lieu/{mine.pk}/", {})
    assert "Dùng tệp đã có của đơn vị" not in page_of(world)


def test_links_count_among_the_documents_of_a_line(world):
    by = acting(world.mai, december(world, 2))
    chosen = [a_file(world).pk, a_file(world, "Ảnh.png", PNG).pk]
    for number in range(MOST_PER_ITEM - 1):
        add_link(world.dossier.pk, "3.1.2", f"https://gialai.gov.vn/{number}", by=by)
    response = post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": chosen})
    assert response.status_code == 409
    assert f"đã có {MOST_PER_ITEM - 1} tài liệu" in response.content.decode()
    assert Evidence.objects.filter(item="3.1.2").count() == MOST_PER_ITEM - 1
    assert post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": chosen[:1]}).status_code == 302
    assert Evidence.objects.filter(item="3.1.2").count() == MOST_PER_ITEM


def test_using_again_respects_the_quota(world, monkeypatch):
    small = replace(EVIDENCE, quota=len(PNG) + 10)
    monkeypatch.setattr("tuphap.modules.assessments.actions.evidence.EVIDENCE", small)
    here = a_file(world, "Ảnh.png", PNG)
    other_year = a_year_before(world)
    response = post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": [here.pk, other_year.pk]})
    assert response.status_code == 422
    assert "đơn vị đã dùng" in response.content.decode()
    assert not Evidence.objects.filter(item="3.1.2").exists()
    # What the dossier has already takes no more room on another line.
    assert post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": here.pk}).status_code == 302


def a_year_before(world):
    """A file of the same unit in the dossier of another period."""
    old = Period.objects.get(pk=world.period.pk)
    old.pk, old.year, old._state.adding = None, world.year - 1, True
    old.save()
    dossier = Assessment.objects.get(pk=world.dossier.pk)
    dossier.pk, dossier.period, dossier._state.adding = uuid.uuid4(), old, True
    dossier.save()
    stored_file = StoredFile.objects.create(
        sha256="0" * 64, name="Sổ cũ.pdf", size=1000, stored_at=december(world, 1)
    )
    return Evidence.objects.create(
        assessment=dossier,
        item="3.1.1",
        title="Sổ cũ.pdf",
        file=stored_file,
        added_by=world.mai,
        added_at=december(world, 1),
    )


@pytest.mark.parametrize("who", ["binh", "hung", "ha"])
def test_nobody_else_replaces_or_uses(world, who):
    row = a_file(world)
    before, person = stored(), getattr(world, who)
    fields = {"file": SimpleUploadedFile("a.png", PNG)}
    assert post(world, f"thay-tai-lieu/{row.pk}/", fields, person).status_code == 403
    assert post(world, "tai-lieu/3.1.2/dung-lai/", {"chon": row.pk}, person).status_code == 403
    assert stored() == before


# --- the scanner ---


def test_a_waiting_file_is_for_who_handed_it_in(world):
    row = a_file(world)
    StoredFile.objects.update(scan=Scan.WAITING)
    assert (
        "Đang quét vi-rút"
        in signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    )
    assert signed_in(world.mai).get(f"/tep/{row.file_id}/").status_code == 200
    refused = signed_in(world.ha).get(f"/tep/{row.file_id}/")
    assert refused.status_code == 409
    assert "đang được quét vi-rút" in refused.content.decode()


def test_a_file_with_a_virus_is_for_nobody_and_proves_nothing(world):
    row = a_file(world)
    assert "3.1.1" not in items_without_proof(world.dossier)
    StoredFile.objects.update(scan=Scan.INFECTED)
    assert "3.1.1" in items_without_proof(world.dossier)
    assert signed_in(world.mai).get(f"/tep/{row.file_id}/").status_code == 409
    assert (
        "Sổ.pdf có vi-rút"
        in signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    )
    assert "Dùng tệp đã có của đơn vị" not in page_of(world, "3.1.2")


def test_a_link_is_still_a_proof(world):
    fields = {"url": "https://gialai.gov.vn/a"}
    post(world, "tai-lieu/3.1.1/duong-dan/", fields)
    assert "3.1.1" not in items_without_proof(world.dossier)
