"""Files of many years: the figures, for who asked alone, made once, given up at any time."""

import csv
import io
from io import BytesIO

import pytest
import time_machine
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.jobs.queries import given_up
from tuphap.modules.assessments.models import ColumnSummary
from tuphap.modules.assessments.province_desk.models import BigExport
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.exchange.big_export import forget_old, make, place_of

pytestmark = pytest.mark.django_db
PAGE = "/doi-chieu/xuat/"
AT = w.moment(2022, 12, 28)


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    found = w.make_world()
    found.neighbour.name = "=cmd()"
    found.neighbour.save()
    for column, points in (("self", "2.5"), ("final", "1.25")):
        ColumnSummary.objects.create(
            assessment=found.dossier, column=column, scores={"1.1": points, "1.2": "0"}
        )
    with time_machine.travel(AT, tick=True):
        yield found


def asked(world: w.World, form: str) -> BigExport:
    w.signed_in(world.ha).post(PAGE, {"nam": "2022", "dang": form})
    return BigExport.objects.get(form=form)


def body(world: w.World, export: BigExport, who: str = "ha"):
    return w.signed_in(getattr(world, who)).get(f"{PAGE}{export.pk}/tep/")


def test_csv_holds_a_line_for_each_unit_and_indicator(world: w.World) -> None:
    export = asked(world, "csv")
    assert make(export.pk, AT)
    text = b"".join(body(world, export).streaming_content).decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert len(lines) == 2 * 20
    first = next(line for line in lines if line["Đơn vị"] == "Xã Ia Dơk")
    assert [first[name] for name in ("Chỉ tiêu", "Tự chấm", "Thẩm tra", "Chính thức", "Chênh")] == [
        "1.1",
        "2.5",
        "",
        "1.25",
        "-1.25",
    ]
    assert {line["Đơn vị"] for line in lines} == {"Xã Ia Dơk", "'=cmd()"}
    assert Event.objects.filter(kind="exported", detail__lines=40).exists()


def test_the_spreadsheet_holds_figures_as_figures_and_names_on_a_sheet(world: w.World) -> None:
    export = asked(world, "xlsx")
    assert make(export.pk, AT)
    answer = body(world, export)
    book = CalamineWorkbook.from_filelike(BytesIO(b"".join(answer.streaming_content)))
    assert book.sheet_names == ["Số liệu", "Tên chỉ tiêu"]
    lines = book.get_sheet_by_name("Số liệu").to_python()
    assert len(lines) == 1 + 2 * 20
    row = next(line for line in lines if line[1] == "23860")
    assert (row[0], row[7], row[9], row[12]) == (2022, "1.1", 2.5, -1.25)
    assert len(book.get_sheet_by_name("Tên chỉ tiêu").to_python()) == 1 + 20
    export.refresh_from_db()
    assert (export.done, export.total, export.lines) == (2, 2, 40)
    assert "40 dòng" in w.signed_in(world.ha).get(PAGE).content.decode()


def test_it_belongs_to_who_asked_and_to_the_right(world: w.World) -> None:
    export = asked(world, "csv")
    assert body(world, export).status_code == 404  # not made yet
    make(export.pk, AT)
    assert body(world, export, "phuc").status_code == 404
    assert body(world, export, "mai").status_code == 403
    Post.objects.filter(person=world.ha).update(ends_on=AT.date().replace(day=1))
    assert body(world, export).status_code == 403


def test_who_lost_the_right_meanwhile_gets_nothing(world: w.World) -> None:
    export = asked(world, "csv")
    Post.objects.filter(person=world.ha).update(ends_on=AT.date().replace(day=1))
    assert not make(export.pk, AT)
    assert not BigExport.objects.exists()


def test_asked_twice_it_is_made_once_and_what_is_given_up_is_gone(world: w.World) -> None:
    export = asked(world, "csv")
    assert asked(world, "csv").pk == export.pk
    assert make(export.pk, AT)
    assert not make(export.pk, AT)
    w.signed_in(world.ha).post(f"{PAGE}{export.pk}/bo/")
    assert not place_of(export.pk).exists()
    assert not make(export.pk, AT)
    assert not given_up().exists()


@pytest.mark.parametrize(
    "fields",
    [{"nam": "1999", "dang": "csv"}, {"dang": "csv"}, {"nam": "2022", "dang": "exe"}],
)
def test_what_cannot_be_chosen_is_refused_with_a_sentence(world: w.World, fields) -> None:
    answer = w.signed_in(world.ha).post(PAGE, fields)
    assert answer.status_code == 422
    assert "Chưa chọn năm hoặc định dạng có trong danh sách." in answer.content.decode()
    assert not BigExport.objects.exists()


def test_files_go_after_their_days(world: w.World) -> None:
    export = asked(world, "csv")
    make(export.pk, AT)
    assert forget_old(w.moment(2022, 12, 30)) == 0
    assert place_of(export.pk).exists()
    assert forget_old(w.moment(2023, 1, 10)) == 1
    assert not place_of(export.pk).exists()
