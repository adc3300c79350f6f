"""How files look: the same picture saved again is near, another one is not, an empty one never."""

import io
from random import Random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image, ImageDraw, ImageFilter

from tuphap.foundation.files import actions, looks, previews
from tuphap.foundation.files.checks.look import NOTHING, look_of
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.tests.test_storing import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def photograph(seed: int) -> Image.Image:
    """Spots of many greys, as a room full of people looks from afar."""
    random = Random(seed)
    picture = Image.new("L", (600, 400), random.randint(60, 200))
    draw = ImageDraw.Draw(picture)
    for _ in range(25):
        x, y = random.randint(0, 600), random.randint(0, 400)
        size = random.randint(20, 200)
        draw.ellipse((x, y, x + size, y + size), fill=random.randint(0, 255))
    return picture.filter(ImageFilter.GaussianBlur(3))


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    body = io.BytesIO()
    picture.save(body, kind, **options)
    return body.getvalue()


def stored(name: str, body: bytes) -> StoredFile:
    row = actions.store(SimpleUploadedFile(name, body), at=NOW)
    previews.look_at(row.sha256)
    return StoredFile.objects.get(pk=row.pk)


def near_to(row: StoredFile) -> list[str]:
    rows = StoredFile.objects.filter(looks.near_any("look", [row.look]))
    return sorted(rows.values_list("name", flat=True))


def test_the_same_picture_saved_smaller_is_near_and_another_is_not():
    first = stored("a.png", saved(photograph(1), "PNG"))
    again = stored("b.jpg", saved(photograph(1).resize((300, 200)), "JPEG", quality=40))
    other = stored("c.png", saved(photograph(2), "PNG"))
    assert first.sha256 != again.sha256
    assert near_to(first) == ["a.png", "b.jpg"]
    assert looks.is_near(first.look, again.look)
    assert not looks.is_near(first.look, other.look)


def test_database_and_program_count_bits_alike():
    base = look_of(photograph(1))
    for bits in (0, 1, 0b111, 0b1111, 1 << 63, -1):
        other = _signed(base ^ bits)
        StoredFile.objects.all().delete()
        StoredFile.objects.create(name="x", size=1, sha256="0" * 64, stored_at=NOW, look=other)
        found = StoredFile.objects.filter(looks.near_any("look", [base])).exists()
        assert found == looks.is_near(base, other)


def _signed(value: int) -> int:
    value &= (1 << 64) - 1
    return value - (1 << 64) if value >> 63 else value


def test_an_empty_page_has_nothing_to_compare():
    empty = stored("a.png", saved(Image.new("L", (400, 300), 250), "PNG"))
    assert empty.look == NOTHING
    assert not looks.is_near(empty.look, empty.look)


def test_a_look_is_kept_for_all_rows_of_the_same_bytes():
    body = saved(photograph(1), "PNG")
    first = stored("a.png", body)
    again = actions.store(SimpleUploadedFile("b.png", body), at=NOW)
    assert again.look == first.look != NOTHING


def test_files_nobody_has_drawn_are_taken_up_later_and_once():
    row = actions.store(SimpleUploadedFile("a.png", saved(photograph(1), "PNG")), at=NOW)
    assert looks.not_looked_at() == [row.sha256]
    previews.look_at(row.sha256)
    assert looks.not_looked_at() == []


def test_what_cannot_be_drawn_is_not_tried_for_ever(tmp_path):
    row = actions.store(SimpleUploadedFile("a.png", saved(photograph(1), "PNG")), at=NOW)
    (tmp_path / row.sha256[:2] / row.sha256).write_bytes(b"x")
    assert not previews.look_at(row.sha256)
    assert looks.not_looked_at() == []
