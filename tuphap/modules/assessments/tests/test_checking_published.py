"""What was published from real sheets is computed once more: by the command, and by strangers."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests.architecture.source import BASE
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.modules.assessments.actions.publishing import payload_of_period
from tuphap.modules.assessments.models import Entry
from tuphap.modules.assessments.tests.test_publishing_action import decided, publish
from tuphap.modules.assessments.tests.world import PASS_SET, POINTS_SET
from tuphap.outlets.exchange.open_data import results_json
from tuphap.rules.published_check import FROM_FIGURES, FROM_PARENT, FROM_POINTS, check_payload

pytestmark = pytest.mark.django_db
EXAMPLE = BASE / "docs" / "examples" / "recompute.py"


def stored(copy: PublishedCopy, at: Path, change: tuple[str, str] = ("", "")) -> Path:
    """The open data of the copy; `change` writes one text for another."""
    path = at / "ket-qua.json"
    path.write_bytes(results_json(copy).replace(*(part.encode() for part in change), 1))
    return path


def verified(path: Path) -> tuple[int, dict[str, Any]]:
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_publication", str(path), "--json", stdout=out)
    return int(ended.value.code or 0), json.loads(out.getvalue())


def by_a_stranger(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(EXAMPLE), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_a_copy_agrees_with_its_figures_however_it_is_checked(code: str, tmp_path: Path) -> None:
    path = stored(publish(decided(code)), tmp_path)
    status, found = verified(path)
    assert (status, found["agrees"], found["differences"]) == (0, True, [])
    assert found["levels"][FROM_FIGURES] > 10
    assert (found["levels"][FROM_POINTS], found["levels"][FROM_PARENT]) == (0, 0)
    stranger = by_a_stranger(path)
    assert (stranger.returncode, stranger.stdout.strip()) == (0, "Khớp")


def test_a_figure_that_was_changed_is_named_with_its_unit_and_content(tmp_path: Path) -> None:
    path = stored(publish(decided()), tmp_path, ('"done":20,"due":20', '"done":9,"due":20'))
    status, found = verified(path)
    assert status == 1
    assert found["sha256"]["printed"] != found["sha256"]["computed"]
    assert [(row["unit"], row["place"]) for row in found["differences"][:2]] == [
        ("23860", "1.2.1"),
        ("23860", "1.2"),
    ]
    assert by_a_stranger(path).returncode == 1


def test_the_command_says_in_words_what_it_found(tmp_path: Path) -> None:
    copy, out = publish(decided()), StringIO()
    changed = stored(copy, tmp_path, ('"total":"100"', '"total":"99"'))
    with pytest.raises(SystemExit):
        call_command("verify_publication", str(changed), stdout=out)
    assert "Mã kiểm tra không khớp" in out.getvalue()
    assert "23860 Xã Ia Dơk, tổng điểm, cột thẩm tra: bản in 99, tính lại 100" in out.getvalue()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"payload": 1}', b"[" * 9999])
def test_a_file_that_is_no_copy_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    path, told = tmp_path / "x.json", StringIO()
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_publication", str(path), stderr=told)
    assert ended.value.code == 2
    assert "Tải lại tệp JSON từ trang Dữ liệu mở" in told.getvalue()


def test_figures_that_speak_of_a_few_people_are_not_published() -> None:
    """Trained communicators of a commune: three of three would be three persons."""
    world = decided()
    Entry.objects.filter(item="2.5.2", column="final").update(done=3, due=3)
    payload = payload_of_period(world.period)
    lines = payload["figures"]["23860"]
    hidden = [code for code, line in lines.items() if line.get("hidden")]
    assert len(hidden) == 1
    assert set(lines[hidden[0]]) == {"hidden", "points"}
    assert check_payload(payload).mismatches == []


def test_no_name_of_a_person_is_published() -> None:
    world = decided()
    text = json.dumps(payload_of_period(world.period), ensure_ascii=False)
    for person in (world.mai, world.hung, world.thu, world.minh):
        assert person.full_name not in text
        assert person.email not in text
