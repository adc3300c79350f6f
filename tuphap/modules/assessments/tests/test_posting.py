"""The public page of a posted result, what anybody may say there, and how the unit answers."""

import threading
import unicodedata
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.actions.posting import (
    MOST_PER_HOUR,
    Words,
    deal_with,
    leave,
)
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import PublicComment
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.public_words import LONGEST, sender_of
from tuphap.modules.assessments.queries.public_comments import comments_for_paper
from tuphap.modules.assessments.tests.world import (
    BACKEND,
    PASS_SET,
    POINTS_SET,
    SELF,
    acting,
    december,
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
from tuphap.rules.workflow import find_move, names
from tuphap.rules.workflows.public_comment import (
    ACCEPTED,
    PUBLIC_COMMENT,
    RECEIVED,
    SHOWN,
    WITHHELD,
)

pytestmark = pytest.mark.django_db
OPINION = "Nội dung 2.1.1: thôn 3 chưa thấy đăng dự toán."
DAYS = 10  # posted on 3 December, until the end of the 12th
DURING, AFTER = moment(2022, 12, 5), moment(2022, 12, 13)


@pytest.fixture(autouse=True)
def _during():
    with time_machine.travel(DURING, tick=False):
        yield


def posted(code=POINTS_SET, **more):
    return in_status("posted", code, **{"posting_days": DAYS, **more})


def address(world, unit=None):
    return f"/niem-yet/{world.year}/{(unit or world.commune).code}/"


def show(world, **more):
    return Client().get(address(world), **more)


def send(world, text=OPINION, client=None, **fields):
    sent = {"ho-ten": "Rơ Châm H'Lan", "y-kien": text, **fields}
    return (client or Client()).post(address(world), sent)


def say(world, text=OPINION, at=DURING, sender="203.0.113.5", **more):
    words = Words(**{"name": "Rơ Châm H'Lan", "contact": "0905 123 456", "text": text, **more})
    return leave(world.year, world.commune.code, words, sender, at=at)


def deal(world, said, name, text="", person=None, version=None):
    said.refresh_from_db()
    by = acting(person or world.mai, DURING)
    return deal_with(said.pk, name, text, said.version if version is None else version, by=by)


def text_of(response):
    return response.content.decode()


# --- what hangs out, and until when ---


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_a_posted_result_is_on_the_list_and_on_its_page(code):
    with time_machine.travel(moment({POINTS_SET: 2022, PASS_SET: 2026}[code], 12, 5)):
        world = posted(code)
        listed = text_of(Client().get("/niem-yet/"))
        assert "Xã Ia Dơk" in listed
        assert "Xã Ia Krêl" not in listed
        assert address(world) in listed
        page = text_of(show(world))
        assert "Bản dự thảo" in page
        assert f"đến hết ngày 12/12/{world.year}" in page
        for figure in ("20/20", "2.1.1", "100,00" if code == POINTS_SET else "Đạt"):
            assert figure in page


def test_nothing_of_evidence_explanations_or_people_is_on_the_page():
    world = make_world(posting_days=DAYS)
    start(world)
    lines = full_sheet(world)
    lines["2.1.1"] = Given(lines["2.1.1"].answer, "Ông Siu Bình xác nhận.")
    by = acting(world.mai, december(world, 2))
    save_entries(world.dossier.pk, SELF, lines, by=by)
    move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    page = text_of(show(world))
    for private in ("Ông Siu Bình", "Nguyễn Thị Mai", str(world.dossier.pk), "/tep/", "/phieu/"):
        assert private not in page


@pytest.mark.parametrize(
    "status", ["assigned", "self_scoring", "submitted", "under_review", "returned"]
)
def test_only_while_it_is_posted(status):
    world = in_status(status, posting_days=DAYS)
    assert "Xã Ia Dơk" not in text_of(Client().get("/niem-yet/"))
    answer = show(world)
    assert answer.status_code in (404, 410)
    assert "20/20" not in text_of(answer)
    assert send(world).status_code in (404, 410)
    assert not PublicComment.objects.exists()


def test_a_period_that_asks_for_no_posting_shows_none():
    world = in_status("posted", posting_days=None)
    assert show(world).status_code == 404
    assert "Xã Ia Dơk" not in text_of(Client().get("/niem-yet/"))


def test_it_ends_by_itself():
    world = posted()
    with time_machine.travel(moment(2022, 12, 12, 16)):  # 23:00 of the last day
        assert show(world).status_code == 200
        assert send(world).status_code == 302
    with time_machine.travel(moment(2022, 12, 12, 17)):  # midnight
        assert show(world).status_code == 410
        assert send(world, "Ý kiến muộn.").status_code == 410
        assert "Hiện không có kết quả nào đang niêm yết" in text_of(Client().get("/niem-yet/"))
    with pytest.raises(Refused):
        say(world, at=AFTER)


@pytest.mark.parametrize(
    ("words", "found"), [("ia dok", 1), ("DƠK", 1), ("hoà", 0), ("%", 0), ("x" * 101, None)]
)
def test_the_list_is_searched_without_marks(words, found):
    posted()
    answer = Client().get("/niem-yet/", {"tim": words})
    assert answer.status_code == (400 if found is None else 200)
    assert ("Xã Ia Dơk" in text_of(answer)) == bool(found)


@pytest.mark.parametrize("path", ["2022/99999/", "1999/23860/", "99999999999/23860/"])
def test_what_is_not_posted_is_not_found(path):
    posted()
    assert Client().get(f"/niem-yet/{path}").status_code == 404


# --- anybody speaks ---


def test_a_comment_is_kept_and_appears_once_the_unit_lets_it():
    world = posted()
    answer = send(world, **{"lien-he": "0905 123 456"})
    assert answer.headers["Location"] == f"{address(world)}?da-gui=1#gop-y"
    assert "Đã nhận ý kiến." in text_of(Client().get(f"{address(world)}?da-gui=1"))
    said = PublicComment.objects.get()
    assert OPINION not in text_of(show(world))
    deal(world, said, "show")
    page = text_of(show(world))
    assert OPINION in page
    assert "0905" not in page
    assert "H&#x27;Lan" not in page


def test_the_name_appears_only_where_the_sender_wants_it():
    world = posted()
    for public in (False, True):
        deal(world, say(world, f"Ý kiến {public}.", name_is_public=public), "show")
    page = text_of(show(world))
    assert page.count("Rơ Châm H&#x27;Lan") == 1
    assert page.count("Người góp ý không hiện tên") == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("ho-ten", "", "Chưa có họ và tên."),
        ("ho-ten", " \u200b", "Chưa có họ và tên."),
        ("ho-ten", "a" * 121, "tối đa 120"),
        ("lien-he", "a" * 201, "tối đa 200"),
        ("y-kien", "\u202e\n ", "Chưa có ý kiến."),
        ("y-kien", "a" * 2001, "tối đa 2.000"),
        ("trang-rieng", "https://example.com", "phải để trống"),
    ],
)
def test_a_fault_is_told_and_nothing_typed_is_lost(field, value, sentence):
    world = posted()
    answer = send(world, **{"lien-he": "thư", field: value})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    if field != "ho-ten":
        assert "Rơ Châm H&#x27;Lan" in text_of(answer)
    assert not PublicComment.objects.exists()


@pytest.mark.parametrize(
    "more", [{"status": "shown"}, {"hien-ten": "1", "sender": "x"}, {"a" * 300: "1"}]
)
def test_a_forged_field_is_refused(more):
    world = posted()
    assert send(world, **more).status_code == 422
    assert not PublicComment.objects.exists()


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "{{ 7|add:7 }}", "=cmd|' /C calc'!A0", "a" * LONGEST["y-kien"]],
)
def test_hostile_words_are_only_words(text):
    world = posted()
    assert send(world, text).status_code == 302
    said = PublicComment.objects.get()
    assert said.text == text
    deal(world, said, "show")
    assert "<script>alert" not in text_of(show(world))


def test_nul_is_refused_and_words_are_kept_in_one_form():
    world = posted()
    assert send(world, "a\0b").status_code == 400
    send(world, unicodedata.normalize("NFD", "Hòa giải ở thôn 3\u202e"))
    assert PublicComment.objects.get().text == "Hòa giải ở thôn 3"


def test_without_the_token_nothing_is_kept():
    world = posted()
    client = Client(enforce_csrf_checks=True)
    assert send(world, client=client).status_code == 403
    assert not PublicComment.objects.exists()


def test_the_same_twice_is_once():
    world = posted()
    for _ in range(3):
        assert send(world).status_code == 302
    assert PublicComment.objects.count() == 1


def test_one_address_has_its_limit_and_another_is_not_hindered():
    world = posted()
    for number in range(MOST_PER_HOUR):
        assert send(world, f"Ý kiến số {number}.").status_code == 302
    answer = send(world, "Một ý kiến nữa.")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "3600"
    assert "Một ý kiến nữa." in text_of(answer)
    assert PublicComment.objects.count() == MOST_PER_HOUR
    assert send(world, "Nơi khác.", client=Client(REMOTE_ADDR="203.0.113.9")).status_code == 302
    with time_machine.travel(moment(2022, 12, 5, 5)):
        assert send(world, "Sau hai giờ.").status_code == 302


def test_the_address_itself_is_not_kept():
    world = posted()
    send(world, client=Client(REMOTE_ADDR="203.0.113.77"))
    row = PublicComment.objects.values().get()
    assert "203.0.113.77" not in str(row)
    assert sender_of("2001:db8::1") == sender_of("2001:db8::ffff") != sender_of("2001:db9::1")


@pytest.mark.django_db(transaction=True)
def test_the_limit_holds_for_many_at_the_same_moment():
    world = posted()
    barrier, refused = threading.Barrier(14), []

    def one(number):
        try:
            barrier.wait()
            say(world, f"Ý kiến số {number}.")
        except Refused as no:
            refused.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(14)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["too_many"] * 4
    assert PublicComment.objects.count() == MOST_PER_HOUR


# --- the unit answers ---


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(names(PUBLIC_COMMENT.moves)), max_size=8))
def test_whatever_is_tried_a_comment_follows_its_table(posted_world, tried):
    world, status = posted_world, RECEIVED
    PublicComment.objects.all().delete()
    said = say(world)
    for name in tried:
        step = next((m for m in PUBLIC_COMMENT.moves if (m.name, m.source) == (name, status)), None)
        try:
            deal(world, said, name, "Đã kiểm tra.")
        except Refused:
            assert step is None
        else:
            assert step is not None
            status = step.target
        assert (OPINION in text_of(show(world))) == (status not in (RECEIVED, WITHHELD))
    said.refresh_from_db()
    assert said.status == status


@pytest.fixture
def posted_world():
    return posted()


def test_every_pair_not_in_the_table_is_refused():
    known = {(row.name, row.source) for row in PUBLIC_COMMENT.moves}
    for status in PUBLIC_COMMENT.statuses:
        for name in names(PUBLIC_COMMENT.moves):
            if (name, status.code) not in known:
                with pytest.raises(Refused):
                    find_move(PUBLIC_COMMENT, name, status.code)


def test_all_are_answered_before_the_dossier_is_sent_and_the_count_is_named():
    world = posted()
    one, two, three = (say(world, f"Ý kiến {number}.") for number in range(3))
    deal(world, one, "show")
    by = acting(world.mai, AFTER)
    with pytest.raises(Refused) as refused:
        submit(world.dossier.pk, by=by)
    assert refused.value.kind is Kind.CONFLICT
    assert "còn 3 ý kiến góp ý chưa trả lời" in refused.value.sentence
    with time_machine.travel(AFTER):
        page = text_of(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/"))
    assert f'ở trang “Ý kiến góp ý”. <a href="/phieu/{world.dossier.pk}/gop-y/">' in page
    deal(world, one, "accept", "Đã đăng bổ sung dự toán.")
    deal(world, two, "withhold", "Xúc phạm người khác.")
    deal(world, three, "show")
    deal(world, three, "set_aside", "Không thuộc nội dung đánh giá.")
    assert submit(world.dossier.pk, by=by).status == "submitted"
    with pytest.raises(Refused) as refused:
        deal(world, one, "explain", "Sửa sau khi gửi.")
    assert refused.value.code == "already_sent"


def test_comments_are_answered_also_while_the_sheet_is_open_again():
    world = posted()
    said = say(world)
    by = acting(world.mai, DURING)
    move(world.dossier.pk, "reopen", by=by, reason="Góp ý của thôn 3.")
    deal(world, said, "show")
    assert deal(world, said, "accept", "Đã sửa số liệu.").status == ACCEPTED


@pytest.mark.parametrize("name", ["withhold", "accept", "explain", "set_aside"])
@pytest.mark.parametrize("words", ["", " \u200b", "a" * 2001])
def test_an_answer_has_words_within_limits(name, words):
    world = posted()
    said = say(world)
    if name != "withhold":
        deal(world, said, "show")
    before = PublicComment.objects.values().get()
    with pytest.raises(Refused) as refused:
        deal(world, said, name, words)
    assert refused.value.kind is Kind.INVALID
    assert PublicComment.objects.values().get() == before


@pytest.mark.parametrize("who", ["hung", "ha", "thu", "minh", "phuc", "lan"])
def test_only_the_unit_deals_with_comments_and_sees_contacts(who):
    world = posted()
    said, person = say(world), getattr(world, who)
    client, before = signed_in(person), stored()
    sent = client.post(f"/gop-y/{said.pk}/dang/", {"ban": "1"})
    assert sent.status_code in (403, 404)
    page = client.get(f"/phieu/{world.dossier.pk}/gop-y/")
    assert page.status_code == (404 if who == "lan" else 200)
    assert "0905" not in text_of(page)
    assert stored() == before
    said.refresh_from_db()
    assert said.status == RECEIVED


def test_the_page_of_the_unit_shows_contact_answers_and_keeps_what_was_typed():
    world = posted()
    said, client = say(world), signed_in(world.mai)
    page = text_of(client.get(f"/phieu/{world.dossier.pk}/gop-y/"))
    assert "0905 123 456" in page
    assert client.post(f"/gop-y/{said.pk}/dang/", {"ban": "1"}).status_code == 302
    late = client.post(f"/gop-y/{said.pk}/tiep-thu/", {"ban": "1", "y-kien": "Đã đăng bổ sung."})
    assert late.status_code == 409
    assert "Đã đăng bổ sung." in text_of(late)
    assert (
        client.post(
            f"/gop-y/{said.pk}/tiep-thu/", {"ban": "2", "y-kien": "Đã đăng bổ sung."}
        ).status_code
        == 302
    )
    assert "Đã đăng bổ sung." in text_of(show(world))


@pytest.mark.parametrize("path", ["xoa", "duyet"])
def test_an_address_that_is_no_move_is_not_found(path):
    world = posted()
    said = say(world)
    assert signed_in(world.mai).post(f"/gop-y/{said.pk}/{path}/", {"ban": "1"}).status_code == 404
    nobodys = signed_in(world.mai).post(f"/gop-y/{uuid.uuid4()}/dang/", {"ban": "1"})
    assert nobodys.status_code == 404


def test_the_unit_has_a_page_also_off_season():
    world = in_status("self_scoring", posting_days=DAYS)
    page = text_of(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gop-y/"))
    assert "Chưa có ý kiến góp ý nào" in page


# --- form F3 ---


def test_the_rows_of_the_paper_leave_nothing_out():
    world = posted()
    times = [DURING + timedelta(minutes=number) for number in range(3)]
    one, two, _ = (say(world, f"Ý kiến {n}.", at=at) for n, at in enumerate(times))
    deal(world, one, "show")
    deal(world, one, "explain", "Số liệu lấy từ sổ.")
    deal(world, two, "withhold", "Xúc phạm người khác.")
    rows = comments_for_paper(world.dossier)
    assert [(row.number, row.text, row.result, row.answer) for row in rows] == [
        (1, "Ý kiến 0.", "Đã giải trình", "Số liệu lấy từ sổ."),
        (2, "Ý kiến 1.", "Không đăng", "Xúc phạm người khác."),
        (3, "Ý kiến 2.", "Chờ xem", ""),
    ]


def test_the_paper_itself_names_answers_and_never_a_contact():
    world = posted()
    said = say(world, name_is_public=True)
    deal(world, said, "show")
    deal(world, said, "accept", "Đã đăng bổ sung dự toán.")
    payload = present_payload(world.dossier, DURING)
    assert payload["comments"] == [
        {
            "who": "Rơ Châm H'Lan",
            "said": OPINION,
            "answer": "Đã tiếp thu: Đã đăng bổ sung dự toán.",
        }
    ]
    assert "0905" not in str(payload)


def test_the_paper_does_not_name_who_did_not_say_that_the_name_may_be_shown():
    world = posted()
    say(world)
    (row,) = present_payload(world.dossier, DURING)["comments"]
    assert row["who"] == "Người góp ý không hiện tên"


def test_a_reason_to_withhold_is_no_answer_once_the_comment_is_shown():
    world = posted()
    said = say(world)
    deal(world, said, "withhold", "Nhầm.")
    assert deal(world, said, "show").status == SHOWN
    assert comments_for_paper(world.dossier)[0].answer == ""
    assert "Nhầm." not in text_of(show(world))


def test_a_person_at_work_sees_the_same_public_page():
    world = posted()
    client = Client()
    client.force_login(world.mai, backend=BACKEND)
    page = text_of(client.get(address(world)))
    assert "Nguyễn Thị Mai" not in page
