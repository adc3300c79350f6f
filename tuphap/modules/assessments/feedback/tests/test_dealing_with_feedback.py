"""Who sees feedback, who deals with it, and what copies and mergers that come later change."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.foundation.audit.models import Event
from tuphap.foundation.mergers.concerns import open_work
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.publication.actions import withdraw_copy
from tuphap.foundation.publication.tests.sample import ha
from tuphap.foundation.units.models import Extent, Succession
from tuphap.modules.assessments.feedback.actions import (
    KEPT_DAYS,
    deal_with,
    forget_senders,
)
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.feedback.queries import at_hand
from tuphap.modules.assessments.feedback.tests.saying import (
    AT,
    OPINION,
    PHONE,
    address,
    answer,
    deal,
    page,
    publish_both,
    say,
    send,
    text_of,
)
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import find_move, names
from tuphap.rules.workflows.feedback import (
    ACCEPTED,
    ANSWERED,
    DRAFTED,
    FEEDBACK,
    LET_THROUGH,
    RECEIVED,
)

pytestmark = pytest.mark.django_db


# --- the office deals with it ---


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(names(FEEDBACK.moves)), max_size=8))
def test_whatever_is_tried_feedback_follows_its_table(world, tried):
    status = RECEIVED
    Feedback.objects.all().delete()
    said = say(world)
    for name in tried:
        step = next((m for m in FEEDBACK.moves if (m.name, m.source) == (name, status)), None)
        try:
            deal(said, name, "Đã kiểm tra.", person=world.ha)
        except Refused:
            assert step is None
        else:
            assert step is not None
            status = step.target
    said.refresh_from_db()
    assert said.status == status
    assert (OPINION in page(world)) == (status == ANSWERED)


def test_every_pair_not_in_the_table_is_refused():
    known = {(row.name, row.source) for row in FEEDBACK.moves}
    for status in FEEDBACK.statuses:
        for name in names(FEEDBACK.moves):
            if (name, status.code) not in known:
                with pytest.raises(Refused):
                    find_move(FEEDBACK, name, status.code)


def test_nothing_is_shown_without_a_draft_and_an_answer():
    into = {move.source for move in FEEDBACK.moves if move.target == ANSWERED}
    assert into == {DRAFTED, "answered_privately"}
    assert {m.source for m in FEEDBACK.moves if m.target == "answered_privately"} == {
        DRAFTED,
        ANSWERED,
    }


@pytest.mark.parametrize(
    ("who", "new", "passed"),
    [
        ("ha", 200, 200),
        ("phuc", 200, 200),
        ("mai", 404, 200),
        ("binh", 404, 200),
        ("lan", 404, 404),
        ("hung", 404, 404),
        ("minh", 404, 404),
    ],
)
def test_foreign_is_missing_and_a_unit_sees_what_was_let_through(world, who, new, passed):
    said, client = say(world), w.signed_in(getattr(world, who))
    place = f"/lam-viec/gop-y/{said.pk}/"
    assert client.get(place).status_code == new
    deal(said, "accept", person=world.ha)
    found = client.get(place)
    assert found.status_code == passed
    contact_seen = "0905" in text_of(found)
    assert contact_seen == (who in ("ha", "phuc"))
    if passed == 404:
        assert client.post(f"{place}du-thao/", {"ban": "2", "y-kien": "x"}).status_code == 404


@pytest.mark.parametrize("word", ["tiep-nhan", "khong-tiep-nhan", "dang", "tra-loi-rieng"])
def test_a_unit_does_not_moderate(world, word):
    said = say(world)
    deal(said, "accept", person=world.ha)
    client = w.signed_in(world.mai)
    found = client.post(f"/lam-viec/gop-y/{said.pk}/{word}/", {"ban": "2", "y-kien": "x"})
    assert found.status_code in (403, 409)
    said.refresh_from_db()
    assert said.status == ACCEPTED
    assert f"/{word}/" not in text_of(client.get(f"/lam-viec/gop-y/{said.pk}/"))


def test_an_auditor_reads_and_does_nothing(world):
    auditor = w.employ("Đinh Thị Lan", world.province, Role.AUDITOR)
    said, client = say(world), w.signed_in(auditor)
    shown = text_of(client.get(f"/lam-viec/gop-y/{said.pk}/"))
    assert OPINION in shown
    assert "0905" not in shown
    assert "<form" not in shown.partition("<main")[2]
    found = client.post(f"/lam-viec/gop-y/{said.pk}/tiep-nhan/", {"ban": "1"})
    assert found.status_code == 403


def test_the_draft_goes_on_in_the_answer_and_a_late_word_is_not_lost(world):
    said, client = say(world), w.signed_in(world.ha)
    place = f"/lam-viec/gop-y/{said.pk}/"
    assert client.post(f"{place}tiep-nhan/", {"ban": "1"}).status_code == 302
    deal(said, "draft", "Dự thảo của xã.", person=world.mai)
    shown = text_of(client.get(place))
    assert shown.count(">Dự thảo của xã.</textarea>") == 3
    late = client.post(f"{place}dang/", {"ban": "1", "y-kien": "Lời của Sở."})
    assert late.status_code == 409
    assert "Lời của Sở." in text_of(late)
    empty = client.post(f"{place}dang/", {"ban": "3", "y-kien": " "})
    assert empty.status_code == 422
    assert client.post(f"{place}xoa/", {"ban": "3"}).status_code == 404
    assert client.post(f"{place}dang/", {"ban": "3", "y-kien": "Lời của Sở."}).status_code == 302
    assert "Lời của Sở." in page(world)


def test_the_list_counts_filters_and_asks_as_often_for_many(world):
    client = w.signed_in(world.ha)
    said = say(world)
    few = asked(client)
    for number in range(12):
        say(world, f"Ý kiến {number}.", sender=f"203.0.113.{number}")
    assert asked(client) == few
    deal(said, "accept", person=world.ha)
    shown = text_of(client.get("/lam-viec/gop-y/?xem=moi"))
    for words in ("Tất cả (13)", "Chờ xem (12)", "Chờ trả lời (1)", "Không tiếp nhận (0)"):
        assert words in shown
    assert OPINION not in shown
    assert OPINION in text_of(client.get("/lam-viec/gop-y/?xem=cho-tra-loi"))
    assert "Góp ý về kết quả (13 chờ xử lý)" in text_of(client.get("/lam-viec/"))
    assert "Chờ xử lý (13)" in text_of(client.get("/lam-viec/gop-y/?xem=cho-xu-ly"))
    assert "Góp ý về kết quả năm 2022: Chờ trả lời" in [
        row.label for row in open_work([world.commune.pk])
    ]
    own = w.signed_in(world.mai)
    page = text_of(own.get("/lam-viec/"))
    assert "Góp ý về kết quả (1 chờ xử lý)" in page
    assert 'href="/lam-viec/gop-y/?xem=cho-xu-ly"' in page
    listed = text_of(own.get("/lam-viec/gop-y/"))
    assert listed.count("/lam-viec/gop-y/") == 1
    assert "Tất cả (1)" in listed
    assert "Không tiếp nhận" not in listed
    assert w.signed_in(world.minh).get("/lam-viec/gop-y/").status_code == 403


def asked(client):
    client.get("/lam-viec/gop-y/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/lam-viec/gop-y/").status_code == 200
    return len(captured)


def test_the_office_is_told_once_a_day_and_the_unit_once_it_waits_for_it(world):
    said = say(world)
    say(world, "Ý kiến thứ hai.")
    told = Notice.objects.values_list("person__full_name", "title").order_by("pk")
    new = "Có góp ý mới về kết quả đã công bố"
    assert sorted(told) == sorted([(world.ha.full_name, new), (world.phuc.full_name, new)])
    answer(world, said)
    titles = {title for _, title in told.all()}
    assert f"Góp ý về kết quả chờ dự thảo trả lời: {world.commune.name}, năm 2022" in titles
    assert f"Có dự thảo trả lời góp ý chờ duyệt: {world.commune.name}, năm 2022" in titles
    kinds = list(Event.objects.filter(subject=str(said.pk)).values_list("kind", flat=True))
    assert kinds.count("feedback_received") == 1
    assert kinds.count("feedback_dealt_with") == 3
    assert not any(PHONE in str(event) for event in Event.objects.values())


# --- later copies, withdrawals, mergers ---


def test_it_stays_with_the_number_it_was_given_on_and_says_so(world):
    answer(world, say(world))
    assert "bản công bố số 01 năm 2022</p>" in page(world)
    newer = publish_both(world, "Đính chính.")
    assert "bản công bố số 01 năm 2022 (nay đã có bản số 02)" in page(world)
    assert say(world, "Về bản cũ.", number=1).copy.number == 1
    assert "nay đã có bản số 02" in text_of(Client().get(address(world, "gui/?ban=1")))
    withdraw_copy(newer, "Sai số liệu.", by=ha(AT))
    assert "Bản công bố số 02: bản này đã thu hồi ngày 01/03/2023" in page(world)
    assert send(world, "Về bản đã thu hồi.").status_code == 302


def test_after_a_merger_the_successor_drafts_and_the_office_above_goes_on(world):
    said = say(world)
    deal(said, "accept", person=world.ha)
    heir, hien = merge(world)
    with time_machine.travel(AT + timedelta(days=60), tick=False):
        at = AT + timedelta(days=60)
        said.refresh_from_db()
        assert w.signed_in(hien).get(f"/lam-viec/gop-y/{said.pk}/").status_code == 200
        with pytest.raises(Refused):
            deal_with(said.pk, "draft", "Của đơn vị cũ.", 2, by=w.acting(world.mai, at))
        done = deal_with(said.pk, "draft", "Của đơn vị mới.", 2, by=w.acting(hien, at))
        assert done.answering_unit == heir
        deal_with(said.pk, "publish", "Đã tính.", 3, by=w.acting(world.ha, at))
        assert f"nay thuộc {heir.name} (mã {heir.code})" in page(world)
        assert OPINION in page(world)


def merge(world):
    """On the first of April the commune became part of a new one."""
    day = (AT + timedelta(days=31)).date()
    world.commune.valid_to = day - timedelta(days=1)
    world.commune.save()
    heir = w.unit("99001", "Xã Ia Mới", "xã", world.office, day)
    Succession.objects.create(
        predecessor=world.commune, successor=heir, extent=Extent.WHOLE, effective_on=day
    )
    return heir, w.employ("Ksor Hiền", heir, Role.COMMUNE_OFFICER)


# --- not longer than needed ---


def test_names_and_contacts_are_forgotten_after_the_end_and_words_stay(world):
    said, open_one = say(world), say(world, "Chưa xử lý.")
    answer(world, said)
    assert forget_senders(AT + timedelta(days=KEPT_DAYS - 1)) == 0
    assert forget_senders(AT + timedelta(days=KEPT_DAYS + 1)) == 1
    said.refresh_from_db()
    assert (said.name, said.contact, said.sender, said.consented_at) == ("", "", "", None)
    assert said.text == OPINION
    open_one.refresh_from_db()
    assert open_one.contact == PHONE
    assert forget_senders(AT + timedelta(days=366)) == 1


def test_waiting_counts_nothing_for_who_has_no_part(world):
    say(world)
    assert at_hand(w.acting(world.ha, AT)) == (1, 1)
    assert at_hand(w.acting(world.mai, AT)) == (0, 0)
    assert at_hand(w.acting(world.minh, AT)) == (0, 0)
    assert set(LET_THROUGH).isdisjoint({RECEIVED, "refused"})
