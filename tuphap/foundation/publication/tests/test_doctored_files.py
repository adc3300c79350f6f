"""What the hash does not speak of is named by the command, one sentence for each."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tuphap.foundation.publication.tests.doctored import DOCTORED, sealed
from tuphap.foundation.publication.tests.sample import small_province


def said_of(text: str, at: Path) -> tuple[int, str]:
    path, told = at / "x.json", StringIO()
    path.write_text(text)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_publication", str(path), stdout=told, stderr=told)
    return int(ended.value.code or 0), told.getvalue()


@pytest.mark.parametrize("row", DOCTORED, ids=lambda row: row[0])
def test_a_doctored_file_is_told_as_such(row: tuple[str, str, str, bool], tmp_path: Path) -> None:
    _, text, sentence, stands = row
    status, said = said_of(text, tmp_path)
    assert sentence in said.splitlines() or f"{sentence} Tải lại" in said
    assert (status == 0) == stands
    assert ("Khớp:" in said) == stands


def test_words_of_a_file_do_not_reach_the_terminal_as_orders(tmp_path: Path) -> None:
    payload = json.loads(json.dumps(small_province()))
    payload["units"][0] |= {"name": "Xã \x1b[2J", "difference": "1"}
    _, said = said_of(sealed(payload), tmp_path)
    assert "Xã �[2J, chênh lệch" in said
