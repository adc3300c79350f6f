"""Work assigned to communes: who assigns, who reports, what counts, what stays to be read."""

import uuid
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.audit.models import Event
from tuphap.foundation.measures.registry import Days, figures
from tuphap.modules.assessments.tests.world import PASS_SET, acting, make_world, moment, signed_in
from tuphap.modules.assigned_work.actions import Order, Report, assign, change, report, withdraw
from tuphap.modules.assigned_work.kinds import KINDS
from tuphap.modules.assigned_work.measures import OFFER
from tuphap.modules.assigned_work.models import Assignment
from tuphap.modules.assigned_work.queries import changes_of
from tuphap.rules.assigned_work import JudgedBy, Line
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import contents
from tuphap.rules.rule_set_file import shipped, shipped_codes

pytestmark = pytest.mark.django_db
ON_TIME, TASKS = KINDS
DUE = date(2026, 6, 30)
MAY = moment(2026, 5, 4)
JULY = moment(2026, 7, 6)


@pytest.fixture(autouse=True)
def _in_july():
    """Pages tell the time themselves."""
    with time_machine.travel(JULY, tick=True):
        yield


@pytest.fixture
def world():
    return make_world(PASS_SET)


def order(*names, kind=ON_TIME, judged_by=JudgedBy.ISSUED, **more):
    return Order(kind, 2026, judged_by, tuple(Line(name, DUE) for name in names), **more)


def assigned(world, *names, units=None, **more):
    made = assign(
        order(*(names or ("Nghị quyết A",)), **more),
        units or [world.commune],
        by=acting(world.ha, MAY),
    )
    return made[0]


def told(world, line, at=JULY, person=None, **words):
    current = Assignment.objects.get(pk=line.pk).version
    by = acting(person or world.mai, at)
    return report(line.pk, Report(**words), version=current, by=by)


def figure(world, key=ON_TIME, unit=None):
    found = figures([key], [(unit or world.commune).pk], Days.of_year(2026))
    return next(((f.done, f.due) for f in found.values()), None)


# --- assigning ---


def test_every_line_goes_to_every_commune(world):
    assigned(world, "Nghị quyết A", "Quyết định B", units=[world.commune, world.neighbour])
    rows = Assignment.objects.order_by("unit__code", "name").values_list("unit__code", "name")
    assert list(rows) == [
        ("23860", "Nghị quyết A"),
        ("23860", "Quyết định B"),
        ("23863", "Nghị quyết A"),
        ("23863", "Quyết định B"),
    ]
    assert Event.objects.filter(kind="work_assigned").count() == 1


@pytest.mark.parametrize("who", ["mai", "binh", "thu", "minh", "phuc"])
def test_only_a_unit_above_assigns(world, who):
    with pytest.raises(Refused) as refused:
        assign(order("A"), [world.commune], by=acting(getattr(world, who), MAY))
    assert refused.value.code == "no_role"


def test_the_same_work_is_assigned_once(world):
    """Twice by two people has the effect of once, and says who has it already."""
    assigned(world, "Nghị quyết A")
    with pytest.raises(Refused) as refused:
        assigned(world, "Quyết định B", "Nghị quyết A", units=[world.neighbour, world.commune])
    assert refused.value.kind is Kind.CONFLICT
    assert "Xã Ia Dơk đã được giao “Nghị quyết A”" in refused.value.sentence
    assert Assignment.objects.count() == 1


def test_the_database_keeps_it_to_once(world):
    line = assigned(world)
    line.pk = uuid.uuid4()
    line._state.adding = True
    with pytest.raises(IntegrityError):
        line.save()


def test_a_number_is_assigned_without_names(world):
    line = assign(
        Order(ON_TIME, 2026, JudgedBy.ISSUED, quantity=9), [world.commune], by=acting(world.ha, MAY)
    )[0]
    assert figure(world) == (0, 9)
    told(world, line, done_count=8)
    assert figure(world) == (8, 9)


def test_nobody_is_assigned_nothing(world):
    with pytest.raises(Refused):
        assign(order("A"), [], by=acting(world.ha, MAY))


# --- what counts ---


@pytest.mark.parametrize(
    ("judged_by", "words", "done"),
    [
        (JudgedBy.ISSUED, {"issued_on": DUE}, 1),
        (JudgedBy.ISSUED, {"issued_on": date(2026, 7, 1)}, 0),
        (JudgedBy.ISSUED, {"signed_on": DUE}, 0),
        (JudgedBy.SIGNED, {"signed_on": DUE, "issued_on": date(2026, 7, 1)}, 1),
        (JudgedBy.SIGNED, {"signed_on": date(2026, 7, 1), "issued_on": DUE}, 0),
        (JudgedBy.ISSUED, {}, 0),
    ],
)
def test_lateness_is_judged_by_the_day_that_was_agreed(world, judged_by, words, done):
    line = assigned(world, judged_by=judged_by)
    told(world, line, **words)
    assert figure(world) == (done, 1)


def test_tasks_count_when_they_are_done_late_too(world):
    line = assigned(world, "Tuyên truyền Luật Đất đai", kind=TASKS)
    told(world, line, issued_on=date(2026, 7, 2))
    assert figure(world, TASKS) == (1, 1)


def test_withdrawn_work_counts_no_more(world):
    line = assigned(world, "A", "B")
    withdraw(line.pk, "Giao nhầm.", version=1, by=acting(world.ha, JULY))
    assert figure(world) == (0, 1)


def test_another_year_is_another_figure(world):
    assigned(world)
    assert figures([ON_TIME], [world.commune.pk], Days.of_year(2027)) == {}


def test_a_commune_without_work_has_no_figure(world):
    assigned(world)
    assert figure(world, unit=world.neighbour) is None


@pytest.mark.parametrize("number", [1, 12])
def test_figures_of_all_units_take_one_question(world, number):
    assigned(world, *(f"Việc {n}" for n in range(number)), units=[world.commune, world.neighbour])
    with CaptureQueriesContext(connection) as asked:
        found = OFFER.read([world.commune.pk, world.neighbour.pk], Days.of_year(2026), [*KINDS])
    assert len(asked) == 1
    assert {f.due for f in found.values()} == {number}


def test_every_measure_a_shipped_set_names_is_offered():
    offered = {measure.key for measure in OFFER.measures}
    named = {c.measure for code in shipped_codes() for c in contents(shipped(code)) if c.measure}
    assert named <= offered


# --- what the commune says ---


@pytest.mark.parametrize("who", ["lan", "binh", "hung", "ha"])
def test_only_the_commune_itself_reports(world, who):
    line = assigned(world)
    with pytest.raises((Refused, Http404)):
        told(world, line, person=getattr(world, who), issued_on=DUE)
    assert Assignment.objects.get().issued_on is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"issued_on": date(2026, 7, 7)}, "issued_on"),
        ({"signed_on": date(2026, 7, 7)}, "signed_on"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "ngoai.vn/a"}, "url"),
    ],
)
def test_what_cannot_be_is_not_recorded(world, words, field):
    line = assigned(world)
    with pytest.raises(Refused) as refused:
        told(world, line, **words)
    assert list(refused.value.fields) == [field]


def test_no_more_is_done_than_was_assigned(world):
    by = acting(world.ha, MAY)
    line = assign(Order(ON_TIME, 2026, JudgedBy.ISSUED, quantity=9), [world.commune], by=by)[0]
    with pytest.raises(Refused) as refused:
        told(world, line, done_count=10)
    assert "(10) lớn hơn số được giao (9)" in refused.value.sentence


def test_who_saw_an_older_version_overwrites_nothing(world):
    line = assigned(world)
    change(line.pk, "Nghị quyết A sửa", 1, DUE, "Tên mới.", version=1, by=acting(world.ha, JULY))
    with pytest.raises(Refused) as refused:
        report(line.pk, Report(issued_on=DUE), version=1, by=acting(world.mai, JULY))
    assert (refused.value.code, refused.value.kind) == ("changed_meanwhile", Kind.CONFLICT)


# --- changed and withdrawn ---


def test_a_change_needs_a_reason_and_stays_to_be_read(world):
    line = assigned(world)
    by = acting(world.ha, JULY)
    with pytest.raises(Refused) as refused:
        change(line.pk, "Nghị quyết A", 1, date(2026, 9, 30), " ", version=1, by=by)
    assert list(refused.value.fields) == ["reason"]
    change(line.pk, "Nghị quyết A", 1, date(2026, 9, 30), "Gia hạn.", version=1, by=by)
    newest, first = changes_of(line)
    assert (newest.due_on, newest.reason, newest.changed_by) == (
        date(2026, 9, 30),
        "Gia hạn.",
        world.ha,
    )
    assert first.due_on == DUE


def test_a_number_is_not_cut_below_what_was_done(world):
    by = acting(world.ha, MAY)
    line = assign(Order(ON_TIME, 2026, JudgedBy.ISSUED, quantity=9), [world.commune], by=by)[0]
    told(world, line, done_count=8)
    with pytest.raises(Refused):
        change(line.pk, "", 7, None, "Giảm.", version=2, by=acting(world.ha, JULY))
    assert figure(world) == (8, 9)


def test_what_is_withdrawn_is_only_read(world):
    line = assigned(world)
    withdraw(line.pk, "Giao nhầm.", version=1, by=acting(world.ha, JULY))
    with pytest.raises(Refused) as refused:
        told(world, line, issued_on=DUE)
    assert refused.value.code == "withdrawn"
    assert assigned(world).pk != line.pk  # and may be assigned anew


# --- pages ---


def text(response):
    return response.content.decode()


def test_the_province_assigns_on_a_page_and_sees_each_commune(world):
    client = signed_in(world.ha)
    sent = {
        "kind": ON_TIME,
        "year": "2026",
        "way": "ten",
        "lines": "Nghị quyết A; 30/06/2026\nQuyết định B",
        "due_on": "31/12/2026",
        "judged_by": "signed",
        "units": [str(world.commune.pk)],
    }
    assert client.post("/giao-viec/moi/", sent).status_code == 302
    assert "Xã Ia Dơk" in text(client.get("/giao-viec/"))
    page = text(client.get(f"/viec-duoc-giao/{world.commune.pk}/2026/"))
    assert "Nghị quyết A" in page
    assert "31/12/2026" in page
    # The same again: nothing is doubled, and what was typed stays.
    again = client.post("/giao-viec/moi/", sent)
    assert again.status_code == 409
    assert "đã được giao" in text(again)
    assert "Quyết định B" in text(again)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"lines": ""}, "Chưa ghi văn bản, nhiệm vụ nào"),
        ({"units": []}, "Chưa chọn đơn vị nào"),
        ({"way": "so"}, "Chưa ghi số lượng"),
        ({"way": "so", "quantity": "ba"}, "phải là số nguyên từ 0 trở lên"),
        ({"units": ["999999"]}, "không có trong danh sách"),
        ({"kind": "khac"}, "không có trong danh sách"),
    ],
)
def test_a_faulty_order_is_told_beside_its_field(world, changed, words):
    client = signed_in(world.ha)
    sent = {"kind": ON_TIME, "year": "2026", "way": "ten", "lines": "A", "judged_by": "issued"}
    answer = client.post("/giao-viec/moi/", {**sent, "units": [str(world.commune.pk)], **changed})
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Assignment.objects.exists()


def test_all_communes_in_reach_are_chosen_with_one_tick(world):
    sent = {"kind": ON_TIME, "year": "2026", "way": "so", "quantity": "4", "judged_by": "issued"}
    signed_in(world.ha).post("/giao-viec/moi/", {**sent, "everyone": "1"})
    rows = Assignment.objects.order_by("unit__code").values_list("unit__code", "quantity")
    assert list(rows) == [("23860", 4), ("23863", 4)]


def test_a_number_is_changed_and_reported_on_its_page(world):
    by = acting(world.ha, MAY)
    line = assign(Order(ON_TIME, 2026, JudgedBy.ISSUED, quantity=9), [world.commune], by=by)[0]
    address = f"/viec-duoc-giao/{line.pk}/"
    sent = {"version": "1", "quantity": "10", "reason": "Thêm một văn bản."}
    assert signed_in(world.ha).post(f"{address}sua/", sent).status_code == 302
    mai = signed_in(world.mai)
    too_many = mai.post(f"{address}ket-qua/", {"version": "2", "done_count": "11"})
    assert too_many.status_code == 422
    assert "lớn hơn số được giao (10)" in text(too_many)
    told = mai.post(f"{address}ket-qua/", {"version": "2", "done_count": "8"})
    assert told.status_code == 302
    assert figure(world) == (8, 10)


def test_the_commune_finds_its_work_and_records_it(world):
    line = assigned(world)
    client = signed_in(world.mai)
    page = client.get("/viec-duoc-giao/", follow=True)
    assert "Nghị quyết A" in text(page)
    assert "0</strong> / 1" in text(page)
    sent = {"version": "1", "issued_on": "30/06/2026", "reference": "05/NQ-HĐND"}
    assert client.post(f"/viec-duoc-giao/{line.pk}/ket-qua/", sent).status_code == 302
    assert "1</strong> / 1" in text(client.get(f"/viec-duoc-giao/{world.commune.pk}/2026/"))
    assert client.post(f"/viec-duoc-giao/{line.pk}/ket-qua/", sent).status_code == 409


def test_a_day_that_is_none_stays_in_its_field(world):
    line = assigned(world)
    sent = {"version": "1", "issued_on": "31/06/2026"}
    answer = signed_in(world.mai).post(f"/viec-duoc-giao/{line.pk}/ket-qua/", sent)
    assert answer.status_code == 422
    assert "31/06/2026" in text(answer)
    assert "không có trong lịch" in text(answer)


def test_the_page_of_a_line_offers_each_side_its_own(world):
    line = assigned(world)
    own = text(signed_in(world.mai).get(f"/viec-duoc-giao/{line.pk}/"))
    assert "Lưu kết quả" in own
    assert "Rút lại việc này" not in own
    above = text(signed_in(world.ha).get(f"/viec-duoc-giao/{line.pk}/"))
    assert "Lưu kết quả" not in above
    assert "Rút lại việc này" in above


def test_changing_and_withdrawing_on_the_page(world):
    line = assigned(world)
    client = signed_in(world.ha)
    sent = {"version": "1", "name": "Nghị quyết B", "due_on": "30/09/2026", "reason": "Đổi tên."}
    assert client.post(f"/viec-duoc-giao/{line.pk}/sua/", {**sent, "reason": ""}).status_code == 422
    assert client.post(f"/viec-duoc-giao/{line.pk}/sua/", sent).status_code == 302
    assert "Lý do: Đổi tên." in text(signed_in(world.mai).get(f"/viec-duoc-giao/{line.pk}/"))
    gone = {"rut-version": "2", "rut-reason": "Giao nhầm."}
    assert client.post(f"/viec-duoc-giao/{line.pk}/rut-lai/", gone).status_code == 302
    page = text(signed_in(world.mai).get(f"/viec-duoc-giao/{world.commune.pk}/2026/"))
    assert "Đã rút lại" in page


@pytest.mark.parametrize("tail", ["", "ket-qua/", "sua/", "rut-lai/"])
def test_work_of_another_commune_is_like_work_that_does_not_exist(world, tail):
    line = assigned(world)
    client = signed_in(world.lan)
    method = client.post if tail else client.get
    theirs = method(f"/viec-duoc-giao/{line.pk}/{tail}", {"version": "1"} if tail else {})
    nobodys = method(f"/viec-duoc-giao/{uuid.uuid4()}/{tail}", {"version": "1"} if tail else {})
    assert theirs.status_code == nobodys.status_code == 404
    assert "Nghị quyết A" not in text(theirs)


def test_the_list_of_another_commune_is_like_one_that_does_not_exist(world):
    assigned(world)
    client = signed_in(world.lan)
    assert client.get(f"/viec-duoc-giao/{world.commune.pk}/2026/").status_code == 404
    assert client.get("/viec-duoc-giao/99999999/2026/").status_code == 404


@pytest.mark.parametrize("address", ["/giao-viec/", "/giao-viec/moi/"])
def test_a_commune_does_not_assign(world, address):
    assert signed_in(world.mai).get(address).status_code == 403


@pytest.mark.parametrize("number", [2, 30])
def test_the_list_of_a_commune_takes_the_same_questions_for_any_number(world, number):
    assigned(world, *(f"Việc {n}" for n in range(number)))
    client = signed_in(world.mai)
    address = f"/viec-duoc-giao/{world.commune.pk}/2026/"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= 7


def test_a_year_that_is_not_offered_is_not_found():
    world = make_world(PASS_SET)
    client = signed_in(world.ha)
    assert client.get("/giao-viec/").status_code == 200
    assert client.get("/giao-viec/?nam=1999").status_code == 404
