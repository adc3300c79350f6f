"""The form of a member, the summary and the minutes: as PDF and as Word from the same texts."""

import pytest

from tuphap.foundation.made_papers.actions import make
from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.word import make_docx
from tuphap.modules.assessments.council.models import CouncilPaper
from tuphap.modules.assessments.council.paper_places import texts_of_meeting, texts_of_opinion
from tuphap.modules.assessments.council.paper_table import FORMS, MINUTES, OPINION, SUMMARY
from tuphap.modules.assessments.council.tests import sitting as s
from tuphap.modules.assessments.papers.tests.reading import pdf_text, squeezed, word_text
from tuphap.modules.assessments.tests import world as w

pytestmark = pytest.mark.django_db


def both(form: str, texts) -> list[str]:
    found = FORMS[form]
    made = pdf_text(make_pdf(found.typst, texts)), word_text(make_docx(found.word, texts))
    return [squeezed(text) for text in made]


def test_a_form_is_filled_with_the_opinion_or_left_to_be_written():
    found = s.sitting()
    s.give(found, "Sáu", s.NO)
    dossier = found.world.dossier
    filled = texts_of_opinion(found.member("Sáu"), dossier)
    empty = texts_of_opinion(found.member(s.AWAY), dossier)
    for text in both(OPINION, filled):
        for words in ("Họ và tên: Sáu", "[x] Không đề nghị", s.NO.requests, "HỘI ĐỒNG ĐÁNH GIÁ"):
            assert squeezed(words) in text
    for text in both(OPINION, empty):
        assert "[x]" not in text
        assert squeezed(f"Họ và tên: {s.AWAY}") in text


def test_summary_and_minutes_are_of_what_the_meeting_kept():
    found = s.sitting()
    s.everybody_speaks(found)
    meeting = s.meet(found)
    s.end_every_seat(found)
    summary, minutes = texts_of_meeting(meeting, SUMMARY), texts_of_meeting(meeting, MINUTES)
    for text in both(SUMMARY, summary):
        for words in (f"Sáu: {s.NO.requests}", s.AWAY, "Đề nghị công nhận", "Lê Thị Thu"):
            assert squeezed(words) in text
    for text in both(MINUTES, minutes):
        for words in (
            "BIÊN BẢN",
            "Hội đồng thống nhất.",
            "1 đơn vị: Xã Ia Dơk",
            f"{s.AWAY}, Công an",
        ):
            assert squeezed(words) in text
    assert [minutes["rows"][0][key] for key in ("yes", "no", "absent")] == ["5", "1", "1"]


def test_papers_are_asked_for_on_their_pages_and_are_for_their_readers():
    found = s.sitting()
    s.everybody_speaks(found)
    meeting, dossier = s.meet(found), found.world.dossier
    thu, sau, hai = (
        w.signed_in(person)
        for person in (found.world.thu, found.people["Sáu"], found.people["Hai"])
    )
    base, seat = f"/hoi-dong/{found.council.pk}", found.member("Sáu").pk
    assert thu.post(f"{base}/hop/{meeting.pk}/giay-to/bien-ban/docx/").status_code == 302
    assert thu.post(f"{base}/hop/{meeting.pk}/giay-to/bien-ban/docx/").status_code == 302
    own = f"{base}/phieu/{seat}/{dossier.pk}/giay-to/pdf/"
    assert (sau.post(own).status_code, hai.post(own).status_code) == (302, 404)
    minutes, opinion = CouncilPaper.objects.order_by("pk")
    for paper in (minutes, opinion):
        work = (paper._meta.label_lower, paper.pk, w.moment(2027, 1, 1))
        assert (make(*work), make(*work)) == (True, False)
    address = f"{base}/giay-to/{opinion.pk}/tai-ve/"
    answers = [client.get(address).status_code for client in (thu, sau, hai)]
    assert answers == [200, 200, 404]
    assert "Tải PDF" in sau.get(f"/phieu-lay-y-kien/{dossier.pk}/").content.decode()
    assert sau.get(f"{base}/giay-to/{minutes.pk}/tai-ve/").status_code == 404
