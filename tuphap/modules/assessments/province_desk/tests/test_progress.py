"""How far a year is, who is late, and one press that reminds them."""

from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from python_calamine import CalamineWorkbook

from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.models import StepDate
from tuphap.modules.assessments.province_desk.progress import Wanted, groups, late_first
from tuphap.modules.assessments.province_desk.queries.progress import (
    progress_rows,
    usage_of,
)
from tuphap.modules.assessments.tests import world as w
from tuphap.rules.permissions import Role
from tuphap.rules.vietnamese import by_name

pytestmark = pytest.mark.django_db
LAST_DAY = date(2022, 12, 23)  # a Friday
TODAY = date(2022, 12, 28)
HERE = "/tien-do/2022/"


@pytest.fixture
def world():
    """Mai has sent, Lan has not begun; the last day to fill and to appraise is over."""
    found = w.make_world()
    w.send(found)
    for step in ("assigned", "self_scoring", "submitted"):
        StepDate.objects.create(period=found.period, step=step, ends_on=LAST_DAY)
    with time_machine.travel(w.moment(2022, 12, 28), tick=True):
        yield found


def rows_of(world: w.World, who: str = "ha"):
    return progress_rows(world.period, w.acting(getattr(world, who), w.moment(2022, 12, 28)), TODAY)


def told_late():
    return Notice.objects.filter(key__startswith="assessment.late")


def press(client: Client, **fields: str):
    return client.post(f"{HERE}nhac/", fields, follow=True)


def words(answer) -> str:
    return " ".join(str(message) for message in answer.context["messages"])


def test_late_counts_working_days_of_who_still_has_to_send(world: w.World) -> None:
    late = late_first(rows_of(world))
    assert [(row.name, row.days_late) for row in late] == [("Xã Ia Krêl", 3)]


def test_groups_are_the_units_between_and_the_slowest_stands_first(world: w.World) -> None:
    (group,) = groups(rows_of(world), world.period.workflow)
    assert (group.name, group.total, group.late) == ("H. Đức Cơ", 2, 1)
    assert [part.value for part in group.phases] == [0, 0, 1, 1]


def test_groups_alike_and_the_list_to_choose_from_stand_in_vietnamese_order(world: w.World) -> None:
    (row, *_) = rows_of(world)
    names = ["H. Phú Thiện", "H. Chư Prông", "H. Đức Cơ", "H. Chư Păh", "H. Krông Pa"]
    rows = [replace(row, group_code=str(at), group=name) for at, name in enumerate(names)]
    wanted = ["H. Chư Păh", "H. Chư Prông", "H. Đức Cơ", "H. Krông Pa", "H. Phú Thiện"]
    assert [group.name for group in groups(rows, world.period.workflow)] == wanted
    assert [name for _, name in by_name({row.group_code: row.group for row in rows})] == wanted


def test_usage_tells_accounts_and_saves(world: w.World) -> None:
    rows = {row.name: row for row in rows_of(world)}
    usage = usage_of(rows.values(), TODAY)
    mine, other = usage[rows["Xã Ia Dơk"].id], usage[rows["Xã Ia Krêl"].id]
    assert (mine.people, mine.saves, mine.saved) == (2, 1, w.december(world, 2))
    assert (other.people, other.saves, other.saved) == (1, 0, None)


def test_both_pages_show_the_figures_and_lead_to_the_rows(world: w.World) -> None:
    client = w.signed_in(world.ha)
    page = client.get(HERE).content.decode()
    assert "Trễ hạn (1)" in page
    assert "Nhắc 1 đơn vị trễ hạn" in page
    assert "H. Đức Cơ" in page
    units = client.get(f"{HERE}don-vi/?chang=tre").content.decode()
    assert "Xã Ia Krêl" in units
    assert "trễ 3 ngày làm việc" in units
    assert "Xã Ia Dơk" not in units


def test_one_press_reminds_once_a_day(world: w.World) -> None:
    client = w.signed_in(world.ha)
    assert "Đã nhắc 1 đơn vị" in words(press(client))
    assert list(told_late().values_list("person__full_name", flat=True)) == [world.lan.full_name]
    again = words(press(client, nhom="631"))
    assert "Không có đơn vị nào cần nhắc thêm. 1 đơn vị đã được nhắc trong ngày hôm nay." in again
    assert told_late().count() == 1
    assert Event.objects.filter(kind="late_reminded").count() == 1


def test_who_has_no_account_is_named(world: w.World) -> None:
    Post.objects.filter(person=world.lan).delete()
    told = words(press(w.signed_in(world.ha), **{"ho-so": str(world.other_dossier.pk)}))
    assert "1 đơn vị chưa có tài khoản để nhắc: Xã Ia Krêl." in told
    assert not told_late().exists()


def test_what_waits_at_the_office_is_told_there_once_for_all(world: w.World) -> None:
    StepDate.objects.create(period=world.period, step="under_review", ends_on=LAST_DAY)
    press(w.signed_in(world.ha))
    told = told_late().filter(person=world.hung)
    assert told.get().title == "1 hồ sơ năm 2022 quá hạn ở bước “Đã gửi hồ sơ”"


def test_an_auditor_looks_and_reminds_nobody(world: w.World) -> None:
    lan = w.employ("Đinh Thị Lan", world.province, Role.AUDITOR)
    client = w.signed_in(lan)
    assert "Nhắc" not in client.get(HERE).content.decode()
    assert press(client).status_code == 403
    assert not told_late().exists()


def test_a_commune_has_no_page_of_progress(world: w.World) -> None:
    assert w.signed_in(world.mai).get(HERE).status_code == 403


def test_hostile_words_in_the_address_are_taken_for_none(world: w.World) -> None:
    client = w.signed_in(world.ha)
    page = client.get(f"{HERE}don-vi/", {"nhom": "%' OR 1=1", "chang": "x" * 5000, "trang": "-1"})
    assert page.status_code == 200
    assert page.context["count"] == 2
    assert Wanted().keeps(rows_of(world)[0])


def test_the_file_holds_every_unit(world: w.World) -> None:
    answer = w.signed_in(world.ha).get(f"{HERE}bang.xlsx")
    lines = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0)
    found = {line[0]: line for line in lines.to_python()[1:]}
    assert found["Xã Ia Krêl"][3:7] == ["Chưa gửi", "Chưa bắt đầu", "23/12/2022", 3]
    assert set(found) == {"Xã Ia Dơk", "Xã Ia Krêl"}
