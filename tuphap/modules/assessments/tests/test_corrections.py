"""A slip of the pen is put right without a return: both figures stand, the unit may object."""

import pytest

from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.actions.comments import respond
from tuphap.modules.assessments.models import Comment, Entry
from tuphap.modules.assessments.tests.desk_requests import REASON, at, changed_figures
from tuphap.modules.assessments.tests.world import acting, december, in_status, signed_in
from tuphap.rules.refusals import Refused
from tuphap.rules.workflows.comment import ANSWERED, CLOSED, CORRECTION, OPEN

pytestmark = pytest.mark.django_db
LINE = "2.1.1"


@pytest.fixture
def world():
    return in_status("under_review")


def put_right(world, **more):
    figures = changed_figures(world, **{"ghi-nham": LINE, **more})
    return signed_in(world.hung).post(at(world, "sua", LINE), figures)


def figure(world, column):
    return Entry.objects.values_list("done", "due").get(
        assessment=world.dossier, column=column, item=LINE
    )


def test_both_figures_stand_and_the_unit_is_told_who_and_why(world):
    assert put_right(world).status_code == 302
    assert (figure(world, "self"), figure(world, "appraised")) == ((20, 20), (19, 20))
    (said,) = Comment.objects.filter(kind=CORRECTION)
    assert (said.item, said.author, said.status) == (LINE, world.hung, OPEN)
    for words in ("Đơn vị ghi: 20/20", "Sửa thành: 19/20", REASON):
        assert words in said.text
    told = Notice.objects.get(person=world.mai, title__contains="sửa lỗi ghi nhầm")
    assert "Nếu không đồng ý" in told.body
    sheet = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()
    assert "sửa lỗi ghi nhầm" in sheet
    assert "Không đồng ý" in sheet


def test_the_home_page_of_the_unit_leads_to_it_until_somebody_has_looked(world):
    put_right(world)
    page = signed_in(world.mai).get("/lam-viec/").content.decode()
    assert "Huyện Đức Cơ chờ đơn vị trả lời" in page
    assert f'<a href="/phieu/{world.dossier.pk}/trao-doi/{LINE}/">{LINE}</a>' in page
    assert "chờ đơn vị trả lời" not in signed_in(world.lan).get("/lam-viec/").content.decode()
    said = Comment.objects.get()
    respond(said.pk, "agree", "", said.version, by=acting(world.mai, december(world, 24)))
    page = signed_in(world.mai).get("/lam-viec/").content.decode()
    assert "chờ đơn vị trả lời" not in page
    assert "Không còn việc nào phải làm hôm nay" in page


def test_without_the_tick_a_change_is_nothing_the_unit_hears_of(world):
    figures = changed_figures(world)
    assert signed_in(world.hung).post(at(world, "sua", LINE), figures).status_code == 302
    assert not Comment.objects.exists()


def test_a_refused_change_keeps_the_tick_and_tells_nobody(world):
    answer = put_right(world, **{"2.1.1-explanation": ""})
    assert answer.status_code == 422
    assert 'name="ghi-nham" value="2.1.1" checked' in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_same_figure_is_no_correction(world):
    put_right(world, **{"2.1.1-done": "20"})
    assert not Comment.objects.exists()


@pytest.mark.parametrize(
    ("move", "words", "status"), [("agree", "", CLOSED), ("object", "Số này đúng.", ANSWERED)]
)
def test_the_unit_agrees_or_objects_and_the_appraiser_reads_it(world, move, words, status):
    put_right(world)
    said = Comment.objects.get()
    moved = respond(said.pk, move, words, said.version, by=acting(world.mai, december(world, 23)))
    assert moved.status == status
    told = Notice.objects.filter(person=world.hung, title__contains=LINE)
    assert told.exists() == (move == "object")
    page = signed_in(world.hung).get(at(world)).content.decode()
    assert ("Đơn vị không đồng ý" in page) == (move == "object")
    assert figure(world, "appraised") == (19, 20)


def test_an_objection_has_words_and_only_the_unit_makes_it(world):
    put_right(world)
    said = Comment.objects.get()
    with pytest.raises(Refused):
        respond(said.pk, "object", " ", said.version, by=acting(world.mai, december(world, 23)))
    with pytest.raises(Refused):
        respond(said.pk, "object", "Sai.", said.version, by=acting(world.hung, december(world, 23)))
