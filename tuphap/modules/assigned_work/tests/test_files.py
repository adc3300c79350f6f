"""The file of an item: whose it is, what its signature proves, where it counts as a document."""

import re
import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.files import signing
from tuphap.foundation.files.models import Scan, StoredFile, TrustAnchor
from tuphap.foundation.files.tests.authority import added_to, make_authority, signed_pdf, tampered
from tuphap.foundation.files.tests.hostile import TABLE
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.files.trust import add_anchor, end_anchor
from tuphap.modules.assessments.papers.payload import files_of
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    SELF,
    acting,
    employ,
    fill,
    full_sheet,
    in_status,
    make_world,
    save_entries,
    signed_in,
    start,
)
from tuphap.modules.assigned_work.actions import Order, assign
from tuphap.modules.assigned_work.models import Assignment
from tuphap.modules.assigned_work.queries import changes_of
from tuphap.modules.assigned_work.tests.test_assigned_work import (
    DUE,
    JULY,
    MAY,
    ON_TIME,
    assigned,
    figure,
    told,
)
from tuphap.rules.assigned_work import JudgedBy
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
AUTHORITY, STRANGER = make_authority(), make_authority("CA lạ")
IN_TIME = datetime(2026, 6, 30, 2, 0, tzinfo=UTC)
LATE = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)
# Still 30 June in London, already 1 July in Vietnam.
MIDNIGHT = datetime(2026, 6, 30, 17, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_july():
    with time_machine.travel(JULY, tick=True):
        yield


@pytest.fixture
def world():
    found = make_world(PASS_SET)
    add_anchor(AUTHORITY.pem, by=acting(found.ha, MAY))
    return found


def text(response):
    return response.content.decode()


def page(world, line, person=None):
    return text(signed_in(person or world.mai).get(f"/viec-duoc-giao/{line.pk}/"))


def send(world, line, body=SOUND["pdf"], name="nghi-quyet.pdf", person=None, version=None):
    current = Assignment.objects.get(pk=line.pk).version
    sent = {"version": version or current, "file": SimpleUploadedFile(name, body)}
    return signed_in(person or world.mai).post(f"/viec-duoc-giao/{line.pk}/tep/", sent)


def remove(world, line, person=None):
    sent = {"version": Assignment.objects.get(pk=line.pk).version}
    return signed_in(person or world.mai).post(f"/viec-duoc-giao/{line.pk}/tep/go/", sent)


def address(line):
    line.refresh_from_db()
    return f"/viec-duoc-giao/{line.pk}/tep/{line.file_id}/"


# --- kept, replaced, removed ---


def test_an_item_takes_its_file_and_another_in_its_place(world):
    line = assigned(world)
    assert send(world, line).headers["Location"] == f"/viec-duoc-giao/{line.pk}/"
    first = address(line)
    send(world, line, signed_pdf(AUTHORITY, IN_TIME), "ban-ky.pdf")
    newest, before, _ = changes_of(line)
    assert (newest.file.name, before.file.name) == ("ban-ky.pdf", "nghi-quyet.pdf")
    shown = page(world, line)
    assert "thay tệp" in shown
    assert "thêm tệp" in shown
    assert signed_in(world.ha).get(first).status_code == 200


def test_what_is_removed_stays_in_the_history(world):
    line = assigned(world)
    send(world, line)
    gone = address(line)
    assert remove(world, line).status_code == 302
    assert Assignment.objects.get().file is None
    assert "gỡ tệp" in page(world, line)
    assert gone in page(world, line)
    assert remove(world, line).status_code == 404


@pytest.mark.parametrize("who", ["ha", "hung"])
def test_only_the_commune_itself_hands_in(world, who):
    line = assigned(world)
    assert send(world, line, person=getattr(world, who)).status_code == 403
    send(world, line)
    assert remove(world, line, getattr(world, who)).status_code == 403
    assert Assignment.objects.get().file is not None


def test_a_file_for_another_commune_is_for_a_line_that_does_not_exist(world):
    line = assigned(world)
    assert send(world, line, person=world.lan).status_code == 404
    send(world, line)
    theirs, nobodys = address(line), f"/viec-duoc-giao/{line.pk}/tep/{uuid.uuid4()}/"
    assert signed_in(world.lan).get(theirs).status_code == 404
    assert signed_in(world.ha).get(nobodys).status_code == 404


def test_a_file_of_one_line_is_not_had_through_another(world):
    """The address names both, so that reach over one line gives nothing of others."""
    mine, theirs = assigned(world), assigned(world, units=[world.neighbour])
    send(world, mine)
    mine.refresh_from_db()
    wrong = f"/viec-duoc-giao/{theirs.pk}/tep/{mine.file_id}/"
    assert signed_in(world.lan).get(wrong).status_code == 404


def test_withdrawn_work_takes_no_file(world):
    line = assigned(world)
    Assignment.objects.update(withdrawn_at=JULY)
    assert send(world, line).status_code == 409
    assert not StoredFile.objects.exists()


def test_who_saw_an_older_version_replaces_nothing(world):
    line = assigned(world)
    told(world, line, issued_on=DUE)
    assert send(world, line, version=1).status_code == 409
    assert Assignment.objects.get().file is None


@pytest.mark.parametrize("reason", ["file_kind", "file_disguised", "pdf_script", "empty_file"])
def test_a_hostile_file_is_told_beside_the_field(world, reason):
    line = assigned(world)
    row = next(row for row in TABLE if row.reason == reason)
    answer = send(world, line, row.make(), row.name)
    assert answer.status_code == 422
    assert "Không nhận tệp" in text(answer)
    assert Assignment.objects.get().file is None


def test_no_file_and_the_same_file_are_told_beside_the_field(world):
    line = assigned(world)
    sent = {"version": 1}
    answer = signed_in(world.mai).post(f"/viec-duoc-giao/{line.pk}/tep/", sent)
    assert (answer.status_code, "Chưa chọn tệp" in text(answer)) == (422, True)
    send(world, line)
    assert "Việc này đã có tệp này" in text(send(world, line))


def test_a_waiting_file_is_for_the_commune_and_an_infected_one_for_nobody(world):
    line = assigned(world)
    send(world, line)
    StoredFile.objects.update(scan=Scan.WAITING)
    assert signed_in(world.mai).get(address(line)).status_code == 200
    assert signed_in(world.ha).get(address(line)).status_code == 409
    StoredFile.objects.update(scan=Scan.INFECTED)
    assert signed_in(world.mai).get(address(line)).status_code == 409


def test_a_number_takes_a_file_too(world):
    by = acting(world.ha, MAY)
    line = assign(Order(ON_TIME, 2026, JudgedBy.SIGNED, quantity=9), [world.commune], by=by)[0]
    assert send(world, line, SOUND["xlsx"], "danh-muc.xlsx").status_code == 302
    assert figure(world) == (0, 9)


# --- which day counts ---


@pytest.mark.parametrize(
    ("at", "typed", "done"),
    [
        (IN_TIME, None, 1),
        (IN_TIME, date(2026, 7, 2), 1),
        (LATE, DUE, 0),
        (MIDNIGHT, DUE, 0),
    ],
    ids=["nothing typed", "typed late", "typed in time, signed late", "after midnight"],
)
def test_a_signature_that_can_be_believed_is_the_day(world, at, typed, done):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=typed)
    send(world, line, signed_pdf(AUTHORITY, at))
    assert figure(world) == (done, 1)
    shown = page(world, line)
    assert "theo chữ ký số" in shown
    assert "theo ngày đã nhập" not in shown


BROKEN = signed_pdf(AUTHORITY, LATE)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (SOUND["pdf"], "Tệp không có chữ ký số."),
        (tampered(BROKEN), "Chữ ký số trên tệp không còn đúng."),
        (added_to(BROKEN), "Chữ ký số trên tệp không còn đúng."),
        (signed_pdf(STRANGER, LATE), "Chữ ký số trên tệp chưa được tin cậy."),
    ],
    ids=["unsigned", "tampered", "added to", "unknown authority"],
)
def test_else_the_typed_day_counts_and_the_page_says_why(world, body, words):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=DUE)
    assert send(world, line, body).status_code == 302
    assert figure(world) == (1, 1)
    for person in (world.mai, world.ha):
        shown = page(world, line, person)
        assert "30/06/2026, theo ngày đã nhập" in shown
        assert words in shown
        assert "theo chữ ký số" not in shown


def test_where_the_day_of_issue_was_agreed_the_signature_does_not_count(world):
    line = assigned(world, judged_by=JudgedBy.ISSUED)
    told(world, line, issued_on=DUE)
    send(world, line, signed_pdf(AUTHORITY, LATE))
    assert figure(world) == (1, 1)
    assert "theo chữ ký số" not in page(world, line)


def test_two_signatures_the_last_one_makes_the_paper_whole(world):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    once = signed_pdf(AUTHORITY, IN_TIME)
    send(world, line, signed_pdf(AUTHORITY, LATE, once, field="ChuKy2"))
    assert figure(world) == (0, 1)
    assert "02/07/2026, theo chữ ký số" in page(world, line)


def test_an_infected_file_proves_no_day(world):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=DUE)
    send(world, line, signed_pdf(AUTHORITY, LATE))
    assert figure(world) == (0, 1)
    StoredFile.objects.update(scan=Scan.INFECTED)
    assert figure(world) == (1, 1)
    assert "theo ngày đã nhập" in page(world, line)


def test_when_an_authority_is_trusted_no_more_the_typed_day_counts_again(world):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=DUE)
    send(world, line, signed_pdf(AUTHORITY, LATE))
    line.refresh_from_db()
    assert line.file.signed_on == date(2026, 7, 2)
    end_anchor(TrustAnchor.objects.get().pk, by=acting(world.ha, JULY))
    signing.look_again(line.file.sha256)
    assert figure(world) == (1, 1)
    add_anchor(AUTHORITY.pem, by=acting(world.ha, JULY))
    signing.look_again(line.file.sha256)
    assert figure(world) == (0, 1)


@pytest.mark.parametrize("who", ["mai", "ha"])
def test_days_that_contradict_the_signature_are_shown_to_both_sides(world, who):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=DUE, issued_on=DUE)
    send(world, line, signed_pdf(AUTHORITY, LATE))
    person = getattr(world, who)
    shown = page(world, line, person)
    assert "Ngày ký đã nhập (30/06/2026) khác ngày trên chữ ký số (02/07/2026)." in shown
    assert "(30/06/2026) trước ngày trên chữ ký số (02/07/2026)." in shown
    listed = f"/viec-duoc-giao/{world.commune.pk}/2026/"
    assert "Ngày đã nhập khác chữ ký số" in text(signed_in(person).get(listed))


def test_days_that_agree_raise_nothing(world):
    line = assigned(world, judged_by=JudgedBy.SIGNED)
    told(world, line, signed_on=DUE, issued_on=date(2026, 7, 1))
    send(world, line, signed_pdf(AUTHORITY, IN_TIME))
    assert "khác ngày trên chữ ký số" not in page(world, line)
    assert "trước ngày trên" not in page(world, line)


# --- a document of the content the figure feeds ---


def sheet(world, person=None):
    return text(signed_in(person or world.mai).get(f"/phieu/{world.dossier.pk}/"))


def require_evidence(world):
    world.period.evidence_required = True
    world.period.save()


def answer(world, done=0, due=1):
    lines = full_sheet(world)
    given = lines["1.1.1"]
    changed = type(given)(type(given.answer)(done=done, due=due))
    save_entries(world.dossier.pk, SELF, {"1.1.1": changed}, by=acting(world.mai, JULY))


def test_the_file_proves_the_line_and_says_where_it_is_from(world):
    require_evidence(world)
    line = assigned(world)
    start(world)
    answer(world)
    assert "1.1.1 Chưa có tài liệu" in sheet(world)
    send(world, line)
    shown = sheet(world)
    assert "1.1.1 Chưa có tài liệu" not in shown
    assert address(line) in shown
    assert "Việc được giao: Nghị quyết A" in shown
    remove(world, line)
    assert "1.1.1 Chưa có tài liệu" in sheet(world)


def test_the_page_of_the_documents_of_the_line_has_it_too(world):
    line = assigned(world)
    start(world)
    own = f"/phieu/{world.dossier.pk}/tai-lieu/1.1.1/"
    assert "tệp tính là tài liệu" not in text(signed_in(world.mai).get(own))
    send(world, line)
    shown = text(signed_in(world.mai).get(own))
    assert "Việc được giao: tệp tính là tài liệu (1)" in shown
    assert address(line) in shown


def test_what_is_sent_and_its_receipt_list_it_with_its_origin(world):
    line = assigned(world)
    start(world)
    send(world, line)
    payload = present_payload(world.dossier, acting(world.mai, MAY).at)
    (found,) = [row for row in files_of(payload) if row["item"] == "1.1.1"]
    assert found["origin"] == "Việc được giao: Nghị quyết A"
    assert len(found["sha256"]) == 64
    assert found["size"] > 0


def test_its_first_page_is_a_picture_for_whoever_may_open_it(world):
    line = assigned(world)
    send(world, line)
    picture = f"{address(line)}trang/1/"
    answer = signed_in(world.ha).get(picture)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert signed_in(world.lan).get(picture).status_code == 404
    assert signed_in(world.ha).get(f"{address(line)}trang/2/").status_code == 404


@pytest.mark.parametrize("number", [1, 15])
def test_however_many_files_the_sheet_takes_twelve_questions(
    world, number, django_assert_max_num_queries
):
    fill(world)
    made = [assigned(world, f"Việc {n}") for n in range(number)]
    for n, line in enumerate(made):
        row = StoredFile.objects.create(
            name=f"{n}.pdf", content_type="application/pdf", size=9, sha256=f"{n:064d}",
            stored_at=JULY, signatures=[],
        )  # fmt: skip
        Assignment.objects.filter(pk=line.pk).update(file=row)
    client, own = signed_in(world.mai), f"/phieu/{world.dossier.pk}/"
    client.get(own)
    with django_assert_max_num_queries(12):
        shown = text(client.get(own))
    assert len(re.findall("/viec-duoc-giao/[0-9a-f-]+/tep/", shown)) == number


def test_an_infected_file_proves_nothing(world):
    require_evidence(world)
    line = assigned(world)
    start(world)
    answer(world)
    send(world, line)
    StoredFile.objects.update(scan=Scan.INFECTED)
    assert "1.1.1 Chưa có tài liệu" in sheet(world)
    assert address(line) not in sheet(world)


def test_whoever_reads_the_dossier_opens_it_others_do_not(world):
    line = assigned(world)
    start(world)
    send(world, line)
    for who in ("mai", "binh", "hung", "thu", "ha", "phuc"):
        assert signed_in(getattr(world, who)).get(address(line)).status_code == 200
    assert signed_in(world.lan).get(address(line)).status_code == 404
    stranger = employ("Người khác", world.neighbour, Role.COMMUNE_CHAIR)
    assert signed_in(stranger).get(address(line)).status_code == 404


def test_the_appraiser_has_it_among_the_documents_of_the_line():
    world = in_status("returned", PASS_SET)
    add_anchor(AUTHORITY.pem, by=acting(world.ha, MAY))
    line = assigned(world)
    send(world, line, signed_pdf(AUTHORITY, IN_TIME))
    desk = f"/tham-tra/{world.dossier.pk}/"
    shown = text(signed_in(world.hung).get(desk, {"noi-dung": "1.1.1"}))
    assert address(line) in shown
    assert "Việc được giao: Nghị quyết A" in shown
    assert "UBND xã Ia Dơk ký lúc 09:00, 30/06/2026. Chữ ký đúng" in shown
    assert "Chưa có tài liệu" not in shown
