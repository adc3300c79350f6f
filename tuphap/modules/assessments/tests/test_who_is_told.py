"""Who is told of a dossier's moves, in which words, and that nothing is told that was refused."""

from datetime import date, timedelta

import pytest

from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.actions.comments import ask, respond
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.actions.posting import Words, leave
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.actions.returns import give_back
from tuphap.modules.assessments.models import Comment
from tuphap.modules.assessments.queries.told import OFFICE, UNIT, people_at
from tuphap.modules.assessments.tests import world as worlds
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET, World, acting, in_status
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.comment import NOTE, QUESTION

pytestmark = pytest.mark.django_db
REASON = "Nội dung 2.4.1 chưa có báo cáo.\nBổ sung danh sách người dự."


def told(person) -> list[Notice]:
    return list(Notice.objects.filter(person=person).order_by("made_at"))


def newest(person) -> Notice:
    return told(person)[-1]


def returned(**settings) -> World:
    world = in_status("under_review", **settings)
    by = acting(world.hung, worlds.december(world, 21))
    move(world.dossier.pk, "return", by=by, reason=REASON)
    return world


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_the_office_is_told_of_a_dossier_that_was_sent(code: str):
    world = in_status("submitted", code)
    notice = newest(world.hung)
    assert notice.title == f"Xã Ia Dơk đã gửi hồ sơ năm {world.year}"
    assert "đang chờ nhận thẩm tra" in notice.body
    assert notice.address == f"/tham-tra/{world.dossier.pk}/"
    assert {n.person_id for n in Notice.objects.all()} == {world.hung.pk}


def test_the_unit_is_told_why_its_dossier_came_back_and_until_when():
    world = returned(completion_working_days=5)
    for person in (world.mai, world.binh):
        notice = newest(person)
        assert notice.title == "Hồ sơ năm 2022 của Xã Ia Dơk: yêu cầu bổ sung"
        assert f"Lý do: {REASON}" in notice.body
        assert "lúc 10:00, 21/12/2022" in notice.body
        assert "Hạn gửi lại: hết ngày 28/12/2022." in notice.body
        assert notice.address == f"/phieu/{world.dossier.pk}/"
    assert told(world.lan) == []


def test_without_a_term_no_day_is_named():
    assert "Hạn" not in newest(returned().mai).body


def test_a_return_that_names_lines_is_told_too():
    world = in_status("under_review")
    by = acting(world.hung, worlds.december(world, 21))
    give_back(world.dossier.pk, "", {"1.1.1": "Thiếu quyết định ban hành."}, by=by)
    assert "1.1.1" in newest(world.mai).body


def test_sending_again_is_told_as_such_and_a_second_return_once_more():
    world = returned()
    submit(world.dossier.pk, by=acting(world.mai, worlds.december(world, 22)))
    assert newest(world.hung).title == "Xã Ia Dơk đã gửi lại hồ sơ năm 2022"
    by = acting(world.hung, worlds.december(world, 23))
    move(world.dossier.pk, "return", by=by, reason="Còn thiếu.")
    assert [n.body.count("Lý do") for n in told(world.mai)] == [1, 1]


def test_nobody_is_told_of_a_move_that_was_refused():
    world = in_status("under_review")
    before = Notice.objects.count()
    with pytest.raises(Refused):
        move(world.dossier.pk, "return", by=acting(world.hung, worlds.december(world)), reason="")
    assert Notice.objects.count() == before


def spoken(world: World, kind: str) -> Comment:
    by = acting(world.hung, worlds.december(world, 21))
    return ask(world.dossier.pk, "1.1.1", kind, "Nghị quyết nào ban hành chậm?", by=by)


def answered(world: World, comment: Comment) -> Comment:
    by = acting(world.mai, worlds.december(world, 22))
    return respond(comment.pk, "answer", "Nghị quyết số 4.", comment.version, by=by)


def test_a_question_is_told_to_the_unit_and_its_answer_to_who_asked():
    world = in_status("under_review")
    before = Notice.objects.count()
    comment = spoken(world, QUESTION)
    notice = newest(world.mai)
    assert notice.title == "Hồ sơ năm 2022 của Xã Ia Dơk: câu hỏi về nội dung 1.1.1"
    assert notice.address == f"/phieu/{world.dossier.pk}/#nd-1-1-1"
    comment = answered(world, comment)
    notice = newest(world.hung)
    assert notice.title == "Xã Ia Dơk đã trả lời về nội dung 1.1.1"
    assert notice.address == f"/tham-tra/{world.dossier.pk}/"
    told_so_far = Notice.objects.count()
    respond(
        comment.pk, "close", "", comment.version, by=acting(world.hung, worlds.december(world, 23))
    )
    assert Notice.objects.count() == told_so_far > before
    assert told(world.lan) == []


def test_asked_again_is_told_once_more():
    world = in_status("under_review")
    comment = answered(world, spoken(world, QUESTION))
    by = acting(world.hung, worlds.december(world, 23))
    respond(comment.pk, "ask_again", "Còn nghị quyết số 5?", comment.version, by=by)
    asked = [n for n in told(world.mai) if "câu hỏi" in n.title]
    assert len(asked) == 2


def test_nobody_is_told_of_a_note():
    world = in_status("under_review")
    before = Notice.objects.count()
    spoken(world, NOTE)
    assert Notice.objects.count() == before


def test_what_is_said_to_a_returned_line_is_told_with_the_dossier_sent_again():
    world = in_status("under_review")
    by = acting(world.hung, worlds.december(world, 21))
    give_back(world.dossier.pk, "", {"1.1.1": "Thiếu quyết định ban hành."}, by=by)
    before = told(world.hung)
    answered(world, Comment.objects.get())
    assert told(world.hung) == before


def test_comments_of_the_public_are_told_once_a_day():
    world = in_status("posted", posting_days=10)
    for day, hours in ((5, 0), (5, 2), (6, 0)):
        at = worlds.moment(2022, 12, day) + timedelta(hours=hours)
        leave(2022, world.commune.code, Words("Kpă Thị B", "", f"Ý kiến {day}.{hours}"), "", at=at)
    notices = [n for n in told(world.mai) if "góp ý" in n.title]
    assert len(notices) == 2
    assert notices[0].title == "Có góp ý mới về kết quả niêm yết năm 2022 của Xã Ia Dơk"
    assert notices[0].address == f"/phieu/{world.dossier.pk}/gop-y/"
    assert "Kpă" not in notices[0].body


def decided(world: World) -> World:
    worlds.conclude(world)
    paper = DecisionPaper("214/QĐ-UBND", date(2023, 2, 7), "Chủ tịch Ủy ban nhân dân")
    by = acting(world.minh, worlds.moment(2023, 2, 7))
    record_decision([world.dossier.pk], paper, by=by)
    return world


def test_the_unit_is_told_of_the_decision_and_of_the_publication():
    world = decided(worlds.make_world())
    notice = newest(world.mai)
    assert notice.title == "Hồ sơ năm 2022 của Xã Ia Dơk: đã có quyết định"
    assert notice.body.startswith("Quyết định số 214/QĐ-UBND ngày 07/02/2023: ")
    assert notice.body.endswith("đạt chuẩn tiếp cận pháp luật.")
    publish_period(
        world.period, expected_number=1, by=acting(world.phuc, worlds.moment(2023, 2, 21))
    )
    notice = newest(world.binh)
    assert notice.title == "Kết quả năm 2022 của Xã Ia Dơk đã công bố"
    assert "bản công bố số 01" in notice.body
    assert told(world.lan) == []


def test_people_are_those_whose_post_permits_it_on_that_day():
    world = worlds.make_world()
    day = date(2022, 12, 20)
    units = [world.commune.pk, world.neighbour.pk, world.office.pk]
    assert people_at(units, UNIT, day) == {
        world.commune.pk: [world.mai, world.binh],
        world.neighbour.pk: [world.lan],
    }
    assert people_at([world.office.pk], OFFICE, day) == {world.office.pk: [world.hung]}
    world.mai.posts.update(ends_on=date(2022, 12, 19))
    assert people_at([world.commune.pk], UNIT, day) == {world.commune.pk: [world.binh]}
    assert people_at([world.commune.pk], UNIT, date(2022, 12, 19))[world.commune.pk] == [
        world.mai,
        world.binh,
    ]


def test_a_locked_account_is_not_told():
    world = worlds.make_world()
    world.binh.is_active = False
    world.binh.save()
    assert people_at([world.commune.pk], UNIT, date(2022, 12, 20))[world.commune.pk] == [world.mai]
