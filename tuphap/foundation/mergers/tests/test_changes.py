"""A change of units from the file to the posts, and back; Hà changes the units."""

from datetime import date

import pytest

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.mergers.actions import apply_change, plan_change, undo_change
from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.mergers.queries import concerned
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.queries import by_old_code, unit_on, units_on
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.tests.world import (
    acting,
    employ,
    full_sheet,
    make_world,
    moment,
    start,
    unit,
)
from tuphap.rules.permissions import Role, Subject, may
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db

HEAD = [
    "Mã cũ",
    "Mã mới",
    "Tên mới",
    "Loại mới",
    "Mã cấp trên",
    "Phạm vi",
    "Ngày hiệu lực",
    "Căn cứ",
]
DAY = date(2023, 3, 1)
BEFORE = date(2023, 2, 28)
NOW = moment(2023, 2, 1)
MERGE = [
    HEAD,
    ["23860", "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", "Nghị quyết 12/NQ"],
    ["23863", "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", "Nghị quyết 12/NQ"],
]


@pytest.fixture
def world():
    return make_world()


def planned(world, rows=MERGE, at=NOW):
    change, faults = plan_change(rows, "sap-xep.csv", by=acting(world.ha, at))
    assert faults == []
    return change


def applied(world, rows=MERGE, choices=None):
    change = planned(world, rows)
    return apply_change(change.pk, change.plan_hash, choices, by=acting(world.ha, NOW))


def stored():
    tables = (Unit, Succession, Post)
    return [list(table.objects.order_by("pk").values()) for table in tables]


def test_a_plan_touches_nothing_and_tells_what_is_concerned(world):
    start(world)
    before = stored()
    change = planned(world)
    assert stored() == before
    assert {row.label for row in concerned(change)} == {
        "Hồ sơ năm 2022: Đang tự chấm điểm",
        "Hồ sơ năm 2022: Chưa bắt đầu",
    }
    assert [row["name"] for row in change.plan["posts"] if row["goes_to"]] == [
        world.mai.full_name,
        world.binh.full_name,
    ]


def test_units_are_closed_and_successors_opened(world):
    applied(world)
    old, new = unit_on("23860", BEFORE), unit_on("23999", DAY)
    assert (old.pk, old.valid_to) == (world.commune.pk, BEFORE)
    assert (new.name, new.path, new.valid_from) == ("Xã Đức Cơ", "/52/631/23999/", DAY)
    assert by_old_code("23863", DAY) == [new]
    assert set(units_on(DAY).values_list("code", flat=True)) == {"52", "631", "23999"}
    assert Event.objects.filter(kind="units_changed").count() == 1


def test_rights_follow_on_the_day(world):
    applied(world)
    new = unit_on("23999", DAY)
    old_place = world.dossier.subject
    mai_before, mai_after = (actor_for(world.mai, moment(2023, *day)) for day in ((2, 28), (3, 1)))
    assert may(mai_before, "assessment.fill", old_place)
    assert not may(mai_after, "assessment.fill", old_place)
    assert may(mai_after, "assessment.view", old_place)
    assert [post.unit_path for post in mai_after.posts] == [new.path]
    assert actor_for(world.lan, moment(2023, 3, 1)).posts == ()


def test_who_enters_figures_is_chosen_or_left_open(world):
    lan = Post.objects.get(person=world.lan)
    applied(world, choices={"23999": str(lan.pk)})
    open_now = Post.objects.filter(unit__code="23999", role=Role.COMMUNE_OFFICER)
    assert [post.person for post in open_now] == [world.lan]


def test_nobody_outside_the_list_can_be_chosen(world):
    change = planned(world)
    stranger = Post.objects.get(person=world.hung)
    with pytest.raises(Refused, match="không có trong danh sách"):
        apply_change(
            change.pk, change.plan_hash, {"23999": str(stranger.pk)}, by=acting(world.ha, NOW)
        )


def test_applying_twice_does_it_once(world):
    change = applied(world)
    before = stored()
    apply_change(change.pk, change.plan_hash, by=acting(world.ha, NOW))
    assert stored() == before


@pytest.mark.parametrize("what", ["unit", "post", "hash"])
def test_only_what_was_previewed_is_applied(world, what):
    change = planned(world)
    if what == "unit":
        Unit.objects.filter(pk=world.commune.pk).update(name="Xã Khác")
    if what == "post":
        employ("Người mới đến", world.commune, Role.COMMUNE_STAFF)
    before = stored()
    with pytest.raises(Refused) as refused:
        apply_change(
            change.pk, "0" * 64 if what == "hash" else change.plan_hash, by=acting(world.ha, NOW)
        )
    assert (refused.value.code, stored()) == ("units_changed", before)


def test_undoing_leaves_everything_as_it_was_and_the_file_may_come_again(world):
    before = stored()
    change = applied(world)
    undo_change(change.pk, by=acting(world.ha, moment(2023, 2, 2)))
    assert stored() == before
    with pytest.raises(Refused, match="đã hoàn tác"):
        apply_change(change.pk, change.plan_hash, by=acting(world.ha, NOW))
    applied(world)
    assert UnitChange.objects.filter(undone_at=None).count() == 1


def test_a_post_given_at_the_new_unit_goes_with_it_and_is_named(world):
    change = applied(world)
    employ("Kpă Mới", unit_on("23999", DAY), Role.COMMUNE_STAFF)
    undo_change(change.pk, by=acting(world.ha, moment(2023, 2, 2)))
    removed = Event.objects.get(kind="units_change_undone").detail["posts_removed"]
    assert removed == ["Kpă Mới, Công chức phụ trách nội dung cấp xã, Xã Đức Cơ"]


def test_once_something_is_entered_nothing_is_undone(world):
    change = applied(world)
    world.dossier.delete()
    dossier = Assessment.objects.get(unit=world.neighbour)
    dossier.unit = unit_on("23999", DAY)
    dossier.save()
    mai = acting(world.mai, moment(2023, 3, 2))
    move(dossier.pk, "start", by=mai)
    line = dict(list(full_sheet(world).items())[:1])
    save_entries(dossier.pk, "self", line, by=mai)
    with pytest.raises(Refused, match="đã có số liệu năm 2022"):
        undo_change(change.pk, by=acting(world.ha, moment(2023, 3, 3)))


def test_a_later_change_is_undone_first(world):
    change = applied(world)
    later = [HEAD, ["23999", "23999", "Xã Đức Cơ Mới", "", "", "toàn bộ", "01/05/2023", ""]]
    applied(world, later)
    with pytest.raises(Refused, match="Hoàn tác thay đổi sau trước"):
        undo_change(change.pk, by=acting(world.ha, moment(2023, 5, 3)))


def test_below_a_district_that_ends_everything_goes_on(world):
    applied(
        world, [HEAD, ["631", "632", "Thị xã Đức Cơ", "thị xã", "", "toàn bộ", "01/03/2023", ""]]
    )
    paths = set(units_on(DAY).values_list("path", flat=True))
    assert paths == {"/52/", "/52/632/", "/52/632/23860/", "/52/632/23863/"}
    mai = actor_for(world.mai, moment(2023, 3, 1))
    assert [post.unit_path for post in mai.posts] == ["/52/632/23860/"]
    hung = actor_for(world.hung, moment(2023, 3, 1))
    assert may(hung, "assessment.view", world.dossier.subject)


def test_a_province_reaches_its_own_units_only(world):
    other = unit("64", "Tỉnh Kon Tum", "tỉnh", None, date(2022, 1, 1))
    unit("30001", "Xã Xa", "xã", other, date(2022, 1, 1))
    rows = [HEAD, ["30001", "30002", "Xã Gần", "xã", "52", "toàn bộ", "01/03/2023", ""]]
    with pytest.raises(Refused, match="ngoài phạm vi"):
        plan_change(rows, "x.csv", by=acting(world.ha, NOW))


def test_who_may_not_is_refused(world):
    for person in (world.mai, world.hung, world.phuc):
        actor = acting(person, NOW)
        assert not may(actor, "unit.change", Subject(world.dossier.subject.unit))
        with pytest.raises(Refused):
            plan_change(MERGE, "x.csv", by=actor)
