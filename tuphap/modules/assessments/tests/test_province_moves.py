"""A unit leaves a year and comes back; closed figures are unlocked and stay readable."""

import pytest

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.actions.province_moves import exempt, readmit, unlock
from tuphap.modules.assessments.models import ColumnSummary, Entry, FormerResult
from tuphap.modules.assessments.queries.publishing import assessed_or_not, readiness
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    full_sheet,
    in_status,
    moment,
    record,
    signed_in,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.assessment import FINAL, WORKFLOWS
from tuphap.rules.workflows.imported import IMPORTED
from tuphap.rules.workflows.province_moves import EXEMPT, READMIT, UNLOCK

pytestmark = pytest.mark.django_db

CLOSED = {"decided", "published", "reported"}


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_every_step_before_the_decision_can_be_left_and_no_later_one(workflow):
    left = {row.source for row in workflow.moves if row.name == EXEMPT}
    known = {status.code for status in workflow.statuses}
    assert left == known - CLOSED - {IMPORTED.code} - set(workflow.not_counted)
    (back,) = (row for row in workflow.moves if row.name == READMIT)
    assert back.target == next(row.code for row in workflow.statuses if not row.is_optional)


@pytest.mark.parametrize("workflow", WORKFLOWS.values(), ids=list(WORKFLOWS))
def test_what_is_closed_is_unlocked_where_the_final_column_is_written(workflow):
    unlocking = [row for row in workflow.moves if row.name == UNLOCK]
    closed = CLOSED & {status.code for status in workflow.statuses}
    assert {row.source for row in unlocking} == closed
    assert all("final" in workflow.status(row.target).writable for row in unlocking)
    assert all(row.needs_reason for row in unlocking)


def by_ha(world: World, day: int = 10):
    return acting(world.ha, moment(world.year + 1, 2, day))


def test_a_unit_that_is_not_assessed_leaves_the_denominator_and_keeps_its_figures():
    world = in_status("under_review")
    before = Entry.objects.filter(assessment=world.dossier).count()
    exempt(world.dossier.pk, "Đã sắp xếp vào xã khác.", by=by_ha(world))
    assert world.dossier.status == "not_assessed"
    assert assessed_or_not(world.period) == (1, 1)
    ready = readiness(world.period)
    assert (ready.units, ready.not_assessed, ready.pending) == (1, 1, 1)
    assert Entry.objects.filter(assessment=world.dossier).count() == before
    assert Notice.objects.filter(person=world.mai, body__contains="Đã sắp xếp").exists()
    readmit(world.dossier.pk, "Đánh giá lại.", by=by_ha(world, 11))
    assert world.dossier.status == world.dossier.workflow.initial.code
    assert assessed_or_not(world.period) == (2, 0)


def test_only_the_province_takes_a_unit_out_and_only_with_a_reason():
    world = in_status("submitted")
    for person in (world.mai, world.hung, world.minh, world.phuc):
        with pytest.raises(Refused):
            exempt(world.dossier.pk, "Lý do.", by=acting(person, moment(2023, 1, 20)))
    with pytest.raises(Refused) as caught:
        exempt(world.dossier.pk, "  ", by=by_ha(world))
    assert "reason" in caught.value.fields
    assert world.dossier.status == "submitted"


def test_nobody_takes_out_the_unit_he_belongs_to():
    world = in_status("submitted")
    Post.objects.create(
        person=world.ha,
        unit=world.commune,
        role=Role.COMMUNE_STAFF.value,
        starts_on=world.commune.valid_from,
    )
    with pytest.raises(Refused, match="chính đơn vị này"):
        exempt(world.dossier.pk, "Lý do.", by=by_ha(world))


@pytest.mark.parametrize(("code", "back"), [(POINTS_SET, "council"), (PASS_SET, "appraised")])
def test_unlocking_opens_the_final_column_and_keeps_what_was_official(code, back):
    world = in_status("decided", code)
    old = world.dossier
    summary = ColumnSummary.objects.get(assessment=old, column=FINAL)
    unlock(old.pk, "Số vụ hòa giải ghi nhầm.", by=by_ha(world))
    new = world.dossier
    assert (new.status, new.decision, new.met) == (back, None, None)
    (kept,) = FormerResult.objects.filter(assessment=new)
    assert (kept.decision, kept.met) == (old.decision, old.met)
    page = signed_in(world.mai).get(f"/phieu/{new.pk}/da-chot/{kept.pk}/")
    text = page.content.decode()
    assert "Số vụ hòa giải ghi nhầm." in text
    history = signed_in(world.mai).get(f"/phieu/{new.pk}/lich-su/").content.decode()
    assert "Mở lại số liệu đã chốt:</span> Số vụ hòa giải ghi nhầm." in history
    assert str(old.decision) in text
    shown = {line["item"] for line in kept.lines}
    assert shown == set(full_sheet(world))
    assert kept.sums["scores"] == summary.scores


def test_what_was_unlocked_is_decided_by_a_new_paper():
    world = in_status("decided")
    unlock(world.dossier.pk, "Sai số liệu.", by=by_ha(world))
    by = acting(world.thu, moment(2023, 2, 11))
    move(world.dossier.pk, "conclude", by=by)
    with pytest.raises(Refused, match="quyết định mới"):
        record(world, "214/QĐ-UBND")
    assert world.dossier.status == "proposed"
    record(world, "230/QĐ-UBND")
    assert world.dossier.met is True


def test_what_is_closed_is_not_unlocked_by_those_who_work_below():
    world = in_status("decided")
    for person in (world.mai, world.hung, world.thu, world.minh, world.phuc):
        with pytest.raises(Refused):
            unlock(world.dossier.pk, "Lý do.", by=acting(person, moment(2023, 2, 20)))
    assert not FormerResult.objects.exists()


def test_the_pages_lead_through_and_a_double_click_acts_once():
    world = in_status("under_review")
    client, results = signed_in(world.ha), f"/phieu/{world.dossier.pk}/tung-noi-dung/"
    address = f"/phieu/{world.dossier.pk}/cap-tinh/khong-danh-gia/"
    assert address in client.get(results).content.decode()
    assert address not in signed_in(world.hung).get(results).content.decode()
    assert "không tính vào tỷ lệ" in client.get(address).content.decode()
    assert client.post(address, {"reason": " "}).status_code == 422
    assert client.post(address, {"reason": "Đã giải tỏa."}).status_code == 302
    again = client.post(address, {"reason": "Đã giải tỏa."}, follow=True)
    assert "đã xong trước đó" in again.content.decode()
    assert StatusChange.objects.filter(move=EXEMPT).count() == 1
    for page in (results, f"/phieu/{world.dossier.pk}/", "/lam-viec/"):
        assert "Không đánh giá" in client.get(page).content.decode(), page
