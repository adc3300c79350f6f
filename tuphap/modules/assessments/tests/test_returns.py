"""A return names the lines; the unit mends or answers; what changed since is told."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.actions.comments import respond
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.evidence import add_file, add_link, remove_evidence
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.actions.returns import give_back
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.since_return import Change
from tuphap.modules.assessments.models import Comment
from tuphap.modules.assessments.tests.world import (
    SELF,
    acting,
    december,
    full_sheet,
    in_status,
    signed_in,
    stored,
)
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
MISSING = "Thiếu danh sách người dự của 19 hoạt động."
HTMX = {"HX-Request": "true"}


def returned(items=None, reason="", **settings):
    world = in_status("submitted", **settings)
    by = acting(world.hung, december(world, 21))
    give_back(world.dossier.pk, reason, {"2.4.1": MISSING} if items is None else items, by=by)
    return world


def mend(world, item="2.4.1", move="supplement", text=""):
    said = Comment.objects.get(item=item)
    respond(said.pk, move, text, said.version, by=acting(world.mai, december(world, 22)))


def send_again(world):
    return submit(world.dossier.pk, by=acting(world.mai, december(world, 23)))


def sheet(world, person=None):
    return signed_in(person or world.mai).get(f"/phieu/{world.dossier.pk}/").content.decode()


def desk(world):
    return signed_in(world.hung).get(f"/tham-tra/{world.dossier.pk}/").content.decode()


def post_return(world, **fields):
    return signed_in(world.hung).post(f"/tham-tra/{world.dossier.pk}/tra-lai/", fields)


# --- naming the lines ---


def test_the_page_lists_every_line_and_ticks_the_one_it_came_from():
    world = in_status("submitted")
    address = f"/tham-tra/{world.dossier.pk}/tra-lai/?noi-dung=2.4.1"
    page = signed_in(world.hung).get(address).content.decode()
    assert page.count('name="muc"') == 25
    assert page.count(" checked") == 1
    assert 'value="2.4.1" checked' in page


def test_a_return_with_two_lines_says_so_on_each_line():
    world = in_status("submitted")
    sent = {"muc": ["2.4.1", "3.1.2"], "loi-2.4.1": MISSING, "loi-3.1.2": "Thiếu sổ theo dõi."}
    assert post_return(world, **sent).status_code == 302
    assert world.dossier.status == "returned"
    assert dict(Comment.objects.values_list("item", "text")) == {
        "2.4.1": MISSING,
        "3.1.2": "Thiếu sổ theo dõi.",
    }
    page = sheet(world)
    assert page.count("tp-content-returned") == 2
    assert page.count("Huyện Đức Cơ yêu cầu bổ sung") == 3
    assert "Bổ sung 2 nội dung: 2.4.1, 3.1.2." in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"ly-do": "  \u200b "},
        {"loi-2.4.1": MISSING},  # a sentence beside a box that is not ticked
        {"muc": "2.4.1"},
        {"muc": "2.4.1", "loi-2.4.1": " \u202e"},
        {"muc": "2.4.1", "loi-2.4.1": "a" * 2001},
        {"muc": ["2.4.1", "3.1.2"], "loi-2.4.1": MISSING, "ly-do": "Lý do chung."},
        {"muc": "2.4.1", "loi-2.4.1": MISSING, "status": "closed"},
        {"muc": "2.4.1", "loi-9.9.9": MISSING},
    ],
)
def test_a_return_without_a_word_on_what_is_missing_is_none(sent):
    world = in_status("submitted")
    before = stored()
    assert post_return(world, **sent).status_code == 422
    assert stored() == before
    assert not Comment.objects.exists()


def test_a_fault_keeps_what_was_typed_beside_its_line():
    world = in_status("submitted")
    sent = {"muc": ["2.4.1", "3.1.2"], "loi-2.4.1": MISSING, "ly-do": "Xem lại."}
    page = post_return(world, **sent).content.decode()
    assert MISSING in page
    assert "Xem lại." in page
    assert "Nội dung 3.1.2 chưa có chữ nào." in page
    assert 'href="#o-3-1-2"' in page


def test_a_line_the_sheet_does_not_have_returns_nothing():
    world = in_status("submitted")
    assert post_return(world, **{"muc": "9.9.9", "ly-do": "Lý do."}).status_code in (404, 422)
    assert world.dossier.status == "submitted"


def test_a_general_reason_alone_is_enough():
    world = in_status("submitted")
    assert post_return(world, **{"ly-do": "Thiếu báo cáo tổng hợp."}).status_code == 302
    assert not Comment.objects.exists()
    send_again(world)
    assert world.dossier.status == "submitted"


def test_only_who_appraises_returns():
    world = in_status("submitted")
    for person in (world.mai, world.ha, world.thu):
        with pytest.raises(Refused):
            give_back(
                world.dossier.pk,
                "",
                {"2.4.1": MISSING},
                by=acting(person, december(world, 21)),
            )
    assert not Comment.objects.exists()


# --- mending ---


def test_the_unit_marks_a_line_as_supplemented_on_the_sheet():
    world = returned()
    said = Comment.objects.get()
    answer = signed_in(world.mai).post(
        f"/trao-doi/{said.pk}/da-bo-sung/", {"ban": "1", "ve": "phieu"}
    )
    assert answer.headers["Location"] == f"/phieu/{world.dossier.pk}/#nd-2-4-1"
    page = sheet(world)
    assert "tp-content-returned" not in page
    assert "Mọi nội dung được yêu cầu bổ sung đã có trả lời." in page


def test_a_line_nobody_answered_keeps_the_dossier_here_and_is_named():
    world = returned({"2.4.1": MISSING, "1.1.1": "Thiếu văn bản."})
    with pytest.raises(Refused) as refused:
        send_again(world)
    assert refused.value.kind is Kind.CONFLICT
    assert "còn 2 nội dung" in refused.value.sentence
    assert "(1.1.1, 2.4.1)" in refused.value.sentence
    page = signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/gui/").content.decode()
    assert "còn 2 mục chưa xong" in page
    assert page.count("Chưa trả lời yêu cầu bổ sung") == 2
    assert "Gửi lại hồ sơ</button>" not in page
    mend(world)
    mend(world, "1.1.1", "answer", "Văn bản do cấp trên ban hành, xã không có.")
    assert send_again(world).status == "submitted"


# --- what changed since ---


def test_the_desk_tells_old_and_new_figures_and_what_was_added():
    world = returned()
    by = acting(world.mai, december(world, 22))
    save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=19, due=20))}, by=by)
    save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=18, due=20))}, by=by)
    add_link(world.dossier.pk, "2.4.1", "https://example.gov.vn/a", "Danh sách người dự", by=by)
    mend(world)
    send_again(world)
    for page in (desk(world), sheet(world)):
        assert "20/20 → <strong>18/20</strong>" in page
        assert "thêm 1 tài liệu (Danh sách người dự)" in page
        assert page.count("Đã sửa từ khi trả:") == 2
    assert "Đã sửa từ khi trả</strong> (2 nội dung)" in desk(world)


def test_a_figure_changed_and_changed_back_is_no_change():
    world = returned()
    by = acting(world.mai, december(world, 22))
    for done in (19, 20):
        save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=done, due=20))}, by=by)
    assert "Đã sửa từ khi trả" not in sheet(world)


def test_what_was_taken_away_counts_as_a_change():
    world = in_status("self_scoring")
    by = acting(world.mai, december(world, 2))
    pk, figures = world.dossier.pk, Answer(done=20, due=20)
    told = {"1.2.1": Given(figures, "Tính cả văn bản liên tịch.")}
    save_entries(pk, SELF, full_sheet(world) | told, by=by)
    gone = add_link(pk, "2.4.1", "https://example.gov.vn/a", "Danh sách", by=by)
    earlier = add_link(pk, "3.1.2", "https://example.gov.vn/b", "Bỏ từ trước", by=by)
    remove_evidence(pk, earlier.pk, by=by)
    move(pk, "post", by=by)
    submit(pk, by=acting(world.mai, december(world, 20)))
    give_back(pk, "", {"2.4.1": MISSING}, by=acting(world.hung, december(world, 21)))
    by = acting(world.mai, december(world, 22))
    brief = add_link(pk, "1.1.1", "https://example.gov.vn/c", "Thêm rồi bỏ", by=by)
    for row in (gone, brief):
        remove_evidence(pk, row.pk, by=by)
    save_entries(pk, SELF, {"1.2.1": Given(figures)}, by=by)
    mend(world)
    send_again(world)
    for page in (desk(world), sheet(world)):
        assert "Đã sửa từ khi trả:</strong> đã gỡ đường dẫn Danh sách." in page
        assert "Đã sửa từ khi trả:</strong> đã bỏ giải thích." in page
        assert page.count("Đã sửa từ khi trả:") == 2


def test_a_file_that_was_taken_away_is_named(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        world = in_status("self_scoring")
        by, pk = acting(world.mai, december(world, 2)), world.dossier.pk
        upload = SimpleUploadedFile("Sổ.pdf", SOUND["pdf"])
        gone = add_file(pk, "2.4.1", upload, by=by)
        save_entries(pk, SELF, full_sheet(world), by=by)
        move(pk, "post", by=by)
        submit(pk, by=acting(world.mai, december(world, 20)))
        give_back(pk, "", {"2.4.1": MISSING}, by=acting(world.hung, december(world, 21)))
        by = acting(world.mai, december(world, 22))
        remove_evidence(pk, gone.pk, by=by)
        add_link(pk, "2.4.1", "https://example.gov.vn/a", "Bản mới", by=by)
        assert "thêm 1 tài liệu (Bản mới); đã gỡ tệp Sổ.pdf." in sheet(world)


def test_only_the_last_return_counts():
    world = returned()
    by = acting(world.mai, december(world, 22))
    save_entries(world.dossier.pk, SELF, {"1.2.1": Given(Answer(done=19, due=20))}, by=by)
    mend(world)
    send_again(world)
    again = acting(world.hung, december(world, 24))
    give_back(world.dossier.pk, "", {"3.1.2": "Thiếu sổ."}, by=again)
    assert "Đã sửa từ khi trả" not in sheet(world)


def test_nothing_changed_is_no_change():
    assert not Change().is_any


# --- sent again ---


def test_what_was_sent_again_is_marked_in_the_queue_and_on_the_desk():
    world = returned()
    queue, hung = "/tham-tra/?trang-thai=tat-ca", signed_in(world.hung)
    assert "Gửi lại lần" not in hung.get(queue).content.decode()
    mend(world)
    send_again(world)
    assert "Gửi lại lần 2" in hung.get(queue).content.decode()
    assert "Gửi lại lần 2" in desk(world)


# --- how many questions ---


def questions(deed):
    with CaptureQueriesContext(connection) as seen:
        assert deed().status_code == 200
    return len(seen)


def figures(client, address, done):
    """As the page sends them, with the mark that stands in it."""
    page = client.get(address).content.decode()
    mark = re.search(r'name="1\.2\.1-line" value="(\w+)"', page)[1]
    return {"1.2.1-line": mark, "1.2.1-done": done, "1.2.1-due": "20"}


def test_sheet_and_save_ask_one_question_more_at_most_after_a_return():
    world = in_status("self_scoring")
    client, address = signed_in(world.mai), f"/phieu/{world.dossier.pk}/"
    save, sent = f"{address}noi-dung/1.2.1/", figures(client, address, "19")
    shown = questions(lambda: client.get(address))
    saved = questions(lambda: client.post(save, sent, headers=HTMX))
    by = acting(world.mai, december(world, 2))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    move(world.dossier.pk, "post", by=by)
    submit(world.dossier.pk, by=by)
    items = {"2.4.1": MISSING, "1.1.1": "Thiếu văn bản."}
    give_back(world.dossier.pk, "", items, by=acting(world.hung, december(world, 3)))
    sent = figures(client, address, "18")
    assert questions(lambda: client.get(address)) <= min(shown + 1, 12)
    assert questions(lambda: client.post(save, sent, headers=HTMX)) <= saved + 1


def test_a_line_of_the_return_is_missing_until_it_is_answered():
    world = in_status("under_review")
    by = acting(world.hung, december(world, 21))
    give_back(world.dossier.pk, "", {"1.1.1": "Thiếu quyết định ban hành."}, by=by)
    sheet = f"/phieu/{world.dossier.pk}/"
    page = signed_in(world.mai).get(sheet).content.decode()
    assert "1.1.1 Chưa trả lời yêu cầu bổ sung" in page
    assert "Còn 1 việc phải xong trước." in page
    comment = Comment.objects.get()
    by = acting(world.mai, december(world, 22))
    respond(comment.pk, "supplement", "", comment.version, by=by)
    assert "Chưa trả lời yêu cầu bổ sung" not in signed_in(world.mai).get(sheet).content.decode()
