"""Endings, names and limits; what is inside a file is asked in test_hostile.py."""

import re
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.files.actions import store
from tuphap.foundation.files.checks.reasons import REASONS
from tuphap.foundation.files.kinds import KINDS, kind_by_ending, kind_by_type
from tuphap.foundation.files.limits import PLACES, SCAN, size_words
from tuphap.foundation.files.names import LONGEST_NAME, clean_name
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.files.tests.test_storing import NOW
from tuphap.rules.refusals import Kind, Refused

MANUAL = Path(__file__).resolve().parents[4] / "docs" / "manual" / "files.md"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def test_every_ending_has_a_sound_sample_and_one_kind():
    endings = [ending for kind in KINDS.values() for ending in kind.endings]
    assert sorted(SOUND) == sorted(endings)
    assert all(kind_by_type(kind.content_type) == kind for kind in KINDS.values())


@pytest.mark.django_db
@pytest.mark.parametrize("ending", SOUND)
@pytest.mark.parametrize("content", SOUND)
def test_ending_and_content_must_agree(ending, content):
    upload = SimpleUploadedFile(f"tep.{ending}", SOUND[content])
    kind = kind_by_ending(f"a.{content}")
    if kind_by_ending(f"a.{ending}") == kind:
        assert store(upload, at=NOW).content_type == kind.content_type
        return
    with pytest.raises(Refused) as refused:
        store(upload, at=NOW)
    assert refused.value.kind is Kind.INVALID
    assert refused.value.fields == {"file": refused.value.sentence}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        (
            "anh.pdf",
            "jpg",
            "Không nhận tệp “anh.pdf”: nội dung là ảnh JPEG, không phải PDF. "
            "Đổi đuôi tệp thành .jpg hoặc xuất lại PDF.",
        ),
        (
            "so.docx",
            "xlsx",
            "Không nhận tệp “so.docx”: nội dung là Excel, không phải Word. "
            "Đổi đuôi tệp thành .xlsx hoặc xuất lại Word.",
        ),
    ],
)
def test_the_sentence_names_what_it_is_and_what_to_do(name, content, sentence):
    with pytest.raises(Refused) as refused:
        store(SimpleUploadedFile(name, SOUND[content]), at=NOW)
    assert refused.value.sentence == sentence


def test_each_place_takes_its_own_kinds_and_sizes():
    with pytest.raises(Refused) as refused:
        store(SimpleUploadedFile("a.docx", SOUND["docx"]), at=NOW, place=SCAN)
    assert refused.value.sentence.endswith("Dùng PDF, PNG hoặc JPG.")
    large = SimpleUploadedFile("a.pdf", b"")
    large.size = SCAN.most_bytes + 1
    with pytest.raises(Refused) as refused:
        store(large, at=NOW, place=SCAN)
    assert "tệp lớn hơn 20 MB" in refused.value.sentence


def test_the_manual_lists_every_limit_and_every_reason():
    text = MANUAL.read_text(encoding="utf-8")
    for place in PLACES:
        row = (
            f"| {place.words} | {place.kinds_words} | {size_words(place.most_bytes)} | "
            f"{size_words(place.most_unpacked)} | {place.most_files} | {size_words(place.quota)} |"
        )
        assert row in text
    for code, reason in REASONS.items():
        assert f"| `{code}` | {reason.about} | {reason.sentence} |" in text
    assert len(re.findall(r"^\| `", text, re.M)) == len(REASONS)


@pytest.mark.parametrize("reason", REASONS.values(), ids=list(REASONS))
def test_a_reason_says_what_is_wrong_and_then_what_to_do(reason):
    assert re.fullmatch(r"[^.]+\. .+\.", reason.sentence)


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
