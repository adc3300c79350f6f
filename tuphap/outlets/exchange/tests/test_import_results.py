"""The command: the same code as the page, three exit statuses, and a dry run leaves nothing."""

import io
import json
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from tuphap.modules.assessments.former_years.models import ImportBatch
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.imports.places import place_of
from tuphap.outlets.exchange.tests.sheets import as_xlsx

pytestmark = pytest.mark.django_db
PAPER = ("--decision", "214/QĐ-UBND", "--signed-on", "07/02/2020", "--decided-by", "Chủ tịch")


def run(path: Path, *words: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "import_results", str(path), "--year", str(lists.YEAR), *words, stdout=out, stderr=err
        )
    assert isinstance(ended.value.code, int)
    return ended.value.code, out.getvalue() + err.getvalue()


def test_tried_written_written_again_and_told_what_is_wrong(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        place = lists.Place()
        file = tmp_path / "ket-qua.xlsx"
        file.write_bytes(as_xlsx(place.rows()))
        status, text = run(file, "--dry-run", "--json")
        assert (status, json.loads(text)["new"]) == (0, 4)
        assert not ImportBatch.objects.exists()
        assert list(place_of(place.ha.pk).parent.iterdir()) == []
        assert run(file)[0] == 2
        assert run(file, *PAPER, "--person", "khong-co@example.gov.vn")[0] == 2
        assert run(file, *PAPER) == (0, "4 dòng mới, 0 dòng đã có, 0 dòng không ghi; đã ghi 4.\n")
        assert Assessment.objects.count() == 4
        assert run(file, *PAPER)[1].startswith("0 dòng mới, 4 dòng đã có")
        rows = place.rows()
        rows[5] = lists.line(1, place.communes[0].name, TC4="12")
        file.write_bytes(as_xlsx(rows))
        status, text = run(file, *PAPER)
        assert status == 1
        assert "Dòng 6, cột TC4 (đang ghi 12): 12,00 vượt điểm tối đa 10,00." in text
        file.write_bytes(as_xlsx(rows, Khác=[["Nháp"]]))
        told = json.loads(run(file, "--dry-run", "--json")[1])["faults"][-1]
        place_told = {name: told[name] for name in ("sheet", "row", "column", "value", "rule")}
        assert place_told == {
            "sheet": "Điểm", "row": 6, "column": "TC4", "value": "12", "rule": "over_maximum"
        }  # fmt: skip
        assert "Trang tính “Điểm”, dòng 6, cột TC4 (đang" in run(file, "--dry-run")[1]
        file.write_bytes(b"%PDF-1.4")
        assert run(file, *PAPER)[0] == 2
