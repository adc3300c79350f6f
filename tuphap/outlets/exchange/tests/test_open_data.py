"""Files of published results: everybody's, complete, harmless, and true to the copy."""

import csv
import gzip
import hashlib
import io
import json
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from tuphap.foundation.publication.models import KeptPage, PublishedCopy
from tuphap.foundation.publication.tests.sample import (
    pass_payload,
    points_payload,
    publish,
    small_province,
    unit,
)

pytestmark = pytest.mark.django_db


def rows_of(answer: Any) -> list[dict[str, str]]:
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_has_a_row_per_unit_with_the_totals_of_all_three_columns(client: Client) -> None:
    publish(small_province())
    answer = client.get("/du-lieu-mo/ket-qua-2022.csv")
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = rows_of(answer)
    assert len(rows) == 5
    assert rows[1] == {
        "year": "2022",
        "copy_number": "1",
        "unit_code": "23502",
        "unit_name": "Xã Trà Đa",
        "unit_kind": "xã",
        "group_code": "622",
        "group_name": "Thành phố Pleiku",
        "self_total": "100",
        "appraised_total": "70",
        "final_total": "70",
        "difference": "-30",
        "self_TC1": "10",
        "self_TC2": "90",
        "appraised_TC1": "10",
        "appraised_TC2": "60",
        "final_TC1": "10",
        "final_TC2": "60",
        "met": "0",
        "failed_conditions": "DK1",
        "decision_number": "214/QĐ-UBND",
        "decision_date": "2023-02-07",
        "decided_by": "Chủ tịch Ủy ban nhân dân",
        "withdrawn_on": "",
    }


def test_met_and_not_met_has_counts_instead_of_points(client: Client) -> None:
    publish(pass_payload())
    first, second = rows_of(client.get("/du-lieu-mo/ket-qua-2026.csv"))
    assert (first["final_passed"], first["of"], first["met"]) == ("3", "3", "1")
    assert (second["self_passed"], second["final_passed"], second["final_TC1"]) == ("3", "2", "0")
    assert "final_total" not in first
    assert first["group_code"] == ""


def test_the_xlsx_says_the_same_as_the_csv(client: Client) -> None:
    publish(small_province())
    answer = client.get("/du-lieu-mo/ket-qua-2022.xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Số liệu"]
    table = book.get_sheet_by_index(0).to_python()
    texts = rows_of(client.get("/du-lieu-mo/ket-qua-2022.csv"))
    assert table[0] == list(texts[0])
    for line, row in zip(table[1:], texts, strict=True):
        assert line[2] == row["unit_code"]
        assert line[7] == float(row["self_total"])
        assert line[10] == float(row["difference"])


def test_the_json_can_be_verified_by_anyone_as_the_page_describes(client: Client) -> None:
    copy = publish(small_province(), note="Công bố lần đầu")
    data = json.loads(client.get("/du-lieu-mo/ket-qua-2022.json").content)
    text = json.dumps(data["payload"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == data["sha256"] == copy.sha256
    assert (data["number"], data["year"], data["note"]) == (1, 2022, "Công bố lần đầu")
    assert data["payload"] == copy.payload


def test_older_numbers_can_be_had(client: Client) -> None:
    publish(small_province())
    publish(points_payload([unit(1)]), note="Đính chính")
    assert len(rows_of(client.get("/du-lieu-mo/ket-qua-2022.csv"))) == 1
    assert len(rows_of(client.get("/du-lieu-mo/ket-qua-2022.csv?ban=1"))) == 5
    older = client.get("/du-lieu-mo/ket-qua-2022.csv?ban=1")
    assert 'filename="ket-qua-2022-ban-01.csv"' in older.headers["Content-Disposition"]


HOSTILE = ['=HYPERLINK("http://x","y")', "+cmd", "-Xã", "@sum", '"; DROP', "a,b", "Xã\u00a0Ế"]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_one_harmless_cell(client: Client, name: str) -> None:
    publish(points_payload([unit(1, name)]))
    row = rows_of(client.get("/du-lieu-mo/ket-qua-2022.csv"))[0]
    assert row["unit_name"] in (name, "'" + name)
    assert row["unit_name"][0] not in "=+-@"
    answer = client.get("/du-lieu-mo/ket-qua-2022.xlsx")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][3] == name  # a text cell: nothing is calculated
    assert json.loads(client.get("/du-lieu-mo/ket-qua-2022.json").content)["payload"] == (
        PublishedCopy.objects.get().payload
    )


@pytest.mark.parametrize(
    "address",
    [
        "/du-lieu-mo/ket-qua-2021.csv",
        "/du-lieu-mo/ket-qua-2022.pdf",
        "/du-lieu-mo/ket-qua-0000.json",
        "/du-lieu-mo/ket-qua-99999.csv",
        "/du-lieu-mo/ket-qua-2022.csv?ban=2",
        "/du-lieu-mo/ket-qua-2022.csv?ban=x",
        "/du-lieu-mo/ket-qua-2022.csv?ban=99999999999999999999",
        "/du-lieu-mo/ket-qua-2022.csv?ban=-1",
        "/du-lieu-mo/ket-qua-2022.csv?ban=%C2%B2",
    ],
)
def test_what_was_not_published_is_not_there(client: Client, address: str) -> None:
    publish(small_province())
    assert client.get(address).status_code == 404


def test_files_are_made_once_and_kept(client: Client) -> None:
    publish(small_province())
    first = client.get("/du-lieu-mo/ket-qua-2022.xlsx")
    assert KeptPage.objects.get().name == "xlsx"
    assert client.get("/du-lieu-mo/ket-qua-2022.xlsx").content == first.content
    assert KeptPage.objects.count() == 1


def test_files_are_packed_for_those_who_can_unpack_and_not_sent_twice(client: Client) -> None:
    publish(small_province())
    packed = client.get("/du-lieu-mo/ket-qua-2022.csv", headers={"accept-encoding": "gzip"})
    plain = client.get("/du-lieu-mo/ket-qua-2022.csv")
    assert gzip.decompress(packed.content) == plain.content
    again = client.get(
        "/du-lieu-mo/ket-qua-2022.csv", headers={"if-none-match": plain.headers["ETag"]}
    )
    assert again.status_code == 304


def test_files_may_be_read_from_other_sites_and_set_no_cookie(client: Client) -> None:
    publish(small_province())
    answer = client.get("/du-lieu-mo/ket-qua-2022.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies


def test_files_are_only_read(client: Client) -> None:
    publish(small_province())
    assert client.post("/du-lieu-mo/ket-qua-2022.csv").status_code == 405
