"""What a province says to one row: written by its officer, read by all who work in it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.files.models import Scan, StoredFile
from tuphap.foundation.files.tests.hostile import TABLE
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    acting,
    employ,
    in_status,
    make_world,
    moment,
    signed_in,
    start,
)
from tuphap.modules.criteria.guidance_actions import Place, write_guidance
from tuphap.modules.criteria.models import Guidance, GuidanceFile
from tuphap.rules.permissions import ROLE_GRANTS, Role
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

pytestmark = pytest.mark.django_db
ROW, WORDS = "1.1.1", "Đếm theo ngày ký.\nKèm danh mục văn bản."
PAGE = f"/bo-tieu-chi/{PASS_SET}/huong-dan/{ROW}/"


@pytest.fixture
def world():
    return make_world(PASS_SET)


def text(response):
    return response.content.decode()


def upload(name="mau.docx", body=None):
    return SimpleUploadedFile(name, SOUND[name.rpartition(".")[2]] if body is None else body)


def write(world, words=WORDS, version="1", person=None, page=PAGE):
    client = signed_in(person or world.ha)
    return client.post(f"{page}ghi/", {"text": words, "version": version})


def add(world, *files, person=None, page=PAGE):
    return signed_in(person or world.ha).post(f"{page}tep/", {"file": files or (upload(),)})


def kept():
    return GuidanceFile.objects.select_related("file").latest("pk")


def address(file=None):
    return f"/huong-dan/tep/{(file or kept()).file_id}/"


def another_province():
    begins = Unit.objects.get(code="52").valid_from
    return Unit.objects.create(
        code="51", name="Tỉnh Quảng Ngãi", kind="tỉnh", path="/51/", valid_from=begins
    )


def at_province(world, role):
    person = Person.objects.create(email="ai@example.gov.vn", full_name="Ai đó", password="!")
    starts = world.province.valid_from
    Post.objects.create(person=person, unit=world.province, role=role.value, starts_on=starts)
    return person


# --- writing ---


def test_the_words_are_dated_by_who_and_when(world):
    answer = write(world)
    assert answer.headers["Location"] == PAGE
    page = text(signed_in(world.mai).get(PAGE))
    assert "Đếm theo ngày ký." in page
    assert f"Đỗ Thu Hà ghi {timezone.localtime():%d/%m/%Y}" in page
    assert Event.objects.get(kind="guidance_written").subject == f"{PASS_SET} {ROW}"


def test_other_words_replace_them_and_the_old_ones_stay_known(world):
    write(world)
    write(world, "Chỉ đếm văn bản đã đăng Công báo.", version="2")
    page = text(signed_in(world.ha).get(PAGE))
    assert "Các bản trước (1 lần ghi)" in page
    assert "Đếm theo ngày ký." in page
    assert Guidance.objects.get().text == "Chỉ đếm văn bản đã đăng Công báo."


def test_who_saw_an_older_version_overwrites_nothing_and_loses_nothing(world):
    write(world)
    answer = write(world, "Ghi đè.", version="1")
    assert answer.status_code == 409
    assert "vừa được sửa ở nơi khác" in text(answer)
    assert ">Ghi đè.</textarea>" in text(answer)
    assert Guidance.objects.get().text == WORDS


def test_too_long_a_text_stays_in_its_field(world):
    answer = write(world, "a" * 3001)
    assert answer.status_code == 422
    assert "Hướng dẫn dài 3001 ký tự, tối đa 3000" in text(answer)
    assert "a" * 3001 in text(answer)
    assert not Guidance.objects.filter(text__gt="").exists()


def test_text_is_shown_as_text(world):
    write(world, "<script>alert(1)</script>")
    assert "&lt;script&gt;alert(1)" in text(signed_in(world.mai).get(PAGE))


def test_what_cannot_be_seen_is_not_kept(world):
    """Text turned round, and letters without a width."""
    write(world, "Hoà giải\u202e\u200b ở cơ sở.")
    assert Guidance.objects.get().text == normalise("Hoà giải ở cơ sở.")


@pytest.mark.parametrize("version", ["", "một", "-1", "9" * 40, "１"])
def test_a_forged_version_writes_nothing(world, version):
    assert write(world, version=version).status_code == 409
    assert not Guidance.objects.filter(text__gt="").exists()


@pytest.mark.parametrize("role", Role)
def test_writing_follows_the_table(world, role):
    person = at_province(world, role)
    may = "guidance.manage" in ROLE_GRANTS[role]
    assert write(world, person=person).status_code == (302 if may else 403)
    assert add(world, person=person).status_code == (302 if may else 403)
    assert Guidance.objects.filter(text=WORDS).exists() is may
    assert GuidanceFile.objects.exists() is may


@pytest.mark.parametrize("page", [PAGE.replace(ROW, row) for row in ("9.9.9", "TC1", "DK1")])
def test_only_indicators_and_contents_have_guidance(world, page):
    assert signed_in(world.ha).get(page).status_code == 404
    assert write(world, page=page).status_code == 404
    assert add(world, page=page).status_code == 404
    assert not Guidance.objects.exists()


def test_one_province_does_not_write_for_another(world):
    place = Place(another_province(), PASS_SET, ROW)
    with pytest.raises(Refused) as refused:
        write_guidance(place, "Sai chỗ.", version=1, by=acting(world.ha, moment(2026, 6, 2)))
    assert refused.value.kind is Kind.FORBIDDEN


# --- files ---


def test_several_files_at_once_the_sound_ones_are_kept(world):
    answer = add(world, upload("mau.docx"), upload("mau.xlsx"), upload("anh.pdf", SOUND["png"]))
    assert answer.status_code == 422
    assert "Không nhận tệp “anh.pdf”" in text(answer)
    names = GuidanceFile.objects.order_by("pk").values_list("file__name", flat=True)
    assert list(names) == ["mau.docx", "mau.xlsx"]


def test_a_kind_that_is_no_template_is_not_taken(world):
    answer = add(world, upload("anh.png"))
    assert answer.status_code == 422
    assert "đuôi tệp không thuộc các loại nhận. Dùng PDF, DOCX hoặc XLSX" in text(answer)


def test_hostile_files_are_told_by_name_and_none_is_kept(world):
    reasons = ("file_disguised", "office_macro", "office_external", "pdf_script", "container_ratio")
    rows = [next(row for row in TABLE if row.reason == reason) for reason in reasons]
    answer = add(world, *(upload(f"{n}-{row.name}", row.make()) for n, row in enumerate(rows)))
    assert answer.status_code == 422
    for number, row in enumerate(rows):
        assert f"Không nhận tệp “{number}-{row.name}”" in text(answer)
    assert not GuidanceFile.objects.exists()


def test_the_same_file_stands_once_at_a_row(world):
    add(world)
    assert "đã có tệp này" in text(add(world, upload("ten-khac.docx", SOUND["docx"])))
    assert GuidanceFile.objects.count() == 1


def test_no_more_files_than_the_place_takes(world):
    add(world)
    first = kept()
    for number in range(9):
        row = StoredFile.objects.create(
            name=f"{number}.pdf", content_type="application/pdf", size=9,
            sha256=f"{number:064d}", stored_at=timezone.now(),
        )  # fmt: skip
        GuidanceFile.objects.create(
            guidance=first.guidance, file=row, added_by=world.ha, added_at=timezone.now()
        )
    assert "đã có 10 tệp, nhiều nhất" in text(add(world, upload("mau.xlsx")))


def test_no_file_chosen_is_said_beside_the_field(world):
    answer = signed_in(world.ha).post(f"{PAGE}tep/", {})
    assert answer.status_code == 422
    assert "Chưa chọn tệp" in text(answer)


def test_a_new_version_takes_the_place_and_the_old_one_stays_to_be_read(world):
    add(world)
    old = kept()
    sent = {"file": upload("mau-moi.xlsx")}
    answer = signed_in(world.ha).post(f"/huong-dan/{old.pk}/thay/", sent)
    assert answer.headers["Location"] == PAGE
    new = kept()
    assert (new.version, new.replaces_id) == (2, old.pk)
    old.refresh_from_db()
    assert old.removed_by == world.ha
    page = text(signed_in(world.mai).get(PAGE))
    assert "Tệp (1)" in page
    assert "Các bản trước (1 tệp)" in page
    assert signed_in(world.mai).get(address(old)).status_code == 200


def test_what_is_removed_leaves_a_trace(world):
    add(world)
    gone = kept()
    assert signed_in(world.ha).post(f"/huong-dan/{gone.pk}/go/").status_code == 302
    gone.refresh_from_db()
    assert gone.removed_by == world.ha
    assert Event.objects.get(kind="guidance_file_removed").detail["file"] == "mau.docx"
    assert signed_in(world.ha).post(f"/huong-dan/{gone.pk}/go/").status_code == 404


@pytest.mark.parametrize("deed", ["thay", "go"])
def test_nobody_else_replaces_or_removes(world, deed):
    add(world)
    theirs = employ("Sở khác", another_province(), Role.PROVINCE_OFFICER)
    for person, status in ((world.mai, 403), (world.hung, 403), (theirs, 404)):
        sent = {"file": upload("mau.xlsx")}
        answer = signed_in(person).post(f"/huong-dan/{kept().pk}/{deed}/", sent)
        assert answer.status_code == status
    assert GuidanceFile.objects.get().removed_at is None


# --- reading ---


@pytest.mark.parametrize("who", ["mai", "lan", "binh", "hung", "ha", "phuc"])
def test_everybody_of_the_province_downloads_it(world, who):
    add(world)
    answer = signed_in(getattr(world, who)).get(address())
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == SOUND["docx"]
    assert answer.headers["Content-Security-Policy"].startswith("sandbox")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert Event.objects.filter(kind="file_downloaded").count() == 1


@pytest.mark.parametrize("role", [Role.PROVINCE_OFFICER, Role.COMMUNE_OFFICER])
def test_another_province_knows_nothing_of_it(world, role):
    write(world)
    add(world)
    client = signed_in(employ("Sở khác", another_province(), role))
    assert client.get(address()).status_code == 404
    assert "Đếm theo ngày ký." not in text(client.get(PAGE))
    assert "Hướng dẫn, biểu mẫu (1 tệp)" not in text(client.get(f"/bo-tieu-chi/{PASS_SET}/"))


def test_a_waiting_file_is_for_who_added_it_and_an_infected_one_for_nobody(world):
    add(world)
    StoredFile.objects.update(scan=Scan.WAITING)
    assert signed_in(world.ha).get(address()).status_code == 200
    assert signed_in(world.mai).get(address()).status_code == 409
    StoredFile.objects.update(scan=Scan.INFECTED)
    assert signed_in(world.ha).get(address()).status_code == 409


def test_the_page_of_the_set_says_where_there_is_some(world):
    write(world)
    add(world, upload("mau.docx"), upload("mau.xlsx"))
    for person in (world.ha, world.mai):
        page = text(signed_in(person).get(f"/bo-tieu-chi/{PASS_SET}/"))
        assert page.count("Hướng dẫn, biểu mẫu (2 tệp)") == 1
    assert "Ghi hướng dẫn, biểu mẫu" in text(signed_in(world.ha).get(f"/bo-tieu-chi/{PASS_SET}/"))
    assert "Ghi hướng dẫn, biểu mẫu" not in page


# --- on the sheet and on the desk ---


def test_it_stands_beside_its_line_and_its_indicator(world):
    write(world)
    add(world)
    write(world, "Nói chung cho chỉ tiêu.", page=PAGE.replace(ROW, "1.1"))
    start(world)
    page = text(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/"))
    assert "Hướng dẫn, biểu mẫu (1)" in page
    assert address() in page
    assert page.count("Đếm theo ngày ký.") == 1
    assert page.index("Nói chung cho chỉ tiêu.") < page.index('id="nd-1-1-1"')
    assert page.index('id="nd-1-1-1"') < page.index("Đếm theo ngày ký.")
    assert page.index("Đếm theo ngày ký.") < page.index('id="nd-1-2-1"')


def test_the_page_of_the_documents_of_a_line_has_it_too(world):
    write(world)
    write(world, "Nói chung cho chỉ tiêu.", page=PAGE.replace(ROW, "1.1"))
    start(world)
    client = signed_in(world.mai)
    page = text(client.get(f"/phieu/{world.dossier.pk}/tai-lieu/{ROW}/"))
    assert "Đếm theo ngày ký." in page
    assert "Nói chung cho chỉ tiêu." in page
    other = text(client.get(f"/phieu/{world.dossier.pk}/tai-lieu/1.2.1/"))
    assert "Hướng dẫn, biểu mẫu" not in other


def test_what_was_taken_away_stands_there_no_more(world):
    write(world)
    add(world)
    write(world, "", version="2")
    signed_in(world.ha).post(f"/huong-dan/{kept().pk}/go/")
    start(world)
    page = text(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/"))
    assert "Hướng dẫn, biểu mẫu" not in page


def test_an_infected_file_is_not_offered(world):
    add(world)
    StoredFile.objects.update(scan=Scan.INFECTED)
    start(world)
    assert address() not in text(signed_in(world.mai).get(f"/phieu/{world.dossier.pk}/"))


@pytest.mark.parametrize("row", [ROW, "1.1"])
def test_the_appraiser_has_it_beside_the_evidence(row):
    world = in_status("under_review", PASS_SET)
    write(world, page=PAGE.replace(ROW, row))
    add(world, page=PAGE.replace(ROW, row))
    desk = f"/tham-tra/{world.dossier.pk}/"
    page = text(signed_in(world.hung).get(desk, {"noi-dung": ROW}))
    assert f"Hướng dẫn, biểu mẫu của {row}" in page
    assert address() in page
    elsewhere = text(signed_in(world.hung).get(desk, {"noi-dung": "2.1.1"}))
    assert "Hướng dẫn, biểu mẫu" not in elsewhere
