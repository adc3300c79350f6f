"""The paper the chair signed: shown wherever the sending is shown, handed out to who may see it."""

import pytest
import time_machine
from django.core import mail
from django.test import override_settings

from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.tests.authority import make_authority, signed_pdf
from tuphap.foundation.workflow.perform import perform
from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.models import ScannedPage
from tuphap.modules.assessments.papers.actions import send_letter
from tuphap.modules.assessments.papers.models import CopyLetter, SubmittedCopy
from tuphap.modules.assessments.tests.test_submit_for_chair import paper, pdf, sent, text
from tuphap.modules.assessments.tests.world import acting, december, in_status, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = in_status("posted")
    with time_machine.travel(december(world, 21), tick=True):
        yield world


def shown_to(world, person, rest):
    return text(signed_in(person).get(rest, follow=True))


def test_sheet_desk_and_receipt_show_the_scan(world):
    sent(world)
    page = ScannedPage.objects.get()
    link = f"/tep/{page.file_id}/xem/"
    number = SubmittedCopy.objects.get().number
    for person, rest in (
        (world.mai, f"/phieu/{world.dossier.pk}/"),
        (world.hung, f"/tham-tra/{world.dossier.pk}/"),
        (world.mai, f"/bien-nhan/{number}/"),
        (world.hung, f"/bien-nhan/{number}/"),
    ):
        found = shown_to(world, person, rest)
        assert link in found
        assert "<strong>Siu Bình</strong>, ngày 19/12/2022" in found
        assert "Nguyễn Thị Mai tải lên lúc 10:00, 21/12/2022" in found


def test_the_receipt_says_who_sent_for_whom(world):
    sent(world)
    number = SubmittedCopy.objects.get().number
    page = shown_to(world, world.mai, f"/bien-nhan/{number}/")
    assert "Nguyễn Thị Mai, thay lãnh đạo, theo bản ký của Siu Bình ngày 19/12/2022" in page
    assert "Bản ký.pdf" in page
    assert ScannedPage.objects.get().file.sha256 in page


def test_the_letter_says_it_too(world):
    sent(world)
    send_letter(CopyLetter.objects.get().pk, december(world, 21))
    body = mail.outbox[-1].body
    assert "người gửi: Nguyễn Thị Mai, thay lãnh đạo, theo bản ký của Siu Bình" in body
    assert "Bản ký Bản ký.pdf" in body


def test_the_history_says_it(world):
    sent(world)
    page = shown_to(world, world.mai, f"/phieu/{world.dossier.pk}/lich-su/")
    assert "Thay lãnh đạo, theo bản ký của Siu Bình ngày 19/12/2022." in page


def test_figures_saved_after_the_day_of_signing_are_pointed_out(world):
    """Filled on the second of December; signed on the first."""
    sent(world, of=paper(world, 1))
    page = shown_to(world, world.hung, f"/tham-tra/{world.dossier.pk}/")
    assert "Số liệu lưu lần cuối ngày 02/12/2022, sau ngày ký." in page


def test_figures_as_signed_are_not_pointed_out(world):
    sent(world, of=paper(world, 2))
    page = shown_to(world, world.hung, f"/tham-tra/{world.dossier.pk}/")
    assert "sau ngày ký" not in page


def test_a_later_sending_by_the_chair_shows_no_scan_on_the_desk():
    world = in_status("posted")
    sent(world)
    perform(
        world.dossier, "return", by=acting(world.hung, december(world, 22)), reason="Thiếu tệp."
    )
    submit(world.dossier.pk, by=acting(world.binh, december(world, 23)))
    with time_machine.travel(december(world, 24), tick=True):
        page = shown_to(world, world.hung, f"/tham-tra/{world.dossier.pk}/")
        assert "theo bản ký" not in page
        first = SubmittedCopy.objects.get(ordinal=1).number
        assert "Siu Bình" in shown_to(world, world.hung, f"/bien-nhan/{first}/")


def test_the_words_of_a_digital_signature(world):
    body = signed_pdf(make_authority("Ban Cơ yếu", "Siu Bình"))
    sent(world, files=[pdf(body=body)])
    page = shown_to(world, world.hung, f"/tham-tra/{world.dossier.pk}/")
    assert "Nơi cấp chứng thư" in page


# --- the file itself ---


def test_whoever_sees_the_dossier_may_have_the_scan_and_nobody_else(world):
    sent(world)
    file_id = ScannedPage.objects.get().file_id
    for rest in (f"/tep/{file_id}/", f"/tep/{file_id}/xem/", f"/tep/{file_id}/trang/1.png"):
        for person in (world.mai, world.hung, world.ha):
            assert signed_in(person).get(rest).status_code == 200, rest
        assert signed_in(world.lan).get(rest).status_code == 404
    answer = signed_in(world.hung).get(f"/tep/{file_id}/")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert Event.objects.filter(kind="file_downloaded").exists()


def test_the_page_of_the_file_says_what_it_is(world):
    sent(world)
    page = shown_to(world, world.hung, f"/tep/{ScannedPage.objects.get().file_id}/xem/")
    assert "Gửi hồ sơ theo bản ký" in page
    assert "mục" not in page.split("<main")[1].split("</h1>")[1][:400]
