"""“Lịch sử số liệu”: who made what of which figure and document, for the unit and those above."""

import re

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.files.tests.sound import SOUND
from tuphap.modules.assessments.actions.evidence import add_file, remove_evidence, replace_file
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests.test_line_results import REASON, appraised
from tuphap.modules.assessments.tests.test_type_for_unit import confirmed, typed
from tuphap.modules.assessments.tests.world import (
    SELF,
    acting,
    december,
    full_sheet,
    make_world,
    save_entries,
    signed_in,
    start,
)
from tuphap.rules.scoring import Answer

pytestmark = pytest.mark.django_db
LINE = "1.2.1"


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def world():
    world = make_world()
    with time_machine.travel(december(world, 21), tick=True):
        start(world)
        yield world


def page(world, person=None, query=""):
    address = f"/phieu/{world.dossier.pk}/lich-su/so-lieu/{query}"
    return signed_in(person or world.mai).get(address)


def events(response) -> list[str]:
    """The rows of the table as plain text, newest first."""
    body = re.search(r"<tbody>(.*)</tbody>", response.content.decode(), re.S)
    rows = re.findall(r"<tr>(.*?)</tr>", body[1] if body else "", re.S)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)).strip() for row in rows]


def write(world, done, due, explanation="", day=3, item=LINE):
    given = Given(Answer(done=done, due=due), explanation)
    by = acting(world.mai, december(world, day))
    return save_entries(world.dossier.pk, SELF, {item: given}, by=by)


def test_a_figure_says_who_when_and_from_what_to_what(world):
    write(world, 34, 38, "Theo sổ.")
    write(world, 35, 38, "Theo sổ mới.", day=4)
    newest, first = events(page(world))
    for words in ("04/12/2022 10:00", LINE, "Sửa số liệu", "34/38 → 35/38", world.mai.full_name):
        assert words in newest
    assert "Giải thích: Theo sổ. → Theo sổ mới." in newest
    assert "Nhập số liệu" in first
    assert "(để trống) → 34/38" in first


def test_documents_come_with_who_put_exchanged_and_took_them_away(world):
    by = acting(world.mai, december(world, 3))
    bodies = [
        SimpleUploadedFile("Sổ.pdf", SOUND["pdf"]),
        SimpleUploadedFile("Ảnh.png", SOUND["png"]),
    ]
    old = add_file(world.dossier.pk, LINE, bodies[0], by=by)
    new = replace_file(
        world.dossier.pk, old.pk, bodies[1], by=acting(world.mai, december(world, 4))
    )
    remove_evidence(world.dossier.pk, new.pk, by=acting(world.mai, december(world, 5)))
    removed, replaced, added = events(page(world))
    assert "Gỡ tài liệu" in removed
    assert world.mai.full_name in removed
    assert "Thay tài liệu Tài liệu: Sổ.pdf → Ảnh.png Bản 2." in replaced
    assert "Thêm tài liệu Tài liệu: Sổ.pdf" in added


def test_typing_from_paper_and_the_word_of_the_unit_stand_in_it():
    world = make_world()
    with time_machine.travel(december(world, 21), tick=True):
        typed(world)
        confirmed(world)
        rows = events(page(world))
    assert "Cả phiếu Xác nhận số liệu nhập thay" in rows[0]
    assert world.mai.full_name in rows[0]
    assert "Nhập thay từ bản giấy." in rows[1]
    assert world.hung.full_name in rows[1]
    assert "Bắt đầu nhập thay từ bản giấy" in rows[-1]


def test_nothing_of_the_appraised_column_is_in_it():
    world = appraised()
    for person in (world.mai, world.hung):
        assert REASON not in page(world, person).content.decode()


def test_another_unit_finds_no_such_page(world):
    assert page(world, world.lan).status_code == 404


def test_it_is_cut_into_pages_and_to_a_line_at_the_same_number_of_questions(world):
    write(world, 0, 40)
    write(world, 1, 40, day=4)
    client = signed_in(world.mai)
    address = f"/phieu/{world.dossier.pk}/lich-su/so-lieu/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert len(events(client.get(address))) == 2
    by = acting(world.mai, december(world, 4))
    save_entries(world.dossier.pk, SELF, full_sheet(world), by=by)
    for done in range(2, 30):
        write(world, done, 40, day=5)
    with CaptureQueriesContext(connection) as many:
        assert len(events(client.get(address))) == 40
    assert len(many) <= len(few)
    assert "Trang 1/2" in client.get(address).content.decode()
    one_line = events(client.get(f"{address}?noi-dung={LINE}"))
    assert len(one_line) == 31
    assert all(f" {LINE} " in row for row in one_line)
