"""Form F1 is signed row by row: who answers for a line, and until when his word holds."""

import re
import uuid
from datetime import date

import pytest

from tuphap.foundation.accounts.models import Post
from tuphap.modules.assessments.actions.line_people import confirm_lines, put_in_charge
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import LineSignature
from tuphap.modules.assessments.queries.line_people import (
    line_people,
    people_of_unit,
    unconfirmed,
)
from tuphap.modules.assessments.tests.world import (
    POINTS_SET,
    SELF,
    acting,
    december,
    employ,
    fill,
    full_sheet,
    make_world,
    save_entries,
    send,
    signed_in,
    start,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
LINE = "1.2.1"


@pytest.fixture
def world():
    world = make_world(POINTS_SET)
    fill(world)
    return world


@pytest.fixture
def dung(world):
    """Works for Mai's commune and answers for some lines."""
    return employ("Kpă Dũng", world.commune, Role.COMMUNE_STAFF)


def put(world, wanted, person=None):
    return put_in_charge(world.dossier.pk, wanted, by=acting(person or world.binh, december(world)))


def confirm(world, person, *codes, marks=None, day=21):
    lines = line_people(world.dossier)
    seen = marks or {code: lines[code].mark for code in codes}
    return confirm_lines(world.dossier.pk, seen, by=acting(person, december(world, day)))


def since(world, code=LINE):
    return line_people(world.dossier)[code].confirmed_at


def enter(world, done, day=22, explanation=""):
    by = acting(world.mai, december(world, day))
    line = Given(Answer(done=done, due=20), explanation)
    save_entries(world.dossier.pk, SELF, {LINE: line}, by=by)


# --- in charge ---


@pytest.mark.parametrize("who", ["mai", "binh"])
def test_the_chair_or_the_officer_puts_people_of_the_unit_in_charge(world, dung, who):
    assert put(world, {LINE: dung.pk}, getattr(world, who)) == 1
    assert line_people(world.dossier)[LINE].officer == "Kpă Dũng"


@pytest.mark.parametrize("who", ["hung", "ha", "thu"])
def test_nobody_above_does(world, dung, who):
    with pytest.raises(Refused):
        put(world, {LINE: dung.pk}, getattr(world, who))
    assert not LineSignature.objects.exists()


def test_whoever_answers_for_a_line_does_not_put_others_in_charge(world, dung):
    with pytest.raises(Refused) as refused:
        put(world, {LINE: dung.pk}, dung)
    assert refused.value.code == "no_role"


def test_a_criterion_or_an_indicator_stands_for_its_lines(world, dung):
    assert put(world, {"TC1": dung.pk}) == 3
    assert put(world, {"1.1": world.mai.pk, "DK3": world.binh.pk}) == 3
    officers = {code: line.officer_id for code, line in line_people(world.dossier).items()}
    assert officers["1.1.1"] == officers["1.1.2"] == world.mai.pk
    assert officers["1.2.1"] == dung.pk
    assert officers["DK3"] == world.binh.pk


@pytest.mark.parametrize("who", ["lan", "hung"])
def test_people_of_other_units_cannot_be_in_charge(world, who):
    with pytest.raises(Refused) as refused:
        put(world, {LINE: getattr(world, who).pk})
    assert refused.value.code == "not_of_this_unit"


def test_whoever_left_the_unit_is_not_offered(world, dung):
    Post.objects.filter(person=dung).update(ends_on=date(world.year, 12, 1))
    names = {person.full_name for person in people_of_unit(world.dossier, date(world.year, 12, 20))}
    assert names == {"Nguyễn Thị Mai", "Siu Bình"}


def test_a_line_is_taken_out_of_charge(world, dung):
    put(world, {LINE: dung.pk})
    assert put(world, {LINE: None}) == 1
    assert line_people(world.dossier)[LINE].officer == ""


# --- confirming ---


def test_the_word_has_name_and_time(world, dung):
    put(world, {LINE: dung.pk})
    assert confirm(world, dung, LINE) == 1
    assert since(world) == december(world, 21)


@pytest.mark.parametrize("who", ["mai", "binh"])
def test_only_the_person_in_charge_confirms(world, dung, who):
    put(world, {LINE: dung.pk})
    with pytest.raises(Refused) as refused:
        confirm(world, getattr(world, who), LINE)
    assert refused.value.code == "not_in_charge"
    assert "do Kpă Dũng phụ trách" in refused.value.sentence


def test_it_falls_away_when_the_figure_changes(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    enter(world, 19)
    assert since(world) is None


def test_it_does_not_come_back_with_the_old_figure(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    enter(world, 19)
    enter(world, 20, day=23)
    assert since(world) is None
    confirm(world, dung, LINE, day=24)
    assert since(world) == december(world, 24)


def test_it_falls_away_when_the_sentence_changes(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    enter(world, 20, explanation="Tính cả văn bản tháng 12.")
    assert since(world) is None


def test_saving_the_same_again_leaves_it(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    enter(world, 20)
    assert since(world) == december(world, 21)


def test_another_officer_confirms_anew(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    put(world, {LINE: world.mai.pk})
    assert since(world) is None


def test_a_figure_changed_meanwhile_is_not_confirmed_unseen(world, dung):
    put(world, {LINE: dung.pk})
    seen = {LINE: line_people(world.dossier)[LINE].mark}
    enter(world, 19, day=20)
    with pytest.raises(Refused) as refused:
        confirm(world, dung, marks=seen)
    assert refused.value.kind is Kind.CONFLICT
    assert since(world) is None


def test_an_empty_line_has_nothing_to_confirm(dung, world):
    LineSignature.objects.all().delete()
    put(world, {LINE: dung.pk})
    world.dossier.entries.filter(item=LINE).delete()
    with pytest.raises(Refused) as refused:
        confirm(world, dung, LINE)
    assert refused.value.code == "nothing_entered"


def test_several_lines_are_confirmed_together_or_none(world, dung):
    put(world, {"TC1": dung.pk, "2.1.1": world.mai.pk})
    with pytest.raises(Refused):
        confirm(world, dung, "1.1.1", "2.1.1")
    assert since(world, "1.1.1") is None
    assert confirm(world, dung, "1.1.1", "1.1.2", "1.2.1") == 3


def test_after_sending_it_is_only_read():
    world = make_world(POINTS_SET)
    send(world)
    with pytest.raises(Refused) as refused:
        put(world, {LINE: world.mai.pk})
    assert refused.value.code == "not_open"


# --- before sending ---


def posted(**settings):
    world = make_world(POINTS_SET, **settings)
    fill(world)
    move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    return world


def test_a_period_may_ask_for_every_word_before_sending():
    world = posted(confirm_lines=True)
    by = acting(world.mai, december(world, 20))
    put(world, {f"TC{n}": world.mai.pk for n in range(1, 6)} | {"DK3": world.mai.pk})
    with pytest.raises(Refused) as refused:
        submit(world.dossier.pk, by=by)
    assert (refused.value.code, refused.value.kind) == ("lines_not_confirmed", Kind.CONFLICT)
    assert "còn 25 dòng chưa có người phụ trách xác nhận" in refused.value.sentence
    page = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/").content.decode()
    assert "còn 25 dòng" in page
    confirm(world, world.mai, *full_sheet(world), day=19)
    assert unconfirmed(line_people(world.dossier)) == []
    assert submit(world.dossier.pk, by=by).status == "submitted"


def test_without_the_setting_nobody_has_to():
    world = posted()
    by = acting(world.mai, december(world, 20))
    assert submit(world.dossier.pk, by=by).status == "submitted"


# --- pages ---


def address(world, tail=""):
    return f"/phieu/{world.dossier.pk}/phu-trach/{tail}"


def text(response):
    return response.content.decode()


def test_the_page_puts_in_charge_and_confirms(world, dung):
    chair, officer = signed_in(world.binh), signed_in(dung)
    assert "Kpă Dũng" in text(chair.get(address(world)))
    chair.post(address(world, "luu/"), {"TC1": str(dung.pk), "1.1.1": str(world.mai.pk)})
    lines = line_people(world.dossier)
    assert (lines["1.1.1"].officer_id, lines[LINE].officer_id) == (world.mai.pk, dung.pk)
    page = text(officer.get(address(world)))
    assert "Xác nhận 2 dòng phụ trách" in page
    pairs = re.findall(r'<input type="hidden" name="dong" value="([^"]+)"', page)
    assert officer.post(address(world, "xac-nhan/"), {"dong": pairs}).status_code == 302
    assert "Đã xác nhận" in text(signed_in(world.hung).get(address(world)))
    assert officer.post(address(world, "luu/"), {LINE: str(dung.pk + 0)}).status_code == 403


@pytest.mark.parametrize(
    ("tail", "sent", "told"),
    [
        ("luu/", {LINE: "abc"}, "“abc” không có trong danh sách"),
        ("luu/", {LINE: "1" * 20}, "không có trong danh sách"),
        ("luu/", {LINE: "-1"}, "“-1” không có trong danh sách"),
        ("luu/", {"9.9.9": "1"}, "một ô không thuộc phần đang lưu"),
        ("xac-nhan/", {"dong": "zzz"}, "“zzz” không có trong phiếu này"),
        ("xac-nhan/", {"dong": "9.9.9:x"}, "“9.9.9:x” không có trong phiếu này"),
        ("xac-nhan/", {"dong": f"{LINE}:x", "khac": "1"}, "một ô không thuộc phần đang lưu"),
        ("xac-nhan/", {}, "Chưa chọn dòng nào"),
    ],
)
def test_what_the_page_does_not_offer_is_refused_whole(world, dung, tail, sent, told):
    put(world, {LINE: dung.pk})
    person = world.mai if tail == "luu/" else dung
    good = {"1.1.1": str(dung.pk)} if tail == "luu/" else {}
    response = signed_in(person).post(address(world, tail), {**good, **sent})
    assert response.status_code == 422
    assert told in text(response)
    assert line_people(world.dossier)["1.1.1"].officer_id is None
    assert since(world) is None


def test_the_choice_of_a_criterion_is_not_undone_by_lines_that_stayed(world, dung):
    put(world, {"TC1": world.mai.pk})
    sent = {"TC1": str(dung.pk), **{code: str(world.mai.pk) for code in ("1.1.1", "1.1.2", LINE)}}
    signed_in(world.binh).post(address(world, "luu/"), sent)
    assert {
        line.officer_id for code, line in line_people(world.dossier).items() if code[:2] == "1."
    } == {dung.pk}


def test_the_sheet_fetches_the_marks_of_its_lines(world, dung):
    put(world, {LINE: dung.pk})
    confirm(world, dung, LINE)
    sheet = text(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/"))
    assert f'hx-get="{address(world)}"' in sheet
    assert 'id="pt-1-2-1"' in sheet
    marks = text(signed_in(world.mai).get(address(world), headers={"HX-Request": "true"}))
    assert "Đã xác nhận: Kpă Dũng, 21/12/2022 10:00" in marks


@pytest.mark.parametrize("tail", ["", "luu/", "xac-nhan/"])
def test_another_units_people_are_like_those_of_no_sheet(world, tail):
    client = signed_in(world.lan)
    method = client.post if tail else client.get
    assert method(address(world, tail)).status_code == 404
    assert method(f"/phieu/{uuid.uuid4()}/phu-trach/{tail}").status_code == 404


def test_a_sheet_not_begun_has_people_before_figures():
    world = make_world(POINTS_SET)
    start(world)
    put(world, {"TC1": world.mai.pk})
    assert "chưa xác nhận" in text(
        signed_in(world.mai).get(address(world), headers={"HX-Request": "true"})
    )
