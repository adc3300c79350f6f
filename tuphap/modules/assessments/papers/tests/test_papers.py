"""The three papers: what they say, as PDF and as Word from the same texts."""

import io
import re

import pytest
from django.utils import timezone
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tuphap.foundation.papers.pdf import make_pdf
from tuphap.foundation.papers.tests.test_pdf import NASTY, fonts_of
from tuphap.foundation.papers.word import make_docx
from tuphap.modules.assessments.actions.line_people import confirm_lines, put_in_charge
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.lines.answers import GATE_FAILS, Given
from tuphap.modules.assessments.papers.actions import ask_paper
from tuphap.modules.assessments.papers.models import Paper, SubmittedCopy
from tuphap.modules.assessments.papers.present import present_payload
from tuphap.modules.assessments.papers.stamp import DRAFT_STAMP, stamp_of
from tuphap.modules.assessments.papers.table import FORMS
from tuphap.modules.assessments.papers.tests.reading import (
    made,
    pdf_text,
    plain,
    squeezed,
    word_text,
)
from tuphap.modules.assessments.queries.line_people import line_people
from tuphap.modules.assessments.tests.test_posting import DURING, deal, posted, say
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    acting,
    december,
    fill,
    full_sheet,
    make_world,
    send,
    start,
)
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
COMMENTS = [
    {"who": "Ông A, thôn 3", "said": "Số buổi tuyên truyền chưa đúng.", "answer": "Đã sửa."},
    {"who": "Mặt trận xã", "said": "Nhất trí.", "answer": "Tiếp thu."},
]


def lines(world):
    return full_sheet(world) | {"1.2.1": Given(Answer(done=118, due=123))}


def draft_of(world):
    """A started sheet with one line that is not full."""
    fill(world, lines(world) if world.period.rule_set.code == POINTS_SET else None)
    return present_payload(world.dossier, december(world, 4))


def texts(payload, form, stamp=DRAFT_STAMP):
    return FORMS[form].texts(payload, stamp)


def both(payload, form, stamp=DRAFT_STAMP):
    words = texts(payload, form, stamp)
    pdf, word = make_pdf(FORMS[form].typst, words), make_docx(FORMS[form].word, words)
    return pdf_text(pdf), word_text(word)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_every_paper_has_the_look_of_an_office_paper(code, form):
    world = make_world(code)
    for text in both(draft_of(world), form):
        for words in (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "ỦY BAN NHÂN DÂN XÃ IA DƠK",
            "Ia Dơk, ngày … tháng … năm …",
            "TM. ỦY BAN NHÂN DÂN CHỦ TỊCH",
            "chưa dùng cho hồ sơ chính thức",
            "BẢN NHÁP",
        ):
            assert words in text
        assert "Mẫu" not in text  # no number of a form is verified


@pytest.mark.parametrize("form", FORMS)
def test_only_our_fonts_and_pdf_a(form):
    pdf = make_pdf(FORMS[form].typst, texts(draft_of(make_world()), form))
    assert fonts_of(pdf) <= {
        "Tinos-Regular",
        "Tinos-Bold",
        "Tinos-Italic",
        "Tinos-BoldItalic",
    }
    about = PdfReader(io.BytesIO(pdf)).xmp_metadata
    assert about is not None
    assert b"<pdfaid:part>2</pdfaid:part>" in about.stream.get_data()


def test_the_score_paper_has_every_line_with_its_figures():
    world = make_world()
    payload = draft_of(world)
    for text in both(payload, "tong-hop"):
        assert "BẢN TỔNG HỢP ĐIỂM SỐ CỦA CÁC TIÊU CHÍ, CHỈ TIÊU" in text
        assert "Năm đánh giá 2022" in text
        assert "(Xã Ia Dơk, huyện Đức Cơ, tỉnh Gia Lai)" in text
        assert "118/123 95,93 % 5,25" in text
        for criterion in payload["criteria"]:
            assert plain(criterion["name"]) in text
            for indicator in criterion["indicators"]:
                assert f"Chỉ tiêu {indicator['code']}" in text
                assert all(line["code"] in text for line in indicator["contents"])
        assert "Chữ ký của công chức phụ trách" in text
        assert "Nguyễn Thị Mai" in text


def test_it_counts_the_indicators_with_all_points():
    for text in both(draft_of(make_world()), "tong-hop"):
        assert "1/2 chỉ tiêu đạt điểm tối đa" in text
        assert "6/6 chỉ tiêu đạt điểm tối đa" in text
        assert "19/20 chỉ tiêu đạt điểm tối đa" in text
        assert "Tổng số điểm" in text
        assert "98,25" in text


@pytest.mark.parametrize("more", range(4))
def test_no_heading_row_is_the_last_of_a_page(more):
    """However high the rows are: one taller row after the other pushes the headings down."""
    payload = draft_of(make_world())
    contents = [line for row in payload["criteria"][0]["indicators"] for line in row["contents"]]
    contents[0]["words"] = "Một dòng của lựa chọn dài. " * 3 * more
    pdf = make_pdf(FORMS["tong-hop"].typst, texts(payload, "tong-hop"))
    pages = [plain(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 2
    for page in pages:
        rows = re.findall(r"Tiêu chí \d |Chỉ tiêu \d\.\d|\b\d\.\d\.\d\b", page)
        assert rows[-1].count(".") == 2


@pytest.mark.parametrize("form", ["tong-hop", "y-kien"])
def test_in_word_the_signatures_are_a_row_that_stays_with_the_row_before(form):
    payload = draft_of(make_world()) | {"comments": COMMENTS, "posted_on": "2022-12-03"}
    document = Document(io.BytesIO(make_docx(FORMS[form].word, texts(payload, form))))
    *_, before, signed = document.tables[-1].rows
    assert "CHỦ TỊCH" in signed.cells[-1].text
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in before.cells)


def test_met_and_not_met_are_said_without_points():
    for text in both(draft_of(make_world(PASS_SET)), "tong-hop"):
        assert "BẢN TỔNG HỢP KẾT QUẢ TỰ ĐÁNH GIÁ CÁC TIÊU CHÍ, CHỈ TIÊU" in text
        assert "3/3 chỉ tiêu đạt" in text
        assert "14/14" in text
        assert "(Xã Ia Dơk, tỉnh Gia Lai)" in text
        assert "điểm" not in text.replace("chấm điểm", "")


def test_an_empty_sheet_has_a_paper_too():
    world = make_world()
    start(world)
    payload = present_payload(world.dossier, december(world, 4))
    for form in FORMS:
        for text in both(payload, form):
            assert "Bản nháp, chưa có số liệu." in text
            assert "None" not in text


def test_the_report_asks_for_recognition_where_the_standard_is_met():
    for text in both(draft_of(make_world()), "bao-cao"):
        for words in (
            "BÁO CÁO Đánh giá kết quả và đề nghị công nhận xã Ia Dơk "
            "đạt chuẩn tiếp cận pháp luật năm 2022",
            "Quyết định số 25/2021/QĐ-TTg ngày 22/07/2021 của Thủ tướng Chính phủ",
            "I. Kết quả đánh giá đạt chuẩn tiếp cận pháp luật",
            "1. Về chỉ đạo, hướng dẫn, tổ chức thực hiện",
            "2. Kết quả tự chấm điểm, đánh giá các tiêu chí, chỉ tiêu",
            "đề nghị Ủy ban nhân dân huyện Đức Cơ xem xét, công nhận xã Ia Dơk",
            "- Ủy ban nhân dân huyện Đức Cơ; - Lưu: VT.",
            "/BC-UBND",
        ):
            assert words in text
        assert " II." not in text  # later headings are not known


def test_the_report_of_a_unit_that_fails_does_not_ask():
    world = make_world()
    fill(world, {**full_sheet(world), "DK3": Given(Answer(option=GATE_FAILS))})
    payload = present_payload(world.dossier, december(world, 4))
    for text in both(payload, "bao-cao"):
        assert "đề nghị công nhận" not in text
        assert "xã Ia Dơk chưa đủ điều kiện công nhận" in text


def test_nobody_said_anything():
    world = make_world()
    fill(world)
    move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))
    payload = present_payload(world.dossier, december(world, 20))
    for text in both(payload, "y-kien"):
        assert "Không có ý kiến" in text
        assert "được niêm yết từ ngày 03/12/2022; không có ý kiến góp ý." in text


def test_before_posting_nobody_could_say_anything():
    for text in both(draft_of(make_world()), "y-kien"):
        assert "Chưa niêm yết, chưa lấy ý kiến" in text


def test_the_comments_of_the_public_come_into_the_paper_and_into_the_copy():
    world = posted()
    answered, waiting = say(world), say(world, text="Bảng niêm yết treo quá cao.")
    deal(world, answered, "show")
    answered.refresh_from_db()
    deal(world, answered, "explain", "Số liệu lấy từ sổ theo dõi.")
    payload = present_payload(world.dossier, DURING)
    for text in both(payload, "y-kien"):
        assert "nhận được 2 ý kiến" in text
        assert plain(answered.text) in text
        assert "Đã giải trình: Số liệu lấy từ sổ theo dõi." in text
        assert waiting.text in text


def test_what_people_said_stands_with_what_became_of_it():
    payload = draft_of(make_world()) | {"comments": COMMENTS, "posted_on": "2022-12-03"}
    for text in both(payload, "y-kien"):
        assert "Không có ý kiến" not in text
        assert "nhận được 2 ý kiến" in text
        for comment in COMMENTS:
            assert all(words in text for words in comment.values())


@pytest.mark.parametrize("form", FORMS)
def test_after_sending_the_foot_names_the_copy(form):
    world = make_world()
    send(world)
    copy = SubmittedCopy.objects.get()
    for text in both(copy.payload, form, stamp_of(copy)):
        assert "BẢN NHÁP" not in text
        assert "Ia Dơk, ngày 20 tháng 12 năm 2022" in text
        assert "Biên nhận số 2022-23860-01, gửi lúc 10:00, 20/12/2022." in text
        assert copy.sha256 in text


@pytest.mark.parametrize("kind", ["xã", "phường", "thị trấn", "đặc khu"])
@pytest.mark.parametrize("met", [True, False])
def test_the_word_for_the_unit_comes_from_the_data(kind, met):
    payload = draft_of(make_world())
    name = f"{kind[:1].upper()}{kind[1:]} Trường Sa Lớn Ở Rất Xa Với Tên Rất Dài Nguyễn Thị"
    payload["unit"] |= {"name": name, "kind": kind}
    payload["met"] = met
    for form in FORMS:
        for text in both(payload, form):
            assert name.upper() in text
            assert text.count("Trường Sa Lớn") + text.count("TRƯỜNG SA LỚN") >= 2
    subtitle = texts(payload, "bao-cao")["subtitles"][0]
    assert f"{kind} Trường Sa".replace(" ", "") in subtitle.replace("\u00a0", "").replace(" ", "")


def nasty(payload, words):
    """Wherever people's words come to stand."""
    payload["officer"] = words
    payload["comments"] = [{"who": words, "said": words, "answer": words}]
    payload["criteria"][0]["indicators"][0]["contents"][0]["words"] = words
    return payload


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_hostile_words_stand_as_they_are(words):
    payload = nasty(draft_of(make_world()), words)
    for form in ("tong-hop", "y-kien"):
        pdf, word = both(payload, form)
        if words.isprintable():
            assert squeezed(words) in squeezed(pdf)
            assert squeezed(words) in squeezed(word)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=st.text(max_size=120))
def test_no_words_break_a_paper(draft, words):
    payload = nasty(draft, words)
    for form in FORMS:
        both(payload, form)


@pytest.fixture
def draft():
    return draft_of(make_world())


# --- asking and making ---


def test_the_same_figures_are_the_same_paper():
    world = make_world()
    draft_of(world)
    by = acting(world.mai, december(world, 4))
    first = ask_paper(world.dossier, "tong-hop", "pdf", by=by)
    made(first)
    again = ask_paper(world.dossier, "tong-hop", "pdf", by=by)
    assert again.pk == first.pk
    assert again.made_at is not None


def test_other_figures_take_the_place_of_the_draft():
    world = make_world()
    start(world)
    by = acting(world.mai, december(world, 4))
    first = ask_paper(world.dossier, "tong-hop", "pdf", by=by)
    other = ask_paper(world.dossier, "y-kien", "pdf", by=by)
    from tuphap.modules.assessments.tests.world import SELF, save_entries

    save_entries(world.dossier.pk, SELF, lines(world), by=by)
    second = ask_paper(world.dossier, "tong-hop", "pdf", by=by)
    assert set(Paper.objects.values_list("pk", flat=True)) == {other.pk, second.pk}
    assert first.fingerprint != second.fingerprint


def test_a_paper_is_made_once_from_the_figures_of_the_asking():
    world = make_world()
    draft_of(world)
    paper = ask_paper(world.dossier, "tong-hop", "pdf", by=acting(world.mai, december(world, 4)))
    body = made(paper)
    assert body == made(paper)
    assert "118/123" in pdf_text(body)


@pytest.mark.parametrize("file_format", ["pdf", "docx"])
def test_the_papers_of_a_copy_are_the_same_bytes_whenever_they_are_made(file_format):
    world = make_world()
    send(world)
    copy = SubmittedCopy.objects.get()
    paper = Paper.objects.get(copy=copy, form="tong-hop", format=file_format)
    first = made(paper)
    paper.body, paper.made_at = None, None
    paper.save()
    assert made(paper) == first


def test_a_row_names_who_answers_for_it_and_when_it_was_confirmed():
    world = make_world(POINTS_SET)
    fill(world)
    by = acting(world.mai, december(world, 3))
    put_in_charge(world.dossier.pk, {"TC1": world.mai.pk}, by=by)
    mark = line_people(world.dossier)["1.1.1"].mark
    confirm_lines(world.dossier.pk, {"1.1.1": mark}, by=by)
    payload = present_payload(world.dossier, december(world, 4))
    confirmed = f"{world.mai.full_name} đã xác nhận {timezone.localtime(by.at):%H:%M} 03/12/2022"
    signed = {row["label"]: row["signed"] for row in texts(payload, "tong-hop")["rows"]}
    assert signed["1.1.1"] == confirmed
    assert signed["1.2.1"] == world.mai.full_name
    assert signed["2.1.1"] == signed["Tiêu chí 1"] == ""
    for text in both(payload, "tong-hop"):
        assert squeezed(confirmed) in squeezed(text)


def test_a_copy_frozen_before_rows_were_confirmed_still_makes_its_paper():
    payload = draft_of(make_world(POINTS_SET))
    for criterion in payload["criteria"]:
        for indicator in criterion["indicators"]:
            for content in indicator["contents"]:
                del content["officer"], content["confirmed_at"]
    assert {row["signed"] for row in texts(payload, "tong-hop")["rows"]} == {""}
