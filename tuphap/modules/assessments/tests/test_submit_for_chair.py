"""The officer sends for the chair, with the scan of the paper the chair signed."""

import threading
import uuid
from dataclasses import replace
from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import ProgrammingError, connection, transaction
from django.http import Http404
from django.test import override_settings

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.limits import SCAN
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.tests.hostile import locked_pdf
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.actions.scans import SignedPaper
from tuphap.modules.assessments.actions.submit_for_chair import submit_for_chair
from tuphap.modules.assessments.actions.submit_link import make_submit_link, submit_by_link
from tuphap.modules.assessments.models import ScannedPage, ScannedPaper
from tuphap.modules.assessments.papers.models import SubmittedCopy
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    REACHES,
    acting,
    december,
    in_status,
    signed_in,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import POINTS_REGIME

pytestmark = pytest.mark.django_db
PDF, PHOTO = SOUND["pdf"], SOUND["jpg"]


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = in_status("posted")
    with time_machine.travel(december(world, 21), tick=True):
        yield world


def pdf(name="Bản ký.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


def paper(world, day=19, name="Siu Bình"):
    return SignedPaper(name, date(world.year, 12, day))


def sent(world, person=None, files=None, of=None):
    by = acting(person or world.mai, december(world, 21))
    files = [pdf()] if files is None else files
    return submit_for_chair(world.dossier.pk, of or paper(world), files, by=by)


def address(world):
    return f"/phieu/{world.dossier.pk}/gui-thay/"


def typed(world, **other):
    values = {"signed_by": "Siu Bình", "signed_on": f"19/12/{world.year}", "file": pdf()}
    return {key: value for key, value in {**values, **other}.items() if value is not None}


def post(world, person=None, **other):
    return signed_in(person or world.mai).post(address(world), typed(world, **other))


def text(response):
    return response.content.decode()


def refusal(deed, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return refused.value


# --- sending ---


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_dossier_is_sent_and_says_for_whom(code):
    world = in_status("posted", code)
    sent(world)
    assert world.dossier.status == "submitted"
    change = StatusChange.objects.order_by("-pk")[0]
    assert (change.move, change.needs) == ("submit_for_chair", "assessment.submit_for_chair")
    assert change.made_by_name == "Nguyễn Thị Mai"
    assert change.reason == (f"Thay lãnh đạo, theo bản ký của Siu Bình ngày 19/12/{world.year}.")


def test_the_scan_is_kept_with_the_copy_that_was_sent(world):
    sent(world, files=[pdf(), SimpleUploadedFile("Trang 2.jpg", PHOTO)])
    copy, scan = SubmittedCopy.objects.get(), ScannedPaper.objects.get()
    assert scan.version == copy.version == world.dossier.version
    frozen = copy.payload["signed_scan"]
    assert frozen["signed_by"] == "Siu Bình"
    assert frozen["signed_on"] == f"{world.year}-12-19"
    assert frozen["handed_in_by"] == "Nguyễn Thị Mai"
    assert [row["title"] for row in frozen["files"]] == ["Bản ký.pdf", "Trang 2.jpg"]
    hashes = [page.file.sha256 for page in scan.pages.all()]
    assert [row["sha256"] for row in frozen["files"]] == hashes


def test_a_copy_sent_otherwise_has_no_scan():
    in_status("submitted")
    assert SubmittedCopy.objects.get().payload["signed_scan"] is None


def test_a_scan_is_never_changed_or_deleted(world):
    sent(world)
    for rows in (ScannedPage.objects.all(), ScannedPaper.objects.all()):
        changes = (rows.get().save, lambda rows=rows: rows._raw_delete(rows.db))
        for change in changes:
            with pytest.raises(ProgrammingError), transaction.atomic():
                change()


def test_a_dossier_that_came_back_is_sent_again_with_a_new_scan():
    world = in_status("returned")
    with time_machine.travel(december(world, 22), tick=True):
        page = text(signed_in(world.mai).get(address(world)))
        assert "Gửi lại hồ sơ thay lãnh đạo" in page
        by = acting(world.mai, december(world, 22))
        submit_for_chair(world.dossier.pk, paper(world, 22), [pdf()], by=by)
    assert world.dossier.status == "submitted"
    assert SubmittedCopy.objects.filter(payload__signed_scan__isnull=False).count() == 2
    newest = SubmittedCopy.objects.order_by("-ordinal")[0]
    assert newest.payload["signed_scan"]["signed_on"] == f"{world.year}-12-22"


def test_it_is_in_the_journal(world):
    sent(world)
    event = Event.objects.get(kind="submitted_for_chair")
    assert (event.person_name, event.subject) == ("Nguyễn Thị Mai", "Siu Bình")
    assert event.detail["version"] == world.dossier.version


def test_the_same_page_twice_is_kept_once(world):
    sent(world, files=[pdf(), pdf("Bản ký (2).pdf")])
    assert ScannedPage.objects.count() == StoredFile.objects.count() == 1


# --- what keeps it from being sent ---


@pytest.mark.parametrize("status", [s.code for s in POINTS_REGIME.statuses if s.code in REACHES])
def test_only_from_the_steps_of_the_table(status):
    world = in_status(status)
    possible = {m.source for m in POINTS_REGIME.moves if m.name == "submit_for_chair"}
    if status in possible:
        sent(world)
        assert world.dossier.status == "submitted"
    else:
        assert refusal(sent, world).code == "no_such_move"
        assert not StoredFile.objects.exists()


def test_nothing_is_sent_while_the_result_hangs_out():
    world = in_status("posted", posting_days=30)
    assert refusal(sent, world).code == "posting_not_over"
    assert not StoredFile.objects.exists()


def test_every_line_confirmed_where_the_period_asks(world):
    world.period.confirm_lines = True
    world.period.save()
    assert refusal(sent, world).code == "lines_not_confirmed"


def test_the_move_itself_wants_the_scan(world):
    by = acting(world.mai, december(world, 21))
    with pytest.raises(Refused) as refused:
        perform(world.dossier, "submit_for_chair", by=by)
    assert refused.value.code == "no_signed_scan"
    assert world.dossier.status == "posted"


def test_the_scan_of_an_earlier_sending_does_not_serve_again():
    world = in_status("posted")
    sent(world)
    by = acting(world.hung, december(world, 21))
    perform(world.dossier, "return", by=by, reason="Thiếu danh sách.")
    again = acting(world.mai, december(world, 22))
    with pytest.raises(Refused) as refused:
        perform(world.dossier, "submit_for_chair", by=again)
    assert refused.value.code == "no_signed_scan"


@pytest.mark.parametrize("who", ["binh", "hung", "thu", "minh", "ha", "phuc"])
def test_only_the_officer_of_the_unit(world, who):
    assert refusal(sent, world, person=getattr(world, who)).code in ("no_role", "other_unit")
    assert world.dossier.status == "posted"
    assert not StoredFile.objects.exists()


def test_the_dossier_of_another_unit_is_like_none(world):
    with pytest.raises(Http404):
        sent(world, person=world.lan)
    client = signed_in(world.lan)
    nowhere = client.get(f"/phieu/{uuid.uuid4()}/gui-thay/")
    assert client.get(address(world)).status_code == nowhere.status_code == 404
    assert post(world, person=world.lan).status_code == 404


def test_who_sent_for_the_chair_does_not_appraise():
    """Lan stands in for Mai on one day, typed nothing, and works at the office afterwards."""
    world = in_status("posted")
    last, day = december(world, 20).date(), december(world, 21).date()
    Post.objects.filter(person=world.mai).update(ends_on=last)
    stand_in(world.lan, world.commune, Role.COMMUNE_OFFICER, day, day)
    sent(world, person=world.lan)
    stand_in(world.lan, world.office, Role.APPRAISER, december(world, 22).date())
    by = acting(world.lan, december(world, 23))
    assert refusal(perform, world.dossier, "receive", by=by).code == "four_eyes"


def stand_in(person, unit, role, first, last=None):
    Post.objects.create(person=person, unit=unit, role=role.value, starts_on=first, ends_on=last)


# --- where the period wants the hand of the chair ---


@pytest.fixture
def signed_period():
    world = in_status("posted")
    world.period.chair_sends = True
    world.period.save()
    with time_machine.travel(december(world, 21), tick=True):
        yield world


def test_an_officer_alone_is_told_the_two_ways(signed_period):
    world = signed_period
    by = acting(world.mai, december(world, 21))
    refused = refusal(submit, world.dossier.pk, by=by)
    assert refused.code == "chair_sends"
    assert "bản quét phiếu lãnh đạo đã ký" in refused.sentence
    assert world.dossier.status == "posted"
    page = text(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/"))
    assert refused.sentence in page
    assert 'aria-disabled="true"' in page
    assert address(world) in page
    assert signed_in(world.mai).post(f"/phieu/{world.dossier.pk}/gui/").status_code == 403


def test_the_chair_sends_signed_in_or_by_link_and_the_officer_with_the_scan(signed_period):
    world = signed_period
    at = december(world, 21)
    for deed in (
        lambda: submit(world.dossier.pk, by=acting(world.binh, at)),
        lambda: sent(world),
        lambda: by_link(world, at),
    ):
        with transaction.atomic():
            deed()
            assert world.dossier.status == "submitted"
            transaction.set_rollback(True)
        assert world.dossier.status == "posted"


def by_link(world, at):
    new = make_submit_link(world.dossier.pk, world.binh.pk, by=acting(world.mai, at))
    submit_by_link(new.link.pk, new.code, at=at)


def test_other_periods_leave_it_to_the_officer(world):
    submit(world.dossier.pk, by=acting(world.mai, december(world, 21)))
    assert world.dossier.status == "submitted"


# --- what is typed and chosen ---


def test_the_page_sends_and_leads_to_the_receipt(world):
    answer = post(world)
    assert answer.status_code == 302
    assert world.dossier.status == "submitted"
    page = text(signed_in(world.mai).get(answer.url, follow=True))
    assert "Biên nhận" in page


def test_without_scan_nothing_is_sent_and_what_was_typed_stays(world):
    answer = post(world, file=None, signed_by="Siu Bình, Chủ tịch")
    page = text(answer)
    assert answer.status_code == 422
    assert "Chưa chọn bản quét. Chọn tệp PDF hoặc ảnh chụp" in page
    assert 'value="Siu Bình, Chủ tịch"' in page
    assert world.dossier.status == "posted"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("signed_by", " ​ ", "Chưa ghi người ký."),
        ("signed_by", "x" * 161, "Người ký dài hơn 160 ký tự."),
        ("signed_on", "", "Chưa ghi ngày ký."),
        ("signed_on", "30/02/2022", "Ngày ký “30/02/2022” không có trong lịch."),
        ("signed_on", "22/12/2022", "Ngày ký 22/12/2022 chưa tới."),
        ("signed_on", "31/12/2021", "Ngày ký 31/12/2021 trước năm đánh giá 2022."),
    ],
)
def test_each_field_says_what_is_wrong(world, field, value, sentence):
    answer = post(world, **{field: value})
    assert answer.status_code == 422
    assert text(answer).count(sentence) == 2  # in the list and beside the field
    assert world.dossier.status == "posted"
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (pdf("phiếu.docx", SOUND["docx"]), "Dùng PDF, PNG hoặc JPG."),
        (pdf("khóa.pdf", locked_pdf()), "tệp có mật khẩu"),
        (pdf("trống.pdf", b""), "tệp rỗng"),
        (pdf("ảnh.pdf", PHOTO), "nội dung là ảnh JPEG"),
    ],
)
def test_the_scan_goes_through_the_fence(world, file, sentence):
    file.seek(0)
    answer = post(world, file=file)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert world.dossier.status == "posted"
    assert not ScannedPaper.objects.exists()
    assert not StoredFile.objects.exists()


def test_one_bad_page_keeps_all_from_being_kept(world):
    answer = post(world, file=[pdf(), pdf("trống.pdf", b"")])
    assert answer.status_code == 422
    assert not StoredFile.objects.exists()


def test_no_more_files_than_the_place_takes(world):
    files = [pdf(f"{n}.pdf") for n in range(SCAN.most_files + 1)]
    assert refusal(sent, world, files=files).code == "many_files"


def test_the_quota_of_scans(world, monkeypatch):
    monkeypatch.setattr("tuphap.modules.assessments.actions.scans.SCAN", replace(SCAN, quota=9))
    assert refusal(sent, world).code == "over_quota"
    assert world.dossier.status == "posted"
    assert not StoredFile.objects.exists()


# --- one effect ---


def test_a_second_press_leads_to_the_first_receipt(world):
    first, second = post(world), post(world)
    assert first.status_code == second.status_code == 302
    page = text(signed_in(world.mai).get(second.url, follow=True))
    assert SubmittedCopy.objects.get().number in page
    assert StatusChange.objects.filter(target="submitted").count() == 1
    assert ScannedPaper.objects.count() == 1


def test_the_same_key_acts_once(world):
    client, key = signed_in(world.mai), str(uuid.uuid4())
    for _ in range(2):
        answer = client.post(address(world), typed(world, file=pdf()) | {"khoa-gui": key})
        assert answer.status_code == 302
    assert ScannedPaper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_have_the_effect_of_one():
    world = in_status("posted")
    at = december(world, 21)
    outcomes = []

    def press():
        try:
            by = acting(world.mai, at)
            submit_for_chair(world.dossier.pk, paper(world), [pdf()], by=by, announced=False)
            outcomes.append("sent")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["no_such_move", "sent"]
    assert ScannedPaper.objects.count() == SubmittedCopy.objects.count() == 1
