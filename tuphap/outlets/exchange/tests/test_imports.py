"""A list of former results: handed in, looked at, written exactly so, once, and undone."""

import re
from decimal import Decimal

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tuphap.foundation.audit.models import Event
from tuphap.foundation.second_factor.tests.proving import proved
from tuphap.modules.assessments.former_years.models import ImportBatch, ImportedResult
from tuphap.modules.assessments.former_years.tests import lists
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Decision, Period
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.tests.sheets import as_csv, as_xlsx

pytestmark = pytest.mark.django_db
PAGE = "/nhap-lieu/"
PAPER = {
    "paper_number": "214/QĐ-UBND",
    "paper_day": "07/02/2020",
    "paper_by": "Chủ tịch Ủy ban nhân dân",
}


@pytest.fixture
def place(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with time_machine.travel(w.moment(2023, 3, 1), tick=True):
        yield lists.Place()


def hand_in(place: lists.Place, data: bytes, name: str = "ket-qua.xlsx", **form: str):
    """The answer of the page; `form` changes what is sent beside the file."""
    sent = {"kind": "results", "year": str(lists.YEAR), "rule_set": "", **PAPER, **form}
    sent.setdefault("scope_unit", str(place.province.pk))
    return ha(place).post(f"{PAGE}nap/", {**sent, "file": SimpleUploadedFile(name, data)})


def ha(place: lists.Place) -> Client:
    return proved(w.signed_in(place.ha), place.ha)


def looked_at(place: lists.Place, data: bytes, **form: str) -> tuple[ImportBatch, str]:
    answer = hand_in(place, data, **form)
    assert answer.status_code == 302, answer.content.decode()
    page = ha(place).get(answer.url)
    assert page.status_code == 200
    return ImportBatch.objects.latest("asked_at"), page.content.decode()


def write(place: lists.Place, batch: ImportBatch):
    page = ha(place).get(f"{PAGE}{batch.pk}/ghi/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    return ha(place).post(f"{PAGE}{batch.pk}/ghi/", {"digest": digest[1] if digest else "0" * 64})


def test_a_clean_list_is_shown_written_and_undone(place: lists.Place) -> None:
    batch, page = looked_at(place, as_xlsx(place.rows()))
    assert "Không có lỗi" in page
    assert "4 đơn vị sẽ ghi" in page
    assert not Period.objects.exists()
    assert write(place, batch).status_code == 302
    period = Period.objects.get()
    assert (period.year, period.rule_set.code) == (lists.YEAR, "619-2017")
    dossiers = Assessment.objects.filter(period=period)
    assert {(d.status, d.met) for d in dossiers} == {("imported", True)}
    assert {d.unit_id for d in dossiers} == {unit.pk for unit in place.communes}
    assert Decision.objects.get().number == "214/QĐ-UBND"
    sums = ColumnSummary.objects.filter(column="final")
    assert {row.total for row in sums} == {Decimal("95.45")}
    kept = ImportedResult.objects.get(assessment__unit=place.communes[1])
    assert (kept.total, kept.satisfaction) == (Decimal("95.45"), Decimal("97.35"))
    assert Event.objects.filter(kind="results_imported", detail__new=4).exists()
    assert ha(place).post(f"{PAGE}{batch.pk}/hoan-tac/").status_code == 302
    assert not Period.objects.exists()
    assert not Assessment.objects.exists()
    assert not Decision.objects.exists()
    assert Event.objects.filter(kind="results_import_undone").exists()


def test_the_same_file_twice_changes_nothing(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    before = w.stored()
    again, page = looked_at(place, as_csv(place.rows()))
    assert "Mọi dòng của tệp đã có trong hệ thống" in page
    assert write(place, again).status_code == 409
    write(place, batch)
    assert w.stored() == before


def test_what_changed_meanwhile_is_not_written(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    other, _ = looked_at(place, as_xlsx(place.rows()[:6]))
    page = ha(place).get(f"{PAGE}{batch.pk}/ghi/").content.decode()
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest is not None
    write(place, other)
    answer = ha(place).post(f"{PAGE}{batch.pk}/ghi/", {"digest": digest[1]})
    assert answer.status_code == 409
    assert "đã thay đổi sau khi xem trước" in answer.content.decode()
    assert Assessment.objects.count() == 1


def test_a_year_that_lives_here_is_never_touched(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    write(place, batch)
    ImportedResult.objects.filter(assessment__unit=place.communes[0]).delete()
    answer = hand_in(place, as_xlsx(place.rows()))
    assert answer.status_code == 409
    assert "có hồ sơ lập trong hệ thống" in answer.content.decode()


def test_only_who_works_for_the_province_may(place: lists.Place) -> None:
    batch, _ = looked_at(place, as_xlsx(place.rows()))
    phuc = w.signed_in(place.phuc)
    for path in ("", "nap/", f"{batch.pk}/", f"{batch.pk}/ghi/", f"{batch.pk}/hoan-tac/"):
        assert phuc.get(PAGE + path).status_code == 403
    without = w.signed_in(place.ha).post(f"{PAGE}{batch.pk}/ghi/", {"digest": "0" * 64})
    assert without.status_code in (302, 403)
    assert not Period.objects.exists()
