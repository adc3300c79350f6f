"""A list of who met and who did not: written, published and shown as that, and never as points."""

import io

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.second_factor.tests.proving import proved
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.former_years.models import ImportedResult
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Period
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.outlets.exchange.imports.shown import preview_of
from tuphap.outlets.exchange.tests.sheets import as_xlsx
from tuphap.outlets.exchange.tests.test_imports import PAGE, ha, looked_at, write
from tuphap.rules.published_check import check_payload

pytestmark = pytest.mark.django_db
YEAR, SET = 2025, "27-2025"
ASKED = {"year": str(YEAR), "rule_set": SET, "paper_day": "07/02/2026"}
HEAD = ["STT", "Tên xã", "Kết quả", "Lý do, chỉ tiêu chưa đạt"]
WHY = "Chỉ tiêu 1.2 mới đạt 80%"


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2026, 3, 1), tick=True):
        place = lists.Place(5)
        load_rule_set(w.document_of(SET), at=w.moment(2025, 1, 2))
        yield place


def rows(place: lists.Place) -> list[list[str]]:
    """Two met, one did not, and of one the list says something nobody knows."""
    said = (("Đạt", ""), ("x", ""), ("Chưa đạt", WHY), ("Gần đạt", ""))
    # The first is a thị trấn, a kind the set of 2025 no longer knows.
    named = zip(place.communes[1:], said, strict=True)
    return [HEAD, *([str(n), unit.name, *words] for n, (unit, words) in enumerate(named, 1))]


def test_a_list_of_verdicts_is_written_published_and_shown(
    place: lists.Place, client: Client
) -> None:
    batch, page = looked_at(place, as_xlsx(rows(place)), **ASKED)
    assert [(f.row, f.rule) for f in preview_of(batch).faults] == [(5, "not_a_verdict")]
    assert "3 đơn vị sẽ ghi" in page
    assert WHY in page
    assert "Tổng tính lại" not in page
    assert write(place, batch).status_code == 302
    sums = ColumnSummary.objects.filter(column="final")
    assert set(sums.values_list("met", "total", "passed_indicators")) == {
        (True, None, None),
        (False, None, None),
    }
    failed = Assessment.objects.get(met=False)
    assert ImportedResult.objects.get(assessment=failed).reason == WHY
    again, page = looked_at(place, as_xlsx(rows(place)), **ASKED)
    assert "0 đơn vị sẽ ghi" in page or "Chưa có dòng nào ghi được" in page
    assert preview_of(again).same == 3
    for path in ("doi-chieu", "tien-do", "tong-quan", "bao-cao"):
        answer = ha(place).get(f"/{path}/{YEAR}/")
        assert answer.status_code == 200, path
        assert "0/14" not in answer.content.decode(), path
    page = ha(place).get(f"/phieu/{failed.pk}/").content.decode()
    assert "Chưa đạt chuẩn" in page
    assert WHY in page
    assert "không ghi từng tiêu chí" in page
    assert "Tổng điểm" not in page
    answer = ha(place).get(f"/phieu/{failed.pk}/tung-noi-dung/")
    assert answer.status_code == 200

    phuc = proved(w.signed_in(place.phuc), place.phuc)
    assert "3 đơn vị" in phuc.get(f"/cong-bo/{YEAR}/").content.decode()
    assert_published(place, client, failed)


def assert_published(place: lists.Place, client: Client, failed: Assessment) -> None:
    publish_period(
        Period.objects.get(), expected_number=1, by=w.acting(place.phuc, w.moment(2026, 3, 1))
    )
    copy = PublishedCopy.objects.get()
    assert check_payload(copy.payload).mismatches == []
    assert {unit["final"]["passed"] for unit in copy.payload["units"]} == {None}
    assert {unit["self"]["passed"] for unit in copy.payload["units"]} == {None}
    own = client.get(f"/ket-qua/{YEAR}/{failed.unit.code}/").content.decode()
    assert "Chưa đạt chuẩn tiếp cận pháp luật" in own
    assert "chỉ ghi đạt, chưa đạt, không kể từng tiêu chí" in own
    assert WHY not in own  # a reason may speak of a person
    for path in (
        "/",
        f"/ket-qua/{YEAR}/",
        f"/ket-qua/{YEAR}/{place.communes[1].code}/",
        "/ket-qua/nhieu-nam/",
        f"/ket-qua/{YEAR}/tu-kiem-tra/",
        f"/nhung/{YEAR}/",
        f"/du-lieu-mo/ket-qua-{YEAR}.csv",
        f"/du-lieu-mo/ket-qua-{YEAR}.xlsx",
        f"/api/v1/years/{YEAR}/results",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        text = b"".join(answer).decode(errors="ignore")
        assert "None" not in text, path
        assert "0/14" not in text, path


def test_the_template_of_such_a_set_asks_for_verdicts(place: lists.Place) -> None:
    answer = ha(place).get(
        f"{PAGE}mau/", {"year": YEAR, "rule_set": SET, "scope_unit": place.province.pk}
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    lines = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert lines[3] == [
        *("STT", "Mã đơn vị", "Đơn vị", "Đơn vị cấp trên"),
        *("Kết quả", "Lý do, chỉ tiêu chưa đạt", "Số quyết định", "Ngày quyết định"),
    ]
    for line in lines[4:]:
        line[4] = "Đạt"
    batch, page = looked_at(place, as_xlsx(lines), **ASKED)
    assert batch.read["unexplained"] == []
    assert "4 đơn vị sẽ ghi" in page
