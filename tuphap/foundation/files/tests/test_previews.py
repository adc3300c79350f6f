"""Pages as pictures, made behind the fence and kept."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from tuphap.foundation.files import actions, fence, previews
from tuphap.foundation.files.places import place_of_picture
from tuphap.foundation.files.tests.largest import telephone_jpeg
from tuphap.foundation.files.tests.sound import SOUND
from tuphap.foundation.files.tests.test_storing import NOW
from tuphap.outlets.demo.papers import small_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def stored(name, body):
    return actions.store(SimpleUploadedFile(name, body), at=NOW)


def sideways_jpeg() -> bytes:
    """As a telephone writes it: lying down, with a place, and the word that it should stand."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera bí mật"
    body = io.BytesIO()
    Image.new("RGB", (400, 200), "red").save(body, "JPEG", exif=exif)
    return body.getvalue()


def test_a_page_of_a_pdf_is_drawn_with_its_words():
    with Image.open(previews.picture_of(stored("a.pdf", small_pdf("So hoa giai")), 1)) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1100
        assert len(picture.convert("L").getcolors()) > 2


def test_a_picture_stands_upright_and_has_lost_what_it_told():
    place = previews.picture_of(stored("a.jpg", sideways_jpeg()), 1)
    with Image.open(place) as picture:
        assert picture.width < picture.height
        assert not picture.getexif()
    assert "bí mật".encode() not in place.read_bytes()


@pytest.mark.parametrize("name", ["a.png", "a.jpg"])
def test_pictures_are_drawn(name):
    row = stored(name, SOUND[name[-3:]])
    assert previews.picture_of(row, 1).exists()


def test_a_picture_of_a_telephone_is_made_small():
    with Image.open(previews.picture_of(stored("a.jpg", telephone_jpeg()), 1)) as picture:
        assert picture.width == 1100


def test_it_is_drawn_once(monkeypatch):
    row = stored("a.pdf", SOUND["pdf"])
    first = previews.picture_of(row, 1)
    monkeypatch.setattr(fence, "ask", None)
    assert previews.picture_of(row, 1) == first


def test_there_is_no_picture_of_what_is_no_page():
    row = stored("a.pdf", SOUND["pdf"])
    assert [previews.picture_of(row, page) for page in (0, 2, -1)] == [None, None, None]
    assert previews.picture_of(stored("a.docx", SOUND["docx"]), 1) is None


def test_what_cannot_be_drawn_leaves_nothing(monkeypatch):
    row = stored("a.pdf", SOUND["pdf"])
    monkeypatch.setattr(previews, "SHOWING", fence.Bounds(15, 60, 10))
    assert previews.picture_of(row, 1) is None
    assert list(place_of_picture(row.sha256, 1).parent.iterdir()) == []
