"""The unit above types for a unit without a line, from its paper; the unit has its word."""

import uuid
from datetime import date

import pytest
import time_machine
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import override_settings

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.evidence import add_file
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.actions.scans import SignedPaper
from tuphap.modules.assessments.actions.submit_for_chair import submit_for_chair
from tuphap.modules.assessments.actions.type_for_unit import (
    confirm_typed,
    object_to_typed,
    type_for_unit,
)
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Entry, ScannedPaper, Typing
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    REACHES,
    SELF,
    acting,
    december,
    full_sheet,
    in_status,
    make_world,
    signed_in,
    start,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import WORKFLOWS

pytestmark = pytest.mark.django_db
REASON = "Đường truyền của xã hỏng từ ngày 01/12."
MARK = "Nhập thay từ bản giấy"
TYPING = {code: [m for m in table.moves if m.name == "type"] for code, table in WORKFLOWS.items()}


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = make_world()
    with time_machine.travel(december(world, 21), tick=True):
        yield world


def pdf(name="Phiếu giấy.pdf"):
    return SimpleUploadedFile(name, SOUND["pdf"])


def paper(world, day=1):
    return SignedPaper("Siu Bình", date(world.year, 12, day))


def begun(world, person=None, day=5, reason=REASON, files=None):
    by = acting(person or world.hung, december(world, day))
    files = [pdf()] if files is None else files
    return type_for_unit(world.dossier.pk, reason, paper(world), files, by=by)


def typed(world, person=None):
    """Begun and filled as the paper says."""
    person = person or world.hung
    begun(world, person)
    by = acting(person, december(world, 6))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    return world.dossier


def sent(world):
    typed(world)
    by = acting(world.hung, december(world, 7))
    move(world.dossier.pk, "post", by=by)
    return submit(world.dossier.pk, by=by)


def confirmed(world, person=None, day=20):
    by = acting(person or world.mai, december(world, day))
    return confirm_typed(world.dossier.pk, world.dossier.version, by=by)


def objected(world, words="1.2.1 đúng là 18/20.", person=None):
    by = acting(person or world.mai, december(world, 20))
    return object_to_typed(world.dossier.pk, world.dossier.version, words, by=by)


def refusal(deed, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return refused.value


def page_of(world, person, rest):
    response = signed_in(person).get(rest.format(world.dossier.pk), follow=True)
    return response.content.decode().split("<main")[1]


def colleague(world):
    """Another appraiser of the same office."""
    person = Person.objects.create(email="hai@example.gov.vn", full_name="Ksor Hải", password="!")
    Post.objects.create(
        person=person,
        unit=world.office,
        role=Role.APPRAISER.value,
        starts_on=world.office.valid_from,
    )
    return person


# --- beginning ---


@pytest.mark.parametrize(
    ("code", "who"), [(POINTS_SET, "hung"), (PASS_SET, "hung"), (PASS_SET, "ha")]
)
def test_who_begins(code, who):
    """The district's appraiser under points; under met / not met the officer of the province."""
    world = make_world(code)
    begun(world, getattr(world, who))
    typing, dossier = Typing.objects.get(), world.dossier
    assert dossier.typed_by == typing.typed_by == getattr(world, who)
    moves = world.period.workflow.moves
    assert dossier.status == next(move.target for move in moves if move.name == "type")
    assert (typing.office, typing.reason, typing.answer) == (world.office, REASON, "")
    assert typing.paper.version == dossier.version


def test_it_is_in_both_journals(world):
    begun(world)
    change = StatusChange.objects.order_by("-pk")[0]
    assert (change.move, change.reason, change.made_by_name) == ("type", REASON, "Trần Văn Hùng")
    assert Event.objects.get(kind="typing_begun").person_name == "Trần Văn Hùng"


@pytest.mark.parametrize("who", ["mai", "binh", "thu", "minh", "ha", "phuc"])
def test_nobody_else_begins(world, who):
    assert refusal(begun, world, getattr(world, who)).code in ("no_role", "other_unit")
    assert world.dossier.typed_by is None
    assert not StoredFile.objects.exists()


def test_another_units_dossier_is_like_none(world):
    with pytest.raises(Http404):
        begun(world, world.lan)
    client = signed_in(world.lan)
    for rest in ("nhap-thay/", "nhap-thay/tra-loi/"):
        here = client.get(f"/phieu/{world.dossier.pk}/{rest}")
        nowhere = client.get(f"/phieu/{uuid.uuid4()}/{rest}")
        assert here.status_code == nowhere.status_code == 404


WENT_ON = [
    (code, status.code)
    for code, table in WORKFLOWS.items()
    for status in table.statuses
    if status.code in REACHES and status.code not in {m.source for m in TYPING[code]}
]


@pytest.mark.parametrize(("code", "status"), WENT_ON)
def test_a_sheet_that_went_on_is_not_typed(code, status):
    world = in_status(status, code)
    assert refusal(begun, world, day=25).code == "no_such_move"


def test_a_sheet_the_unit_began_is_taken_over_with_its_lines(world):
    start(world)
    lines = full_sheet(world)
    by = acting(world.mai, december(world, 2))
    save_entries(world.dossier.pk, SELF, {"1.2.1": lines["1.2.1"]}, by=by)
    begun(world)
    assert world.dossier.status == "self_scoring"
    assert Entry.objects.get().written_by == world.mai


def test_without_reason_or_scan_nothing_begins(world):
    assert refusal(begun, world, reason="  ").code == "reason_missing"
    assert refusal(begun, world, files=[]).code == "no_file"
    assert not Typing.objects.exists()
    assert not StoredFile.objects.exists()
    assert world.dossier.status == "assigned"


def test_the_move_itself_wants_the_paper(world):
    by = acting(world.hung, december(world, 5))
    code = refusal(perform, world.dossier, "type", by=by, reason=REASON).code
    assert code == "no_units_paper"


def test_the_same_person_begins_once(world):
    begun(world)
    assert refusal(begun, world).code == "typing_already"
    assert ScannedPaper.objects.count() == 1


def test_a_colleague_goes_on_with_the_paper_and_the_first_may_not(world):
    begun(world)
    begun(world, colleague(world), day=6)
    assert world.dossier.typed_by.full_name == "Ksor Hải"
    assert [t.answer for t in Typing.objects.order_by("pk")] == ["taken_over", ""]
    by = acting(world.hung, december(world, 7))
    lines = full_sheet(world)
    code = refusal(save_entries, world.dossier.pk, SELF, lines, by=by).code
    assert code == "no_role"


# --- typing ---


def test_every_line_carries_who_typed_it(world):
    typed(world)
    history = apps.get_model("assessments", "EntryHistory").objects
    assert set(Entry.objects.values_list("written_by", flat=True)) == {world.hung.pk}
    assert set(history.values_list("written_by", flat=True)) == {world.hung.pk}


def test_evidence_posting_and_sending_by_who_types(world):
    begun(world)
    add_file(world.dossier.pk, "1.2.1", pdf("a.pdf"), by=acting(world.hung, december(world, 5)))
    save_entries(
        world.dossier.pk, SELF, full_sheet(world), by=acting(world.hung, december(world, 6))
    )
    move(world.dossier.pk, "post", by=acting(world.hung, december(world, 6)))
    submit(world.dossier.pk, by=acting(world.hung, december(world, 7)))
    assert world.dossier.status == "submitted"


def test_where_the_period_wants_the_chairs_hand_the_scan_serves(world):
    world.period.chair_sends = True
    world.period.save()
    typed(world)
    by = acting(world.hung, december(world, 7))
    move(world.dossier.pk, "post", by=by)
    assert refusal(submit, world.dossier.pk, by=by).code == "chair_sends"
    submit_for_chair(world.dossier.pk, paper(world), [pdf()], by=by)
    assert world.dossier.status == "submitted"


def test_a_colleague_who_does_not_type_writes_nothing(world):
    begun(world)
    by = acting(colleague(world), december(world, 6))
    code = refusal(save_entries, world.dossier.pk, SELF, full_sheet(world), by=by).code
    assert code == "no_role"


def test_the_neighbour_stays_closed(world):
    begun(world)
    move(world.other_dossier.pk, "start", by=acting(world.lan, december(world, 1)))
    by = acting(world.hung, december(world, 6))
    code = refusal(save_entries, world.other_dossier.pk, SELF, full_sheet(world), by=by).code
    assert code == "no_role"


def test_the_page_of_the_sheet_is_open_to_who_types(world):
    begun(world)
    page = page_of(world, world.hung, "/phieu/{}/")
    assert 'name="1.2.1-done"' in page
    assert "Chỉ xem" not in page
    assert "Niêm yết kết quả" in page
    other = page_of(world, colleague(world), "/phieu/{}/")
    assert 'name="1.2.1-done"' not in other


# --- four eyes ---


@pytest.mark.parametrize("name", ["receive", "return"])
def test_who_typed_neither_receives_nor_returns(world, name):
    sent(world)
    by = acting(world.hung, december(world, 21))
    assert refusal(perform, world.dossier, name, by=by, reason="x").code == "four_eyes"
    perform(world.dossier, name, by=acting(colleague(world), december(world, 21)), reason="x")


def test_who_typed_does_not_appraise_what_a_colleague_received(world):
    sent(world)
    perform(world.dossier, "receive", by=acting(colleague(world), december(world, 21)))
    by = acting(world.hung, december(world, 22))
    lines = full_sheet(world)
    code = refusal(save_entries, world.dossier.pk, "appraised", lines, by=by).code
    assert code == "four_eyes"


def test_not_even_after_the_unit_confirmed(world):
    sent(world)
    confirmed(world)
    by = acting(world.hung, december(world, 21))
    assert refusal(perform, world.dossier, "receive", by=by).code == "four_eyes"


# --- the word of the unit ---


@pytest.mark.parametrize("who", ["mai", "binh"])
def test_the_unit_confirms_and_the_right_to_write_ends(world, who):
    typed(world)
    typing = confirmed(world, getattr(world, who))
    assert (typing.answer, typing.answered_by) == ("confirmed", getattr(world, who))
    assert world.dossier.typed_by is None
    by = acting(world.hung, december(world, 21))
    code = refusal(save_entries, world.dossier.pk, SELF, full_sheet(world), by=by).code
    assert code == "no_role"


def test_the_unit_corrects_first_and_history_keeps_both(world):
    typed(world)
    by = acting(world.mai, december(world, 19))
    save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=18, due=20))}, by=by)
    confirmed(world)
    history = apps.get_model("assessments", "EntryHistory").objects.filter(item="1.2.1")
    rows = history.order_by("pgh_id").values_list("done", "written_by__full_name")
    assert list(rows) == [(20, "Trần Văn Hùng"), (18, "Nguyễn Thị Mai")]


@pytest.mark.parametrize("who", ["hung", "ha", "thu"])
def test_nobody_else_confirms(world, who):
    typed(world)
    code = refusal(confirmed, world, getattr(world, who)).code
    assert code in ("no_role", "other_unit", "four_eyes")


def test_a_version_that_was_not_shown_is_not_confirmed(world):
    typed(world)
    by = acting(world.mai, december(world, 20))
    version = world.dossier.version - 1
    code = refusal(confirm_typed, world.dossier.pk, version, by=by).code
    assert code == "changed_meanwhile"


def test_once_is_once(world):
    typed(world)
    confirmed(world)
    assert refusal(confirmed, world).code == "nothing_typed"


def test_an_open_sheet_is_mended_not_objected_to(world):
    typed(world)
    assert refusal(objected, world).code == "still_open"


def test_an_objection_has_words_and_is_told_to_the_office(world):
    sent(world)
    assert refusal(objected, world, " ").fields.keys() == {"objection"}
    assert refusal(objected, world, "x" * 4001).fields.keys() == {"objection"}
    objected(world)
    typing = Typing.objects.get()
    assert (typing.answer, typing.objection) == ("objected", "1.2.1 đúng là 18/20.")
    told = Notice.objects.filter(title__contains="không xác nhận")
    assert told.filter(person=world.hung).exists()


def test_the_unit_is_told_when_somebody_begins(world):
    begun(world)
    told = Notice.objects.filter(title__contains="nhập thay từ bản giấy")
    assert {notice.person for notice in told} == {world.mai, world.binh}
