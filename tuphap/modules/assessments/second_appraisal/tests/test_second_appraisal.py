"""A second look: drawn openly, answered blind, sent once, compared by indicator."""

import pytest
import time_machine
from django.db import IntegrityError, ProgrammingError, transaction

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.second_appraisal import actions, queries
from tuphap.modules.assessments.second_appraisal.compared import by_indicator, conclusions
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.rule_set import Percentage, contents
from tuphap.rules.sampling import Size
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = pytest.mark.django_db
WHY = "Sổ theo dõi chỉ ghi số này."


@pytest.fixture(params=[w.POINTS_SET, w.PASS_SET])
def closed(request) -> w.World:
    """One dossier closed by Hùng; Sơn is another appraiser of the same office."""
    world = w.in_status("council" if request.param == w.POINTS_SET else "appraised", request.param)
    person = Person.objects.create(email="son@example.gov.vn", full_name="Sơn", password="!")
    person.posts.create(
        unit=world.office, role=Role.APPRAISER.value, starts_on=world.office.valid_from
    )
    return world


def son() -> Person:
    return Person.objects.get(full_name="Sơn")


def acting(world: w.World, person: Person):
    return w.acting(person, w.december(world, 23))


def drawn(world: w.World) -> SecondAppraisal:
    by = acting(world, world.hung)
    sample = actions.draw(world.period, world.office, Size(5), by=by, seed="hat")
    return sample.rows.get()


def given(world: w.World) -> SecondAppraisal:
    row = drawn(world)
    actions.assign(row.sample_id, {row.pk: son().pk}, by=acting(world, world.hung))
    row.refresh_from_db()
    return row


def other_figure(world: w.World) -> dict[str, Given]:
    """All as the unit says, but one percentage that gives less."""
    lines = {item: Given(line.answer) for item, line in w.full_sheet(world).items()}
    rule_set = parsed(world.period.rule_set)
    code = next(c.code for c in contents(rule_set) if isinstance(c.scoring, Percentage))
    answer = w.best_answer(next(c for c in contents(rule_set) if c.code == code))
    lines[code] = Given(type(answer)(done=1, due=20), WHY)
    return lines


def sent(world: w.World) -> SecondAppraisal:
    row = given(world)
    by = acting(world, son())
    actions.save_answers(row.pk, other_figure(world), row.version, by=by)
    return actions.send(row.pk, row.version + 1, by=by)


def refusal(deed, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        deed(*args, **kwargs)
    return refused.value.code


def test_a_sample_is_drawn_once_and_stays_as_it_is(closed):
    row = drawn(closed)
    by = acting(closed, closed.thu)
    assert row.sample.frame == [[closed.commune.code, closed.commune.name, closed.commune.kind]]
    assert refusal(actions.draw, closed.period, closed.office, Size(1), by=by) == "no_place_to_draw"
    mai = acting(closed, closed.mai)
    assert refusal(actions.draw, closed.period, closed.office, Size(1), by=mai) == "no_role"
    with pytest.raises(ProgrammingError), transaction.atomic():
        Sample.objects.update(seed="hạt khác")


def test_only_who_did_not_appraise_it_gets_it_and_the_next_begins_blind(closed):
    row, by = drawn(closed), acting(closed, closed.hung)
    assert queries.candidates(row.sample, [row], by) == {row.pk: [son()]}
    hung = {row.pk: closed.hung.pk}
    assert refusal(actions.assign, row.sample_id, hung, by=by) == "not_free"
    actions.assign(row.sample_id, {row.pk: son().pk}, by=by)
    row.refresh_from_db()
    actions.save_answers(row.pk, other_figure(closed), row.version, by=acting(closed, son()))
    actions.assign(row.sample_id, {row.pk: None}, by=by, dropped=[row.pk])
    row.refresh_from_db()
    assert (row.person, row.answers) == (None, {})


def test_who_is_given_dossiers_is_told_and_the_queue_keeps_the_first_name_back(closed):
    closed.dossier.__class__.objects.filter(pk=closed.dossier.pk).update(officer=closed.hung)
    page = "/tham-tra/?trang-thai=tat-ca"
    assert "Trần Văn Hùng</td>" in w.signed_in(son()).get(page).content.decode()
    given(closed)
    told = Notice.objects.get(person=son())
    assert told.title == "Được giao thẩm tra lại độc lập 1 hồ sơ"
    assert "Trần Văn Hùng</td>" not in w.signed_in(son()).get(page).content.decode()


def test_who_had_it_or_saw_the_figures_is_not_blind_and_nobody_gives_to_himself(closed):
    row = given(closed)
    by = acting(closed, closed.hung)
    other = Person.objects.create(email="an@example.gov.vn", full_name="An", password="!")
    other.posts.create(
        unit=closed.office, role=Role.APPRAISER.value, starts_on=closed.office.valid_from
    )

    def free(by) -> list[str]:
        rows = queries.rows_of(row.sample)
        return [person.full_name for person in queries.candidates(row.sample, rows, by)[row.pk]]

    assert set(free(by)) == {"An", "Sơn"}
    assert free(acting(closed, other)) == ["Sơn"]  # An does not choose himself
    actions.assign(row.sample_id, {row.pk: None}, by=by)
    assert free(by) == ["An"]
    with time_machine.travel(w.december(closed, 23), tick=True):
        w.signed_in(other).get(f"/tham-tra/{closed.dossier.pk}/")
    assert free(by) == []


def test_what_is_written_goes_only_when_it_is_said_so(closed):
    row = given(closed)
    lines = other_figure(closed)
    actions.save_answers(row.pk, lines, row.version, by=acting(closed, son()))
    coordinator, page = w.signed_in(closed.hung), f"/tham-tra-lai/{row.sample_id}/giao/"
    taken = {f"nguoi-{row.pk}": ""}
    text = text_of(coordinator.post(page, taken), 409)
    assert f"Sơn đã ghi {len(lines)} mục" in text
    assert SecondAppraisal.objects.get().answers
    assert coordinator.post(page, {**taken, f"bo-{row.pk}": "on"}).status_code == 302
    assert SecondAppraisal.objects.get().answers == {}
    assert Notice.objects.filter(person=son(), title__startswith="Không còn thẩm tra lại").exists()


def test_it_is_whole_sound_with_reasons_and_sent_once(closed):
    row, by = given(closed), acting(closed, son())
    lines = other_figure(closed)
    code = next(code for code, line in lines.items() if line.explanation)
    bare = {code: Given(lines[code].answer)}
    assert refusal(actions.save_answers, row.pk, bare, row.version, by=by) == "reason_missing"
    assert refusal(actions.send, row.pk, row.version, by=by) == "unanswered"
    row = actions.save_answers(row.pk, lines, row.version, by=by)
    old = row.version - 1
    assert refusal(actions.save_answers, row.pk, lines, old, by=by) == "outdated"
    actions.send(row.pk, row.version, by=by)
    assert refusal(actions.send, row.pk, row.version, by=by) == "already_sent"
    free = {row.pk: None}
    hung = acting(closed, closed.hung)
    assert refusal(actions.assign, row.sample_id, free, by=hung) == "already_sent"
    with pytest.raises(ProgrammingError), transaction.atomic():
        SecondAppraisal.objects.update(answers={})


def test_the_columns_stay_and_the_result_is_told_by_indicator(closed):
    before = list(Entry.objects.filter(column=APPRAISED).order_by("pk").values())
    row = sent(closed)
    assert list(Entry.objects.filter(column=APPRAISED).order_by("pk").values()) == before
    code = next(code for code, line in other_figure(closed).items() if line.explanation)
    assert [line["code"] for line in row.compared["lines"]] == [code]
    rows = by_indicator(parsed(closed.period.rule_set), [row.compared])
    differing = [found for found in rows if found.found.equal == 0]
    assert [code.startswith(found.code) for found in differing] == [True]
    assert (differing[0].share, differing[0].kappa) == ("0\N{NO-BREAK SPACE}%", "0,00")
    assert {found.kappa for found in rows if found not in differing} == {"chưa đủ để tính"}
    assert conclusions([row.compared]).found.of == 1


def test_without_both_sides_nothing_counts_as_sent(closed):
    row = given(closed)
    with pytest.raises(IntegrityError), transaction.atomic():
        SecondAppraisal.objects.filter(pk=row.pk).update(sent_at=w.december(closed, 23))


# --- pages ---


def text_of(answer, status=200) -> str:
    assert answer.status_code == status, answer.content.decode()[:3000]
    return answer.content.decode()


def test_a_sample_goes_through_its_pages(closed):
    with time_machine.travel(w.december(closed, 23), tick=True):
        coordinator = w.signed_in(closed.hung)
        assert "Thẩm tra lại" in text_of(coordinator.get("/tham-tra/"))
        place = f"{closed.period.pk}-{closed.office.pk}"
        wrong = {"place": place, "amount": "0", "measure": "don-vi"}
        assert "từ 1 trở lên" in text_of(coordinator.post("/tham-tra-lai/rut-mau/", wrong), 422)
        size = {"place": place, "amount": "50", "measure": "phan-tram", "by_kind": "on"}
        coordinator.post("/tham-tra-lai/rut-mau/", size)
        row = SecondAppraisal.objects.get()
        page = f"/tham-tra-lai/{row.sample_id}/"
        assert row.sample.seed in text_of(coordinator.get(page))
        wrong_person = {f"nguoi-{row.pk}": closed.hung.pk}
        assert "Chọn người khác" in text_of(coordinator.post(f"{page}giao/", wrong_person), 409)
        coordinator.post(f"{page}giao/", {f"nguoi-{row.pk}": son().pk})
        second_look_on_pages(closed, row)
        assert "Nội dung khác nhau" in text_of(coordinator.get(page))


def second_look_on_pages(closed: w.World, row: SecondAppraisal) -> None:
    client, page = w.signed_in(son()), f"/tham-tra-lai/ho-so/{row.pk}/"
    assert closed.commune.name in text_of(client.get("/tham-tra-lai/"))
    assert closed.hung.full_name not in text_of(client.get(page))
    form, code = form_of(closed)
    no_reason = {**form, f"{code}-explanation": ""}
    text = text_of(client.post(page, no_reason), 422)
    assert "Chưa có lý do thay đổi" in text
    assert f'name="{code}-done" value="1"' in text
    assert client.post(page, form).status_code == 302
    other_tab = text_of(client.post(page, {**form, f"{code}-done": 2}), 409)
    assert "vừa được lưu ở một cửa sổ khác" in other_tab
    assert f"{code}: cửa sổ kia đã lưu 1/20; cửa sổ này có 2/20." in other_tab
    assert f'name="{code}-done" value="2"' in other_tab
    assert "mục số khác" in text_of(client.get(f"{page}gui/"))
    assert client.post(f"{page}gui/", {"ban": 3}).status_code == 302
    assert client.post(f"{page}gui/", {"ban": 3}).status_code == 409


def form_of(closed: w.World) -> tuple[dict[str, object], str]:
    """Every line as the unit says, but one."""
    lines, items = other_figure(closed), items_of(closed.period)
    code = next(code for code, line in lines.items() if line.explanation)
    unit = next(item.unit for item in items if item.code == code)
    form: dict[str, object] = {f"y-kien-{item.unit}": "giong" for item in items}
    form |= {"ban": 2, f"y-kien-{unit}": "khac"}
    for item in items:
        if item.unit == unit:
            answer = lines[item.code].answer
            form |= {f"{item.code}-line": "1", f"{item.code}-explanation": WHY}
            form |= {f"{item.code}-done": answer.done, f"{item.code}-due": answer.due}
    return form, code


def test_while_it_is_open_its_person_sees_no_first_figures(closed):
    row = given(closed)
    dossier = closed.dossier
    with time_machine.travel(w.december(closed, 23), tick=True):
        client = w.signed_in(son())
        assert "chưa xem cột thẩm tra" in text_of(client.get(f"/tham-tra/{dossier.pk}/"), 403)
        lines = f"/phieu/{dossier.pk}/tung-noi-dung/"
        assert ">Thẩm tra</th>" not in text_of(client.get(lines))
        assert closed.commune.name not in text_of(client.get(f"/doi-chieu/{closed.year}/"))
        actions.save_answers(row.pk, other_figure(closed), row.version, by=acting(closed, son()))
        actions.send(row.pk, row.version + 1, by=acting(closed, son()))
        assert client.get(f"/tham-tra/{dossier.pk}/").status_code == 200
        assert ">Thẩm tra</th>" in text_of(client.get(lines))
        assert closed.commune.name in text_of(client.get(f"/doi-chieu/{closed.year}/"))


def test_the_commune_and_strangers_never_see_it(closed):
    row = sent(closed)
    with time_machine.travel(w.december(closed, 23), tick=True):
        mai = w.signed_in(closed.mai)
        assert mai.get("/tham-tra-lai/").status_code == 403
        assert mai.get(f"/tham-tra-lai/{row.sample_id}/").status_code == 404
        for person in (closed.mai, closed.hung):
            page = f"/tham-tra-lai/ho-so/{row.pk}/"
            assert w.signed_in(person).get(page).status_code == 404


def test_what_is_decided_is_not_drawn(closed):
    if closed.period.rule_set.code == w.POINTS_SET:
        w.move(closed.dossier.pk, "conclude", by=acting(closed, closed.thu))
    assert queries.closed_dossiers(closed.period, closed.office) == [closed.dossier]
    w.record(closed, "214/QĐ-UBND")
    assert queries.closed_dossiers(closed.period, closed.office) == []


@pytest.mark.parametrize("page", ["trao-doi/1.1/", "lich-su/", "da-chot/1/"])
def test_neither_talk_nor_history_tells_of_the_first_appraisal(closed, page):
    row = given(closed)
    address = f"/phieu/{closed.dossier.pk}/{page}"
    answer = w.signed_in(son()).get(address)
    assert "thẩm tra lại độc lập hồ sơ này" in text_of(answer, 403)
    row.person = None
    row.save()
    assert w.signed_in(son()).get(address).status_code in (200, 404)
