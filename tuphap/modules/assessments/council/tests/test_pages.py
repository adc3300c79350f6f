"""The pages of a council: what they show to whom, and what their forms do."""

from dataclasses import replace

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.modules.assessments.council.models import Council, CouncilMember, Meeting, Opinion
from tuphap.modules.assessments.council.tests import sitting as s
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.council import Stance

pytestmark = pytest.mark.django_db


def text_of(answer, status=200) -> str:
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def opinion_form(found: s.Sitting, **changes):
    dossier = found.world.dossier
    return {"ban": dossier.version, "ban-y-kien": 0, "stance": "met", **changes}


def test_a_council_is_set_up_and_filled_on_its_pages():
    world = w.in_status("council")
    client = w.signed_in(world.thu)
    assert "Chưa có Hội đồng nào" in text_of(client.get("/hoi-dong/"))
    place = f"{world.period.pk}-{world.office.pk}"
    wrong = {"place": place, "paper_on": "30/02/2022"}
    assert "30/02/2022" in text_of(client.post("/hoi-dong/lap/", wrong), 422)
    client.post("/hoi-dong/lap/", {"place": place, "quorum": "half", "voting_rule": "half_all"})
    council = Council.objects.get()
    page = f"/hoi-dong/{council.pk}/thanh-phan/"
    assert "Chưa có thành viên nào" in text_of(client.get(page))
    seat = {"name": "Ông Bảy", "role": "chair", "starts_on": "01/01/2022", "has_vote": "on"}
    assert client.post(f"{page}them/", seat).status_code == 302
    assert "đã có Chủ tịch" in text_of(client.post(f"{page}them/", seat), 422)
    member = CouncilMember.objects.get()
    early = {"ends_on": "31/12/2021"}
    assert "trước ngày tham gia" in text_of(client.post(f"{page}{member.pk}/", early), 422)
    old = {"ban": 9, "quorum": "two_thirds"}
    assert "vừa được người khác sửa" in text_of(client.post(page, old), 409)
    assert client.post(page, {**old, "ban": 1}).status_code == 302
    assert "Ông Bảy" in text_of(client.get(f"/hoi-dong/{council.pk}/"))


def test_a_member_sees_columns_and_differences_and_keeps_what_was_written():
    found = s.sitting()
    client, dossier = w.signed_in(found.people["Hai"]), found.world.dossier
    assert dossier.unit.name in text_of(client.get("/phieu-lay-y-kien/"))
    page = f"/phieu-lay-y-kien/{dossier.pk}/"
    text = text_of(client.get(page))
    assert all(words in text for words in ("Thẩm tra", "Chính thức", "Kiểm tra tự động"))
    wrong = opinion_form(found, stance="not_met")
    assert "Chưa có lý do" in text_of(client.post(page, wrong), 422)
    sent = opinion_form(found, **{"remark-TC1": "Xem lại 1.1", "tiep": "1"})
    assert client.post(page, sent).headers["Location"] == "/phieu-lay-y-kien/"
    assert Opinion.objects.get().remarks == {"TC1": "Xem lại 1.1"}
    other = text_of(client.post(page, opinion_form(found, requests="Lời khác")), 409)
    assert "Hai bản khác nhau" in other
    assert "Lời khác" in other
    assert "Xem lại 1.1" in other
    old = opinion_form(found, ban=1, requests="Giữ lời này")
    outdated = text_of(client.post(page, old), 409)
    assert "số liệu hồ sơ đã thay đổi" in outdated
    assert "Giữ lời này" in outdated


def test_the_commune_and_the_appraiser_find_none_of_it():
    found = s.sitting()
    dossier, council = found.world.dossier, found.council
    s.give(found, "Sáu", s.NO)
    mai = w.signed_in(found.world.mai)
    for path, status in (
        ("/hoi-dong/", 403),
        (f"/hoi-dong/{council.pk}/", 404),
        ("/phieu-lay-y-kien/", 403),
        (f"/phieu-lay-y-kien/{dossier.pk}/", 403),
    ):
        assert mai.get(path).status_code == status
    assert s.NO.requests not in text_of(mai.get(f"/phieu/{dossier.pk}/"))
    assert w.signed_in(found.world.hung).get(f"/hoi-dong/{council.pk}/").status_code == 404


def test_the_overview_names_who_is_missing_and_reminds():
    found = s.sitting()
    s.give(found, "Hai")
    client = w.signed_in(found.world.thu)
    text = text_of(client.get(f"/hoi-dong/{found.council.pk}/"))
    assert "còn thiếu 6 ý kiến" in text
    assert s.AWAY in text
    answer = client.post(f"/hoi-dong/{found.council.pk}/nhac/", follow=True)
    assert "Đã nhắc 5 thành viên" in text_of(answer)


def test_the_secretary_enters_a_paper_and_the_member_reads_the_scan():
    found = s.sitting()
    dossier, member = found.world.dossier, found.member("Ba")
    client = w.signed_in(found.world.thu)
    page = f"/hoi-dong/{found.council.pk}/phieu/{member.pk}/{dossier.pk}/"
    assert "Ghi từ phiếu giấy" in text_of(client.get(page))
    bare = opinion_form(found, signed_on="20/12/2022")
    assert "Chưa chọn bản quét" in text_of(client.post(page, bare), 422)
    sent = client.post(page, {**bare, "file": s.scan()})
    assert sent.status_code == 302, sent.content.decode()[:500]
    file = Opinion.objects.get().paper.pages.get().file
    own = w.signed_in(found.people["Ba"])
    assert file.name in text_of(own.get(f"/phieu-lay-y-kien/{dossier.pk}/"))
    assert own.get(f"/hoi-dong/tep/{file.pk}/").status_code == 200
    for stranger in (found.world.mai, found.people["Hai"]):
        assert w.signed_in(stranger).get(f"/hoi-dong/tep/{file.pk}/").status_code == 404


def test_a_meeting_is_written_and_closed_on_its_pages():
    found = s.sitting()
    s.everybody_speaks(found)
    client, base = w.signed_in(found.world.thu), f"/hoi-dong/{found.council.pk}/hop/"
    form = {
        "day": "23/12/2022",
        "begins": "8h30",
        "ends": "10:00",
        "present": [str(found.member(name).pk) for name in s.NAMES],
        "dossiers": [str(found.world.dossier.pk)],
    }
    assert "25:00" in text_of(client.post(base, {**form, "ends": "25:00"}), 422)
    for day in ("01/01/0001", "31/12/9999"):
        far = text_of(client.post(base, {**form, "day": day, "begins": "00:00"}), 422)
        assert "có năm quá xa" in far
    before = text_of(client.post(base, {**form, "day": "31/12/2021"}), 422)
    assert "trước năm đánh giá 2022" in before
    assert client.post(base, form).status_code == 302
    meeting = Meeting.objects.get()
    page = f"{base}{meeting.pk}/"
    assert 'value="08:30"' in text_of(client.get(page))
    waits = text_of(client.get(f"{page}dong/"))
    assert "chưa có diễn biến" in waits
    assert "chưa có diễn biến" in text_of(client.post(f"{page}dong/", {"ban": 1}), 409)
    assert client.post(page, {**form, "ban": 1, "minutes": "Thống nhất."}).status_code == 302
    clash = text_of(client.post(page, {**form, "ban": 1, "minutes": "Khác hẳn."}), 409)
    assert "Hai bản của biên bản" in clash
    assert "Thống nhất" in clash
    assert client.post(f"{page}dong/", {"ban": 2}).status_code == 302
    closed = text_of(client.get(page))
    assert "Đề nghị công nhận" in closed
    assert f"{s.AWAY}, Ủy viên: vắng" in closed
    assert Stance.NOT_MET in {row["stance"] for row in _members(meeting)}
    text = text_of(w.signed_in(found.people["Hai"]).get(f"/phieu-lay-y-kien/{_dossier(found)}/"))
    assert "Cuộc họp về hồ sơ này đã đóng" in text


def test_who_decides_or_concludes_reads_before_that_the_council_has_to_meet():
    found = s.sitting()
    page = f"/tham-tra/{found.world.dossier.pk}/chot/"
    text = text_of(w.signed_in(found.world.thu).get(page))
    assert "Hội đồng chưa họp xong" in text
    assert s.AWAY in text


def test_the_list_to_decide_marks_what_waits_for_the_council():
    found = s.sitting("appraised", w.PASS_SET)
    client, dossier = w.signed_in(found.world.minh), found.world.dossier
    text = text_of(client.get("/quyet-dinh/?chon=tat-ca"))
    assert "Chờ Hội đồng" in text
    assert "Chọn tất cả" not in text
    paper = {"number": "7/QĐ-UBND", "signed_on": "23/12/2026", "decided_by": "Chủ tịch"}
    with time_machine.travel(w.moment(2026, 12, 28), tick=True):
        client = w.signed_in(found.world.minh)
        for step in ("xac-nhan", "ghi"):
            answer = client.post(f"/quyet-dinh/{step}/", {"don-vi": [str(dossier.pk)], **paper})
            assert "Hội đồng chưa họp xong" in text_of(answer, 409)


def test_overview_and_list_ask_no_more_for_more_dossiers():
    found = s.sitting()
    pages = (
        (w.signed_in(found.world.thu), f"/hoi-dong/{found.council.pk}/"),
        (w.signed_in(found.people["Hai"]), "/phieu-lay-y-kien/"),
    )
    before = [_questions(*page) for page in pages]
    w.close(replace(found.world, commune=found.world.neighbour, mai=found.world.lan))
    assert [_questions(*page) for page in pages] == before
    text = text_of(pages[0][0].get(pages[0][1]))
    assert found.world.neighbour.name in text


def _questions(client, address: str) -> int:
    client.get(address)  # what is kept after the first time is not counted
    with CaptureQueriesContext(connection) as captured:
        text_of(client.get(address))
    return len(captured)


def _members(meeting: Meeting):
    return meeting.dossiers.get().result["members"]


def _dossier(found: s.Sitting):
    return found.world.dossier.pk
