"""Posts given and ended between a change of units and its day, or its undoing; Hà does it all."""

from datetime import date
from types import SimpleNamespace

import pytest

from tuphap.foundation.access.actions import end_post, give_post
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.access.following import onward_words
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.audit.models import Event
from tuphap.foundation.mergers.actions import apply_change, plan_change, undo_change
from tuphap.modules.assessments.tests.world import acting, employ, moment, unit
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.unit_changes import HEADS

pytestmark = pytest.mark.django_db
EARLY, BEFORE, DAY = date(2023, 2, 10), date(2023, 2, 28), date(2023, 3, 1)
NOW = moment(2023, 2, 1)
OFFICER, STAFF, CHAIR = Role.COMMUNE_OFFICER, Role.COMMUNE_STAFF, Role.COMMUNE_CHAIR


@pytest.fixture
def world():
    """Two communes that become one on the day; Mai enters its figures, not Lan."""
    province = unit("52", "Tỉnh Gia Lai", "tỉnh", None, date(2022, 1, 1))
    commune = unit("23860", "Xã Ia Dơk", "xã", province, date(2022, 1, 1))
    neighbour = unit("23863", "Xã Ia Krêl", "xã", province, date(2022, 1, 1))
    made = SimpleNamespace(
        commune=commune,
        neighbour=neighbour,
        ha=employ("Đỗ Thu Hà", province, Role.ADMINISTRATOR),
        mai=employ("Nguyễn Thị Mai", commune, OFFICER),
        lan=employ("Rơ Châm Lan", neighbour, OFFICER),
        binh=employ("Siu Bình", commune, CHAIR),
        moi=employ("Kpă Mới", province, Role.AUDITOR),
    )
    Post.objects.create(person=made.binh, unit=neighbour, role=CHAIR, starts_on=date(2022, 1, 1))
    rows = [
        [code, "23999", "Xã Đức Cơ", "xã", "", "toàn bộ", "01/03/2023", ""]
        for code in ("23860", "23863")
    ]
    change, _ = plan_change([list(HEADS.values()), *rows], "x.csv", by=acting(made.ha, NOW))
    made.change = apply_change(change.pk, change.plan_hash, by=acting(made.ha, NOW))
    return made


def held(person, code="23860"):
    return Post.objects.get(person=person, unit__code=code)


def end(world, post, last_day, at=NOW):
    return end_post(post, last_day, by=acting(world.ha, at))


def give(world, at_unit, role, starts_on):
    return give_post(world.moi, at_unit, role, starts_on, by=acting(world.ha, NOW))


def undo(world, at=NOW):
    undo_change(world.change.pk, by=acting(world.ha, at))


# The second is the very day the plan gave: it was somebody's decision all the same.
@pytest.mark.parametrize("last_day", [EARLY, BEFORE])
def test_a_post_ended_since_stays_ended_and_does_not_open_on_the_day(world, last_day):
    end(world, held(world.mai), last_day)
    assert actor_for(world.mai, moment(2023, 3, 1)).posts == ()
    told = Event.objects.get(kind="post_ended").detail["sentence"]
    assert told == "Vị trí mở sẵn tại Xã Đức Cơ từ ngày 01/03/2023 cũng bỏ."
    undo(world)
    assert held(world.mai).ends_on == last_day


def test_an_end_after_the_day_holds_at_the_successor_and_after_undoing(world):
    summer = date(2023, 6, 30)
    end(world, held(world.mai), summer)
    assert (held(world.mai).ends_on, held(world.mai, "23999").ends_on) == (BEFORE, summer)
    end(world, held(world.mai, "23999"), date(2023, 3, 5), moment(2023, 3, 2))
    undo(world, moment(2023, 3, 3))
    assert held(world.mai).ends_on == date(2023, 3, 5)


def test_a_post_that_opens_nowhere_lasts_no_longer_than_its_unit(world):
    with pytest.raises(Refused, match="không theo sang đơn vị khác"):
        end(world, held(world.lan, "23863"), date(2023, 6, 30))


def test_of_two_posts_that_merge_either_is_enough(world):
    end(world, held(world.binh), EARLY)
    assert [post.unit.code for post in Post.held_on(DAY).filter(person=world.binh)] == ["23999"]
    end(world, held(world.binh, "23863"), EARLY)
    assert not Post.held_on(DAY).filter(person=world.binh).exists()


def test_undoing_keeps_whoever_came_instead(world):
    end(world, held(world.mai), EARLY)
    give(world, world.commune, OFFICER, date(2023, 2, 11))
    undo(world)
    assert (held(world.moi).ends_on, held(world.mai).ends_on) == (None, EARLY)
    assert not Post.objects.filter(ends_with_unit=True).exists()


def test_whoever_stands_in_the_way_stays_and_is_named(world):
    Post.objects.create(person=world.moi, unit=world.commune, role=OFFICER, starts_on=DAY)
    undo(world)
    left = Event.objects.get(kind="units_change_undone").detail["posts_left_ended"]
    assert left == ["Nguyễn Thị Mai, Công chức nhập liệu cấp xã, Xã Ia Dơk"]
    assert held(world.mai).ends_on == BEFORE


def test_a_post_given_meanwhile_follows_over_the_day_and_comes_back(world):
    given = give(world, world.commune, STAFF, BEFORE)
    assert onward_words(given) == (
        "Xã Ia Dơk có đến hết ngày 28/02/2023; từ ngày 01/03/2023 vị trí này theo sang "
        "Xã Đức Cơ (mã 23999)."
    )
    assert Event.objects.get(kind="post_given").detail["sentence"] == onward_words(given)
    paths = {post.unit_path for post in actor_for(world.moi, moment(2023, 3, 1)).posts}
    assert paths == {"/52/", "/52/23999/"}
    undo(world)
    assert Post.objects.get(person=world.moi, role=STAFF).ends_on is None
    assert "posts_removed" not in Event.objects.get(kind="units_change_undone").detail


def test_nothing_is_given_at_a_unit_that_is_gone_by_then(world):
    with pytest.raises(Refused, match=r"Giao tại Xã Đức Cơ \(mã 23999\)"):
        give(world, world.commune, STAFF, DAY)


def test_nobody_follows_to_where_somebody_else_enters_the_figures(world):
    end(world, held(world.lan, "23863"), EARLY)
    given = give(world, world.neighbour, OFFICER, date(2023, 2, 11))
    assert (given.ends_on, given.followed_by.count()) == (BEFORE, 0)
    assert "hết cùng ngày" in onward_words(given)
