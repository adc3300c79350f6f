"""Every hostile file gets its documented answer within the limits, measured in the check."""

import json
import unicodedata

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from tuphap.foundation.files import actions, fence
from tuphap.foundation.files.checks.reasons import REASONS, Unfit
from tuphap.foundation.files.checks.request import Request
from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.names import clean_name
from tuphap.foundation.files.tests.hostile import TABLE, Hostile, field, formula
from tuphap.foundation.files.tests.largest import LARGEST
from tuphap.foundation.files.tests.sound import SOUND, office
from tuphap.foundation.files.tests.test_storing import NOW, files_below
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db
KILOBYTES = 150 * 1024


@pytest.fixture(autouse=True)
def _own_folder(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def cost(monkeypatch):
    """What each look behind the fence cost, also where it ended in a refusal."""
    seen = []
    ended = fence._run

    def measured(*args):
        seen.append(ended(*args))
        return seen[-1]

    monkeypatch.setattr(fence, "_run", measured)
    return seen


def used(ended: fence.Ended) -> int:
    """What a process says it used; the bound on its address space holds where it says nothing."""
    return json.loads(ended.words)["kilobytes"] if ended.words else 0


def test_there_are_sixty_of_them_and_every_reason_is_met():
    assert len(TABLE) >= 60
    assert len({row.what for row in TABLE}) == len(TABLE)
    assert set(REASONS) - {row.reason for row in TABLE} == {"check_too_long"}


@pytest.mark.parametrize("row", TABLE, ids=[row.what for row in TABLE])
def test_a_hostile_file_gets_its_answer(row: Hostile, cost, tmp_path):
    with pytest.raises(Refused) as refused:
        actions.store(SimpleUploadedFile(row.name, row.make()), at=NOW)
    assert refused.value.code == row.reason
    assert refused.value.sentence.startswith(f"Không nhận tệp “{clean_name(row.name)}”: ")
    assert "{" not in refused.value.sentence
    assert StoredFile.objects.count() == 0
    assert files_below(tmp_path) == []
    assert all(used(ended) <= KILOBYTES and not ended.is_late for ended in cost)


@pytest.mark.parametrize("ending", SOUND)
def test_a_sound_file_is_kept(ending, cost):
    stored = actions.store(SimpleUploadedFile(f"Sổ.{ending}", SOUND[ending]), at=NOW)
    assert stored.name == f"Sổ.{ending}"
    assert (stored.checks, stored.scan) == (1, "none")
    assert stored.pages == (0 if ending in ("docx", "xlsx") else 1)
    assert [ended.status for ended in cost] == [0]


def test_names_in_both_forms_come_back_in_one():
    composed = "Sổ theo dõi.pdf"
    decomposed = unicodedata.normalize("NFD", composed)
    assert composed != decomposed
    for name in (composed, decomposed, f"../../{decomposed}", f"C:\\{decomposed}"):
        stored = actions.store(SimpleUploadedFile("x.pdf", SOUND["pdf"]), at=NOW)
        assert stored.name == "x.pdf"
        upload = SimpleUploadedFile("x.pdf", SOUND["pdf"])
        upload._name = name
        assert actions.store(upload, at=NOW).name == composed


def test_foreign_words_in_a_sentence_are_quoted_and_shortened():
    name = "word/embeddings/" + "ả" * 200 + "\u202e\n.bin"
    with pytest.raises(Refused) as refused:
        actions.store(SimpleUploadedFile("a.docx", office("docx", {name: "x"})), at=NOW)
    assert "\u202e" not in refused.value.sentence
    assert len(refused.value.sentence) < 200


@pytest.mark.parametrize("name", LARGEST)
def test_the_heaviest_honest_files_stay_within_the_limits(name, cost):
    stored = actions.store(SimpleUploadedFile(name, LARGEST[name]()), at=NOW)
    assert stored.size > 5 * 1024 * 1024
    assert used(cost[-1]) <= KILOBYTES


def test_a_check_that_does_not_end_is_ended(monkeypatch, tmp_path):
    sleeper = tmp_path / "door.py"
    sleeper.write_text("import time\nwhile True: time.sleep(1)\n")
    monkeypatch.setattr(fence, "DOOR", sleeper)
    (tmp_path / "a.pdf").write_bytes(SOUND["pdf"])
    with (tmp_path / "a.pdf").open("rb") as body, pytest.raises(Unfit) as unfit:
        fence.ask(body, Request("check", "pdf", 1), fence.Bounds(seconds=1, megabytes=150))
    assert unfit.value.code == "check_too_long"


def test_a_check_that_eats_the_processor_is_ended_by_the_kernel(monkeypatch, tmp_path):
    """Also where nobody looks at a clock any more."""
    busy = tmp_path / "door.py"
    busy.write_text(
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass\n"
    )
    monkeypatch.setattr(fence, "DOOR", busy)
    (tmp_path / "a.pdf").write_bytes(SOUND["pdf"])
    with (tmp_path / "a.pdf").open("rb") as body, pytest.raises(Unfit) as unfit:
        fence.ask(body, Request("check", "pdf", 1), fence.Bounds(60, 150))
    assert unfit.value.code == "check_too_long"


@pytest.mark.parametrize(
    "words", ["SUM(A1:A9)/'Xã | thôn'!B2", 'IF(A1="a|b","WEBSERVICE(","")', "RECALL(A1)"]
)
def test_a_workbook_may_compute(words):
    body = formula(words)()
    assert actions.store(SimpleUploadedFile("so.xlsx", body), at=NOW).size == len(body)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["https://xa.gov.vn/link/12", "http://a.vn/import?dde=1"])
def test_a_link_to_an_address_is_no_command_whatever_its_words(address):
    body = field(f' HYPERLINK "{address}" ')()
    assert actions.store(SimpleUploadedFile("so.docx", body), at=NOW).size == len(body)
