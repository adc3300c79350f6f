"""One file in two dossiers: who is told, and what; the statistics that stand beside it."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.files.models import StoredFile
from tuphap.modules.assessments.actions.statistics import make_statistics, refresh_statistics
from tuphap.modules.assessments.models import Assessment, ContentStatistics, Entry, Evidence
from tuphap.modules.assessments.queries.desk import get_desk
from tuphap.modules.assessments.queries.statistics import peers_of, stale_periods
from tuphap.modules.assessments.tests.world import (
    World,
    acting,
    december,
    in_status,
    unit,
)
from tuphap.rules.compared_figures import SHARE

pytestmark = pytest.mark.django_db

LOOK = 0x0123456789ABCDEF


def prove(world: World, dossier: Assessment, item: str, sha: str, look: int | None = None):
    file = StoredFile.objects.create(
        name="Ảnh.png",
        content_type="image/png",
        size=9,
        sha256=sha * 64,
        stored_at=december(world, 2),
        pages=1,
        look=look,
    )
    return Evidence.objects.create(
        assessment=dossier,
        item=item,
        title="Ảnh.png",
        file=file,
        added_by=world.mai,
        added_at=december(world, 2),
    )


def is_sent(world: World, dossier: Assessment) -> None:
    Assessment.objects.filter(pk=dossier.pk).update(submitted_at=december(world, 20))


def found(world: World, person=None, letters: str = "DGA") -> list[tuple[str, str, str]]:
    actor = acting(person or world.hung, december(world, 22))
    desk = get_desk(actor, world.dossier.pk, date(world.year, 12, 22)).desk
    rows = [(f.letter, f.item, f.sentence) for f in desk.findings]
    return [row for row in rows if row[0] in letters]


def far_away(world: World) -> Assessment:
    """A dossier of another district, which Hùng does not reach and Hà does."""
    district = unit("632", "Huyện Chư Prông", "huyện", world.province, date(2022, 1, 1))
    commune = unit("23888", "Xã Ia Púch", "xã", district, date(2022, 1, 1))
    return Assessment.objects.create(
        period=world.period, unit=commune, appraising_unit=district, status="submitted"
    )


def test_the_same_file_of_another_commune_is_named_once_that_was_sent():
    world = in_status("under_review")
    prove(world, world.dossier, "2.1.1", "a")
    prove(world, world.other_dossier, "3.1.1", "a")
    assert found(world) == []
    is_sent(world, world.other_dossier)
    assert found(world) == [
        ("G", "2.1.1", "Tệp “Ảnh.png” cũng có trong hồ sơ của Xã Ia Krêl (năm 2022).")
    ]


def test_a_commune_outside_the_reach_is_not_named_and_one_inside_is():
    world = in_status("under_review")
    prove(world, world.dossier, "2.1.1", "a")
    other = far_away(world)
    prove(world, other, "2.1.1", "a")
    is_sent(world, other)
    ((_, _, to_hung),) = found(world)
    ((_, _, to_ha),) = found(world, world.ha)
    assert to_hung == "Tệp “Ảnh.png” cũng có trong hồ sơ của một đơn vị khác."
    assert "Xã Ia Púch" in to_ha


def test_the_council_reads_of_no_other_commune():
    world = in_status("council")
    prove(world, world.dossier, "2.1.1", "a")
    prove(world, world.other_dossier, "2.1.1", "a")
    is_sent(world, world.other_dossier)
    ((_, _, to_thu),) = found(world, world.thu)
    ((_, _, to_hung),) = found(world)
    assert "một đơn vị khác" in to_thu
    assert "Xã Ia Krêl" in to_hung


def test_a_picture_that_is_nearly_the_same_is_named_and_a_blank_one_never():
    world = in_status("under_review")
    prove(world, world.dossier, "2.1.1", "a", LOOK)
    prove(world, world.dossier, "2.2.1", "b", 0)
    prove(world, world.other_dossier, "3.1.1", "c", LOOK ^ 0b101)
    prove(world, world.other_dossier, "3.1.2", "d", LOOK ^ 0b11111)
    prove(world, world.other_dossier, "3.2.1", "e", 0)
    is_sent(world, world.other_dossier)
    ((letter, item, sentence),) = found(world)
    assert (letter, item) == ("A", "2.1.1")
    assert sentence.endswith("gần giống tệp trong hồ sơ của Xã Ia Krêl (năm 2022).")


def test_using_a_file_again_within_one_indicator_is_what_it_is_for():
    world = in_status("under_review")
    first = prove(world, world.dossier, "3.1.1", "a")
    first.pk, first.item = None, "3.1.2"
    first.save()
    assert found(world) == []
    first.pk, first.item = None, "2.1.1"
    first.save()
    assert {(letter, item) for letter, item, _ in found(world)} == {
        ("D", "2.1.1"),
        ("D", "3.1.1"),
        ("D", "3.1.2"),
    }


def test_what_was_taken_away_is_not_held_against_anybody():
    world = in_status("under_review")
    prove(world, world.dossier, "2.1.1", "a")
    gone = prove(world, world.other_dossier, "3.1.1", "a")
    is_sent(world, world.other_dossier)
    gone.removed_at = december(world, 3)
    gone.save()
    assert found(world) == []


# --- statistics ---


def neighbours(world: World, count: int, share: int = 9) -> None:
    """Units of the same kind that have sent 9 of 10, some 8 and 10, on one content."""
    for number in range(count):
        commune = unit(f"9{number:04}", f"Xã {number}", "xã", world.office, date(2022, 1, 1))
        dossier = Assessment.objects.create(
            period=world.period,
            unit=commune,
            appraising_unit=world.office,
            status="submitted",
            submitted_at=december(world, 20),
        )
        Entry.objects.create(
            assessment=dossier,
            column="self",
            item="2.1.1",
            done=share + number % 3 - 1,
            due=10,
            written_by=world.mai,
            written_at=december(world, 2),
        )


def low_figure(world: World) -> None:
    rows = Entry.objects.filter(assessment=world.dossier, column="self", item="2.1.1")
    rows.update(done=2, due=10)


def test_statistics_are_made_once_and_again_after_a_sending():
    world = in_status("submitted")
    assert refresh_statistics(december(world, 21)) == 1
    assert refresh_statistics(december(world, 21)) == 0
    is_sent(world, world.other_dossier)
    Assessment.objects.filter(pk=world.other_dossier.pk).update(submitted_at=december(world, 22))
    assert stale_periods() == [world.period]


def test_a_sending_that_came_in_while_statistics_were_made_is_not_forgotten():
    world = in_status("submitted")
    sent = december(world, 20)
    make_statistics(world.period, at=sent + timedelta(seconds=20))
    assert stale_periods() == [world.period]


def test_the_command_makes_them_for_a_year():
    world = in_status("submitted")
    said = StringIO()
    call_command("check_statistics", str(world.year), stdout=said)
    assert (
        said.getvalue() == f"Kỳ đánh giá 2022: {ContentStatistics.objects.count()} dòng thống kê\n"
    )
    with pytest.raises(CommandError, match="Kiểm tra lại năm"):
        call_command("check_statistics", "1999")


def test_a_dossier_that_is_written_again_does_not_count():
    world = in_status("returned")
    make_statistics(world.period, at=december(world, 22))
    assert not ContentStatistics.objects.exists()


def test_the_desk_reads_what_was_made_and_makes_nothing():
    world = in_status("under_review")
    low_figure(world)
    neighbours(world, 14)
    assert found(world, letters="L") == []
    make_statistics(world.period, at=december(world, 22))
    assert peers_of(world.dossier)["2.1.1", SHARE].n == 15
    ((_, item, sentence),) = found(world, letters="L")
    assert item == "2.1.1"
    assert sentence.startswith("Tỷ lệ 20\xa0% (2/10) lệch xa 15 đơn vị cùng loại")


def test_a_desk_asks_as_much_among_many_units_as_among_few():
    world = in_status("under_review")
    prove(world, world.dossier, "2.1.1", "a", LOOK)
    counts = []
    for more in (1, 14):
        neighbours_of = Assessment.objects.count()
        for number in range(neighbours_of, neighbours_of + more):
            commune = unit(f"8{number:04}", f"Xã {number}", "xã", world.office, date(2022, 1, 1))
            dossier = Assessment.objects.create(
                period=world.period,
                unit=commune,
                appraising_unit=world.office,
                status="submitted",
                submitted_at=december(world, 20),
            )
            prove(world, dossier, "2.1.1", "a", LOOK ^ 1)
        make_statistics(world.period, at=december(world, 22))
        with CaptureQueriesContext(connection) as asked:
            found(world)
        counts.append(len(asked))
    assert counts[0] == counts[1]
