"""Lists as files: what the page shows, for whom the page is, in cells that hurt nobody."""

import csv
import io
import json
import re
from contextlib import suppress
from datetime import date, datetime
from html import unescape
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import Resolver404, resolve, reverse
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event
from tuphap.modules.assessments.council.models import TreatedDossier
from tuphap.modules.assessments.council.tests import sitting as s
from tuphap.modules.assessments.models import Assessment, Comment, Entry, Evidence, PublicComment
from tuphap.modules.assessments.remedies.turning import Overview, StepRow
from tuphap.modules.assessments.second_appraisal.models import SecondAppraisal
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.test_many_communes import (
    PAGES,
    a_period_in_full_swing,
    client_of,
    clone,
    records,
)
from tuphap.modules.criteria.queries import parsed
from tuphap.outlets.exchange.lists import remedies
from tuphap.outlets.exchange.lists.catalogue import LISTS
from tuphap.outlets.exchange.lists.table import YES
from tuphap.rules.permissions import Role
from tuphap.rules.rule_set import contents
from tuphap.rules.workflows.assessment import FINAL
from tuphap.rules.workflows.comment import OPEN, QUESTION

pytestmark = pytest.mark.django_db
RECORDS = ("council", "meeting", "decision", "sample", "report", "period", "dossier", "unit")
OWN_FILE, OF_ONE = "has a file of its own", "belongs to one record, which has its papers"
TO_DO = "what one person has to do, drawn from other lists"
COMPARED = "another look at the comparison, which has a file"
WITHOUT = {
    "agencies:index": TO_DO,
    "assessments:as_if_merged": COMPARED,
    "assessments:comparison_year": OWN_FILE,
    "assessments:distribution": COMPARED,
    "assessments:home": TO_DO,
    "assessments:period": OF_ONE,
    "assessments:postings": "public only while results hang out",
    "assessments:publishing_preview": "becomes a published copy, which has files",
    "council:meeting": OF_ONE,
    "council:meeting_new": TO_DO,
    "council:opinions": TO_DO,
    "decision_papers:show": OF_ONE,
    "portal:year": OWN_FILE,
    "province_desk:progress_units": OWN_FILE,
    "province_desk:progress_year": OWN_FILE,
    "province_desk:search": "finds in other lists",
    "reports:overview": "figures of the report, which has a file",
    "reports:show": OWN_FILE,
    "trial_run:show": OWN_FILE,
}


def lines_of(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def page_of(name: str, *of: object) -> str:
    found = LISTS[name]
    return reverse(found.address, kwargs=dict(zip(found.parts, of, strict=True)))


def file_of(name: str, *of: object) -> str:
    return "/".join(["/xuat", name, *map(str, of)]) + ".csv"


def words_of(html: str) -> str:
    """With what icons and short forms say when they are heard."""
    heard = re.sub(r'<[^>]*(?:title|aria-label)="([^"]*)"[^>]*>', r" \1 ", html)
    return " ".join(unescape(re.sub("<[^>]*>", "", heard)).split())


def appraised_again(world: w.World) -> None:
    side = {"result": "Đạt", "figures": "118/123", "reason": "Đủ tài liệu"}
    other = {"result": "Chưa đạt", "figures": "98/123", "reason": "Thiếu 20 hồ sơ"}
    line = {"code": "2.1.1", "name": "Thủ tục hành chính", "first": side, "second": other}
    compared = {"indicators": {"2.1": ["6", "4.5"]}, "met": [True, False], "lines": [line]}
    SecondAppraisal.objects.update(
        sent_at=w.moment(world.year + 1, 2, 9), person=world.hung, compared=compared
    )


def settled(found: s.Sitting) -> None:
    """The dossier before the council was treated by the meeting that was held."""
    dossier = found.world.dossier
    TreatedDossier.objects.create(
        meeting=found.council.meetings.get(),
        assessment=dossier,
        dossier_version=dossier.version,
        proposed_met=False,
        result={},
    )


def proved_and_asked(world: w.World) -> None:
    at, item = w.moment(world.year + 1, 2, 9), contents(parsed(world.period.rule_set))[0].code
    dossier, address = world.other_dossier, "https://example.gov.vn/so"
    Evidence.objects.create(
        assessment=dossier, item=item, title="Sổ", url=address, added_by=world.lan, added_at=at
    )
    Comment.objects.create(
        assessment=dossier,
        item=item,
        kind=QUESTION,
        status=OPEN,
        text="Thiếu trang 2",
        author=world.hung,
        written_at=at,
    )


def commented(world: w.World) -> None:
    PublicComment.objects.create(
        assessment=world.other_dossier,
        name="Siu Hơ",
        contact="+84 912 345 678",
        text="=1+1",
        sent_at=w.moment(world.year, 12, 20),
    )


def not_met(world: w.World) -> None:
    Assessment.objects.filter(unit__name__startswith="Xã Số", met=True).update(met=False)
    item = contents(parsed(world.period.rule_set))[0].code
    Entry.objects.filter(column=FINAL, item=item).update(points=0)


def is_word(cell: str) -> bool:
    """A day, or what has a letter and no clock; a mark of the page is a word of its own."""
    return cell != YES and bool(
        re.fullmatch(r"\d\d/\d\d/\d{4}", cell) or re.search(r"[^\W\d_]", cell)
    )


def named(page: str) -> str:
    """The name of its address, whatever its records are numbered by."""
    for key in ("1", "00000000-0000-0000-0000-000000000000"):
        with suppress(Resolver404):
            parts = {**dict.fromkeys(RECORDS, key), "year": "2022"}
            return resolve(urlsplit(page.format(**parts)).path).view_name
    raise AssertionError(page)


# What the agency and the officer of another commune may see: their own share of it.
OF_EVERYBODY = sorted(2 * ["thong-bao", "van-ban-huong-dan"] + ["gop-y"])
# Who looks at it, and the record it is of.
SHOWN = {
    "ky-danh-gia": ("ha", ""),
    "cho-quyet-dinh": ("minh", ""),
    "quyet-dinh": ("minh", ""),
    "cong-bo": ("phuc", ""),
    "kiem-tra-cong-bo": ("phuc", "year"),
    "ban-cong-bo": ("phuc", "year"),
    "don-vi": ("ha", ""),
    "phieu": ("hung", "dossier"),
    "tai-lieu": ("hung", "dossier"),
    "lich-su-ho-so": ("hung", "dossier"),
    "lich-su-so-lieu": ("hung", "dossier"),
    "gop-y-niem-yet": ("lan", "dossier"),
    "thong-bao": ("hung", ""),
    "bao-cao": ("ha", "year"),
    "co-quan": ("hung", ""),
    "tra-loi-cua-co-quan": ("hung", ""),
    "y-kien-hoi-dong": ("thu", "council"),
    "ho-so-da-hop": ("thu", "council"),
    "cuoc-hop": ("thu", "council"),
    "mau-tham-tra-lai": ("hung", ""),
    "giao-tham-tra-lai": ("hung", ""),
    "ho-so-trong-mau": ("hung", "sample"),
    "muc-thong-nhat": ("hung", "sample"),
    "noi-dung-khac-nhau": ("hung", "sample"),
    "thu-tu-rut-mau": ("hung", "sample"),
    "khac-phuc": ("ha", "year"),
    "noi-dung-then-chot": ("ha", "year"),
    "don-vi-then-chot": ("ha", "year"),
}


def test_every_list_of_many_communes_has_a_file_or_a_reason() -> None:
    """Either, not both; and no reason for a page that is gone."""
    pages = {named(page) for _, page in PAGES} - {"exchange:list", "exchange:list_of"}
    known = {found.address for found in LISTS.values()}
    assert sorted(pages - known) == sorted(WITHOUT)


def test_each_list_takes_the_parameters_of_a_page_that_exists() -> None:
    parts = {"year": 2022, "pk": uuid4(), "unit_id": 7}
    assert {
        name: page_of(name, *(parts[part] for part in found.parts)) for name, found in LISTS.items()
    }


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
    assert Person.objects.get(pk=bad.pk).full_name == "=HYPERLINK(1)"
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


def test_whoever_may_not_open_a_page_gets_no_file_of_it() -> None:
    """The same answer as the page; what is out of reach is not there (404)."""
    world = w.make_world()
    record = {"year": world.year, "pk": world.dossier.pk, "unit_id": world.commune.pk}
    opened: list[str] = []
    people = (w.employ("Rơ Mah Hà", world.neighbour, Role.AGENCY), world.lan)
    for client in map(w.signed_in, people):
        for name, found in LISTS.items():
            of = [record[part] for part in found.parts]
            page = client.get(page_of(name, *of)).status_code
            assert (name, client.get(file_of(name, *of)).status_code) == (name, page)
            if page == 200:
                opened.append(name)
    assert sorted(opened) == OF_EVERYBODY
    assert Event.objects.filter(kind="exported").count() == len(opened)


def test_what_is_no_record_of_a_list_is_not_there() -> None:
    client = w.signed_in(w.make_world().phuc)
    for key in ("", "/2022x", "/1999", "/0000", f"/{uuid4()}"):
        assert client.get(f"/xuat/ban-cong-bo{key}.csv").status_code == 404, key
    assert client.get("/xuat/cong-bo/2022.csv").status_code == 404


def test_the_steps_of_turning_lines_are_counted_from_one(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = (StepRow("2.1.1", "Thủ tục", ("a", "b"), 2), StepRow("3.1.2", "Hòa giải", ("c",), 3))
    found = Overview((), steps, (), 3)
    monkeypatch.setattr(remedies, "found_turning", lambda *_: (None, [], found))
    lines = LISTS["buoc-then-chot"].lines(None, 2022)
    assert list(lines) == [[1, "2.1.1", "Thủ tục", 2, 2], [2, "3.1.2", "Hòa giải", 1, 3]]


def test_every_file_says_what_its_page_shows() -> None:
    """In all words, names and days; figures and moments are written as a spreadsheet wants them."""
    found, decision = a_period_in_full_swing()
    with time_machine.travel(w.moment(found.world.year + 1, 2, 10), tick=True):
        clone(found, decision, 6, first=0)
        appraised_again(found.world)
        settled(found)
        not_met(found.world)
        proved_and_asked(found.world)
        commented(found.world)
        named = records(found, decision)
        for name, (who, key) in SHOWN.items():
            of = [named[part] for part in key.split()]
            client = client_of(found, who)
            page = client.get(page_of(name, *of))
            assert page.status_code == 200, name
            text = words_of(page.content.decode())
            lines = lines_of(client, file_of(name, *of))
            assert lines, name
            for word in {cell for line in lines for cell in line.values() if is_word(cell)}:
                assert word.removeprefix("'") in text, (name, word)
            assert file_of(name, *of) in page.content.decode(), name
        (said,) = lines_of(client_of(found, "hung"), file_of("trao-doi", named["dossier"]))
        assert (said["Ai"], said["Lời"]) == (found.world.hung.full_name, "Thiếu trang 2")


def test_a_list_that_is_none_is_not_there() -> None:
    client = w.signed_in(w.make_world().ha)
    assert client.get("/xuat/mat-khau.csv").status_code == 404
    assert client.get("/xuat/don-vi.exe").status_code == 404
    assert len(lines_of(client, "/xuat/don-vi.csv?tim=xa")) > 0


@pytest.mark.parametrize(
    ("asked", "file_name"),
    [
        ("don-vi.xlsx?ngay=01/01/2022", "don-vi-2022-01-01.xlsx"),
        ("don-vi.csv", "don-vi-2026-11-20.csv"),
        ("ky-danh-gia.csv", "ky-danh-gia.csv"),
    ],
)
def test_the_day_of_a_list_stands_in_the_name_of_its_file(asked, file_name) -> None:
    with time_machine.travel("2026-11-20 10:00+07:00", tick=False):
        answer = w.signed_in(w.make_world().ha).get(f"/xuat/{asked}")
    assert answer["Content-Disposition"] == f'attachment; filename="{file_name}"'
