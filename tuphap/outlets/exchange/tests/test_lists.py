"""Lists as files: what the page shows, for whom the page is, in cells that hurt nobody."""

import csv
import io
import json
from contextlib import suppress
from datetime import date, datetime
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.test_many_communes import PAGES
from tuphap.outlets.exchange.lists import LISTS
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
RECORDS = ("council", "meeting", "decision", "sample", "report", "period")
OWN_FILE, OF_ONE = "has a file of its own", "belongs to one record, which has its papers"
TO_DO, NO_FILE = "what one person has to do, drawn from other lists", "has no file yet"
COMPARED = "another look at the comparison, which has a file"
WITHOUT = {
    "agencies:index": TO_DO,
    "agencies:manage": NO_FILE,
    "assessments:as_if_merged": COMPARED,
    "assessments:comparison_year": OWN_FILE,
    "assessments:decisions": NO_FILE,
    "assessments:distribution": COMPARED,
    "assessments:home": TO_DO,
    "assessments:period": OF_ONE,
    "assessments:periods": NO_FILE,
    "assessments:postings": "public only while results hang out",
    "assessments:publishing": NO_FILE,
    "assessments:publishing_preview": "becomes a published copy, which has files",
    "assessments:publishing_year": NO_FILE,
    "council:meeting": OF_ONE,
    "council:meeting_new": TO_DO,
    "council:opinions": TO_DO,
    "council:show": NO_FILE,
    "decision_papers:show": OF_ONE,
    "exchange:imports": NO_FILE,
    "portal:year": OWN_FILE,
    "province_desk:progress_units": OWN_FILE,
    "province_desk:progress_year": OWN_FILE,
    "province_desk:search": "finds in other lists",
    "remedies:communes": NO_FILE,
    "remedies:turning": NO_FILE,
    "reports:overview": "figures of the report, which has a file",
    "reports:show": OWN_FILE,
    "second_appraisal:index": NO_FILE,
    "second_appraisal:sample": NO_FILE,
    "trial_run:show": OWN_FILE,
}


def lines_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def named(page: str) -> str:
    """The name of its address, whatever its records are numbered by."""
    for key in ("1", "00000000-0000-0000-0000-000000000000"):
        with suppress(Resolver404):
            parts = {**dict.fromkeys(RECORDS, key), "year": "2022"}
            return resolve(urlsplit(page.format(**parts)).path).view_name
    raise AssertionError(page)


def test_every_list_of_many_communes_has_a_file_or_a_reason() -> None:
    """Either, not both; and no reason for a page that is gone."""
    pages = {named(page) for _, page in PAGES} - {"exchange:list"}
    known = {found.address for found in LISTS.values()}
    assert sorted(pages - known) == sorted(WITHOUT)


def test_each_list_takes_the_parameters_of_a_page_that_exists() -> None:
    assert {name: reverse(found.address) for name, found in LISTS.items()}


def test_the_queue_leaves_as_it_is_filtered_and_sorted() -> None:
    world = w.make_world()
    w.send(world)
    client = w.signed_in(world.hung)
    everything = lines_of(client, "/xuat/tham-tra.csv?trang-thai=tat-ca&sap-xep=ten")
    names = sorted([world.commune, world.neighbour], key=lambda unit: unit.name_sort)
    assert [line["Đơn vị"] for line in everything] == [unit.name for unit in names]
    sent = lines_of(client, "/xuat/tham-tra.csv?trang-thai=submitted")
    assert [line["Đơn vị"] for line in sent] == [world.commune.name]
    noted = Event.objects.filter(kind="exported").latest("pk")
    assert (noted.detail, noted.person_id) == ({"table": "tham-tra", "lines": 1}, world.hung.pk)


def test_people_leave_with_their_posts_and_harmless_names() -> None:
    world = w.make_world()
    bad = w.employ("=HYPERLINK(1)", world.commune, Role.COMMUNE_STAFF)
    client = w.signed_in(w.employ("Võ Quốc Bảo", world.province, Role.ADMINISTRATOR))
    lines = lines_of(client, f"/xuat/nguoi-dung.csv?tim={bad.email}")
    assert [line["Họ và tên"] for line in lines] == ["'=HYPERLINK(1)"]
    book = CalamineWorkbook.from_filelike(
        io.BytesIO(client.get(f"/xuat/nguoi-dung.xlsx?tim={bad.email}").content)
    )
    head, line = book.get_sheet_by_index(0).to_python()
    found = dict(zip(head, line, strict=True))
    assert found["Họ và tên"] == "=HYPERLINK(1)"
    post = bad.posts.get()
    assert (found["Từ ngày"], found["Đơn vị"]) == (post.starts_on, world.commune.name)
    told = json.loads(client.get(f"/xuat/nguoi-dung.json?tim={bad.email}").content)
    assert told["columns"] == head
    assert date.fromisoformat(told["rows"][0]["Từ ngày"]) == post.starts_on
    assert told["rows"][0]["Đến ngày"] is None
    assert len(lines_of(client, "/xuat/nguoi-dung.csv")) == Person.objects.count()


def test_the_journal_leaves_with_the_days_that_were_chosen() -> None:
    world = w.make_world()
    auditor = w.signed_in(w.employ("Đinh Thị Lan", world.province, Role.AUDITOR))
    Event.objects.create(at=w.moment(2021, 3, 4), kind="refused", subject="+84 một\nhai")
    Event.objects.create(at=w.moment(2021, 3, 5), kind="refused")
    (line,) = lines_of(auditor, "/xuat/nhat-ky.csv?tu=04/03/2021&den=04/03/2021")
    assert line["Việc"] == "Bị từ chối"
    assert datetime.strptime(line["Lúc"], "%d/%m/%Y %H:%M").day == 4


@pytest.mark.parametrize("name", LISTS)
def test_whoever_may_not_open_the_page_gets_no_file(name: str) -> None:
    world = w.make_world()
    client = w.signed_in(w.employ("Rơ Mah Hà", world.neighbour, Role.AGENCY))
    page = client.get(reverse(LISTS[name].address)).status_code
    assert client.get(f"/xuat/{name}.csv").status_code == page == 403
    assert not Event.objects.filter(kind="exported").exists()


def test_a_list_that_is_none_is_not_there() -> None:
    client = w.signed_in(w.make_world().ha)
    assert client.get("/xuat/mat-khau.csv").status_code == 404
    assert client.get("/xuat/don-vi.exe").status_code == 404
    assert len(lines_of(client, "/xuat/don-vi.csv?tim=xa")) > 0
