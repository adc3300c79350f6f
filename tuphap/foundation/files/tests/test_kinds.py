"""What is taken in as evidence, and the sentence for what is not."""

import io
import zipfile

import pytest

from tuphap.foundation.files.kinds import ENDINGS, MOST_BYTES, kind_of
from tuphap.foundation.files.names import LONGEST_NAME, clean_name
from tuphap.rules.refusals import Kind, Refused


def office(folder: str) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(f"{folder}/document.xml", "<d/>")
    return body.getvalue()


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<</Size 1>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
DOCX, XLSX = office("word"), office("xl")
SOUND = {"pdf": PDF, "png": PNG, "jpg": JPEG, "jpeg": JPEG, "docx": DOCX, "xlsx": XLSX}


def test_every_accepted_ending_has_a_sample():
    assert set(SOUND) == set(ENDINGS)


@pytest.mark.parametrize("ending", SOUND)
@pytest.mark.parametrize("content", SOUND)
def test_ending_and_content_must_agree(ending, content):
    same = SOUND[ending] == SOUND[content]
    if same:
        assert ending in kind_of(f"tep.{ending}", SOUND[content]).endings
        return
    with pytest.raises(Refused) as refused:
        kind_of(f"tep.{ending}", SOUND[content])
    assert refused.value.kind is Kind.INVALID
    assert refused.value.fields == {"file": refused.value.sentence}


def test_the_sentence_names_what_it_is_and_what_to_do():
    with pytest.raises(Refused) as refused:
        kind_of("anh.pdf", JPEG)
    assert refused.value.sentence == (
        "Không nhận tệp “anh.pdf”: nội dung là ảnh JPEG, không phải PDF. "
        "Đổi đuôi tệp thành .jpg hoặc xuất lại PDF."
    )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("so-hoa-giai.pdf", b"%PDF-1.6\ntrailer\n<</Encrypt 12 0 R>>"),
        ("so-hoa-giai.pdf", b"%PDF-1.6\n<</Encrypt<</Filter/Standard>>>>"),
        (
            "so-hoa-giai.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        ),
    ],
)
def test_a_locked_file_is_refused_by_its_lock(name, body):
    with pytest.raises(Refused) as refused:
        kind_of(name, body)
    assert refused.value.sentence == (
        f"Không nhận tệp “{name}”: tệp có mật khẩu. Bỏ mật khẩu rồi tải lên lại."
    )


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("trong.pdf", b"", "empty_file"),
        ("lon.pdf", b"%PDF-" + b"0" * MOST_BYTES, "file_too_large"),
        ("trang.html", b"<script>alert(1)</script>", "file_kind"),
        ("hinh.svg", b"<svg/>", "file_kind"),
        ("khong-duoi", PDF, "file_kind"),
        ("pdf", PDF, "file_kind"),
        ("trang.pdf", b"<html>%PDF-1.7", "file_disguised"),
        ("cu.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Word 97", "file_disguised"),
        ("thuong.docx", b"PK\x03\x04 anything", "file_disguised"),
    ],
)
def test_what_is_not_taken_in(name, body, code):
    with pytest.raises(Refused) as refused:
        kind_of(name, body)
    assert refused.value.code == code
    assert f"“{name}”" in refused.value.sentence


def test_the_largest_file_is_still_taken_in():
    assert kind_of("lon.pdf", PDF + b"0" * (MOST_BYTES - len(PDF))).endings == ("pdf",)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("Sổ theo dõi hòa giải.pdf", "Sổ theo dõi hòa giải.pdf"),
        ("Sô\u0309 theo dõi.pdf".replace("ô\u0309", "o\u0302\u0309"), "Sổ theo dõi.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\mai\\bao cao.docx", "bao cao.docx"),
        ("a\0b\r\nc.pdf", "ab c.pdf"),
        ("a\u202efdp.exe.pdf", "afdp.exe.pdf"),
        ('a"<b>|?.pdf', "a-b-.pdf"),
        ("", "tep"),
        ("...", "tep"),
        (".pdf", "pdf"),
    ],
)
def test_names_keep_their_letters_and_lose_what_hurts(given, kept):
    assert clean_name(given) == kept


def test_a_long_name_keeps_its_ending():
    name = clean_name("ả" * 500 + ".pdf")
    assert len(name) == LONGEST_NAME
    assert name.endswith("ả.pdf")


def test_an_ending_without_end_is_cut():
    assert len(clean_name("a." + "b" * 500)) == LONGEST_NAME
