"""Start, post, reopen, send: each a page of its own, done once, refused with reasons."""

import re
import threading

import pytest
import time_machine
from django.db import connections
from django.test import Client

from tuphap.foundation.workflow.models import StatusChange
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.lines.answers import GATE_FAILS, GATE_PASSES, Given
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    POINTS_SET,
    REACHES,
    SELF,
    acting,
    december,
    fill,
    full_sheet,
    in_status,
    make_world,
    moment,
    save_entries,
    signed_in,
    start,
    stored,
)
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import Answer
from tuphap.rules.workflows.assessment import WORKFLOWS

pytestmark = pytest.mark.django_db
ADDRESSES = {"start": "bat-dau", "post": "niem-yet", "reopen": "sua-lai", "submit": "gui"}


def address(world, name):
    return f"/phieu/{world.dossier.pk}/{ADDRESSES[name]}/"


def ask(world, name, person=None):
    return signed_in(person or world.mai).get(address(world, name))


def do(world, name, person=None, **fields):
    return signed_in(person or world.mai).post(address(world, name), fields)


# --- the way through ---


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_a_unit_goes_all_the_way_to_the_appraiser(code):
    world = make_world(code)
    assert do(world, "start").status_code == 302
    by = acting(world.mai, moment(world.year, 12, 2))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    assert do(world, "post").status_code == 302
    assert do(world, "reopen", reason="Góp ý của thôn 3 về số liệu hòa giải.").status_code == 302
    assert world.dossier.step.writable == (SELF,)
    do(world, "post")
    response = do(world, "submit")
    assert response.status_code == 302
    assert world.dossier.status == "submitted"
    assert world.dossier.submitted_at is not None
    names = list(StatusChange.objects.order_by("pk").values_list("move", flat=True))
    assert names == ["start", "post", "reopen", "post", "submit"]


def test_a_message_says_what_was_done():
    world = in_status("posted")
    client = signed_in(world.mai)
    page = client.post(address(world, "submit"), follow=True).content.decode()
    assert "Đã gửi hồ sơ tới Huyện Đức Cơ." in page
    assert "Biên nhận 2022-23860-01" in page
    assert (
        "Chỉ xem: hồ sơ đã gửi ngày" in client.get(f"/phieu/{world.dossier.pk}/").content.decode()
    )


def test_the_page_before_sending_tells_the_figures_and_what_follows():
    page = ask(in_status("posted"), "submit").content.decode()
    for words in (
        "<strong>100,00</strong> / 100",
        "Đạt chuẩn",
        "Huyện Đức Cơ",
        "Gửi hồ sơ</button>",
    ):
        assert words in page


@pytest.mark.parametrize("gate", [GATE_PASSES, GATE_FAILS])
def test_not_met_is_sent_exactly_as_easily(gate):
    """The same page with the same one button; only the figures differ."""
    world = make_world()
    fill(world, {**full_sheet(world), "DK3": Given(Answer(option=gate))})
    do(world, "post")
    page = ask(world, "submit").content.decode().split("<main")[1]
    assert ("Chưa đạt chuẩn" in page) == (gate == GATE_FAILS)
    assert page.count("<button") == 1
    assert re.findall(r'name="(\w+)"', page) == ["csrfmiddlewaretoken"]
    assert do(world, "submit").status_code == 302
    assert world.dossier.status == "submitted"


# --- refused ---


def test_an_unfinished_sheet_lists_what_is_missing_with_links():
    world = make_world(evidence_required=True)
    lines = full_sheet(world)
    del lines["3.1.2"]
    fill(world, lines)
    before = stored()
    for response, status in ((ask(world, "post"), 200), (do(world, "post"), 409)):
        page = response.content.decode()
        assert response.status_code == status
        assert "còn 24 mục chưa xong" in page
        assert (
            f'href="/phieu/{world.dossier.pk}/#nd-3-1-2">3.1.2 Chưa trả lời, chưa có tài liệu'
            in page
        )
        assert "Niêm yết kết quả</button>" not in page
    assert stored() == before


def test_the_guard_itself_names_the_open_lines_in_order():
    world = make_world()
    lines = full_sheet(world)
    for code in ("3.1.2", "1.2.1", "DK3"):
        del lines[code]
    fill(world, lines)
    with pytest.raises(Refused) as refused:
        move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    assert refused.value.kind is Kind.CONFLICT
    assert refused.value.sentence == (
        "Chưa gửi được hồ sơ: còn 3 mục chưa xong (1.2.1, 3.1.2, DK3). Chọn từng mục để hoàn thành."
    )


def test_before_the_first_figure_every_line_is_open():
    world = make_world()
    start(world)
    with pytest.raises(Refused) as refused:
        move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    assert "còn 25 mục chưa xong (1.1.1, 1.1.2," in refused.value.sentence
    assert "và 13 mục nữa" in refused.value.sentence


def test_proof_is_a_file_a_link_or_a_sentence_and_what_did_not_arise_needs_none():
    world = make_world(evidence_required=True)
    lines = {
        code: Given(given.answer, "Sổ theo dõi lưu tại văn phòng.")
        for code, given in full_sheet(world).items()
    }
    lines["2.2.1"] = Given(Answer(not_applicable=True))
    fill(world, lines)
    assert do(world, "post").status_code == 302


def test_reopening_wants_a_reason():
    world = in_status("posted")
    before = stored()
    for reason in ("", "   ", "\u200b"):
        response = do(world, "reopen", reason=reason)
        assert response.status_code == 422
        assert "Chưa có lý do." in response.content.decode()
    assert stored() == before


def test_a_reason_has_an_end():
    world = in_status("posted")
    response = do(world, "reopen", reason="a" * 5000)
    assert response.status_code == 422
    assert "5.000 ký tự" in response.content.decode()
    assert world.dossier.status == "posted"


@time_machine.travel(moment(2022, 12, 10))
def test_the_result_must_hang_as_long_as_the_period_says():
    world = in_status("posted", posting_days=10)
    page = ask(world, "submit").content.decode()
    assert "Gửi được từ ngày 13/12/2022." in page
    assert 'aria-disabled="true"' in page
    before = stored()
    response = do(world, "submit")
    assert response.status_code == 409
    assert "niêm yết đến hết ngày 12/12/2022" in response.content.decode()
    assert stored() == before
    with time_machine.travel(moment(2022, 12, 13)):
        assert do(world, "submit").status_code == 302


WRITTEN = ("self_scoring", "self_assessing")
# The step that brought the dossier here: whoever asks for it again is led to what is.
ALREADY = {("post", "posted"), *(("start", status) for status in WRITTEN)}
PAIRS = [
    (code, status, name)
    for code, table in WORKFLOWS.items()
    for status in [row.code for row in table.statuses]
    if status in REACHES
    for name in ADDRESSES
    if (name, status) not in {(m.name, m.source) for m in table.moves}
]


@pytest.mark.parametrize(("code", "status", "name"), PAIRS)
def test_every_move_that_is_not_in_the_table_is_refused(code, status, name):
    world = in_status(status, code)
    before = stored()
    response = do(world, name, reason="Thử.")
    if name == "submit" and status not in ("assigned", "registered", *WRITTEN):
        # Sent already: the receipt of the first time says so.
        assert response.url == f"/bien-nhan/{world.year}-23860-01/"
    elif (name, status) in ALREADY:
        assert response.url == f"/phieu/{world.dossier.pk}/"
    else:
        assert response.status_code == 409
        assert "không thực hiện được việc" in response.content.decode()
    assert stored() == before


@pytest.mark.parametrize("who", ["hung", "thu", "minh", "ha", "phuc"])
@pytest.mark.parametrize(
    ("status", "name"), [("posted", "submit"), ("posted", "reopen"), ("assigned", "start")]
)
def test_nobody_outside_the_unit_moves_it(who, status, name):
    world = in_status(status)
    before = stored()
    person = getattr(world, who)
    assert do(world, name, person=person, reason="Thử.").status_code == 403
    assert stored() == before


def test_the_chair_sends_but_does_not_reopen():
    world = in_status("posted")
    assert do(world, "reopen", person=world.binh, reason="Thử.").status_code == 403
    assert do(world, "submit", person=world.binh).status_code == 302


def test_looking_at_the_page_moves_nothing():
    world = in_status("posted")
    before = stored()
    for name in ("submit", "reopen"):
        assert ask(world, name).status_code == 200
    assert signed_in(world.mai).get(address(world, "start")).status_code == 302
    assert stored() == before


def test_an_address_that_is_no_move_is_not_found():
    world = make_world()
    assert signed_in(world.mai).post(f"/phieu/{world.dossier.pk}/cong-bo/").status_code == 404
    assert signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/publish/").status_code == 404


def test_without_the_token_nothing_moves():
    world = in_status("posted")
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.mai, backend=BACKEND)
    assert client.post(address(world, "submit")).status_code == 403
    assert world.dossier.status == "posted"


# --- once ---


def test_sending_twice_is_once():
    world = in_status("posted")
    assert do(world, "submit").status_code == 302
    before = stored()
    second = do(world, "submit")
    assert (second.status_code, second.url) == (302, "/bien-nhan/2022-23860-01/")
    assert stored() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2, 6])
def test_sending_at_the_same_moment_is_once(count):
    world = in_status("posted")
    pk, actor = world.dossier.pk, acting(world.mai, december(world, 20))
    barrier, outcomes = threading.Barrier(count), []

    def send():
        try:
            barrier.wait()
            submit(pk, by=actor)
            outcomes.append("sent")
        except Refused as refused:
            outcomes.append(refused.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["no_such_move"] * (count - 1) + ["sent"]
    assert StatusChange.objects.filter(move="submit").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_figure_and_the_sending_do_not_pass_each_other():
    """Either the figure is in what was sent, or it is refused; never saved after it was sent."""
    world = in_status("returned")
    pk, actor = world.dossier.pk, acting(world.mai, december(world, 22))
    barrier, outcomes = threading.Barrier(2), {}

    def run(name, deed):
        try:
            barrier.wait()
            deed()
            outcomes[name] = "done"
        except Refused as refused:
            outcomes[name] = refused.code
        finally:
            connections.close_all()

    line = {"1.2.1": Given(Answer(done=1, due=20))}
    deeds = {
        "send": lambda: submit(pk, by=actor),
        "save": lambda: save_entries(pk, SELF, line, by=actor),
    }
    threads = [threading.Thread(target=run, args=pair) for pair in deeds.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes["send"] == "done"
    assert outcomes["save"] in ("done", "not_writable")
    saved = stored()["Entry"]
    figure = next(row["done"] for row in saved if row["item"] == "1.2.1")
    assert figure == (1 if outcomes["save"] == "done" else 20)


@pytest.mark.django_db(transaction=True)
def test_lines_saved_at_the_same_moment_all_count():
    world = make_world()
    start(world)
    pk, actor = world.dossier.pk, acting(world.mai, december(world, 2))
    lines = list(full_sheet(world).items())
    barrier = threading.Barrier(8)

    def save(number):
        try:
            barrier.wait()
            for item, given in lines[number::8]:
                save_entries(pk, SELF, {item: given}, by=actor)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=save, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    summary = stored()["ColumnSummary"]
    assert len(summary) == 1
    assert summary[0]["total"] == 100
    assert summary[0]["unanswered"] == []
