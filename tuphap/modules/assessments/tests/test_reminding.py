"""Reminders (W10): on their days by the calendar of Vietnam, once, until the dossier is sent."""

from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.utils import timezone

from tuphap.foundation.jobs.queueing import queue_each
from tuphap.foundation.jobs.tests import queue
from tuphap.foundation.jobs.tests.worker import work
from tuphap.foundation.notices.models import Notice
from tuphap.modules.assessments.actions.moves import move, submit
from tuphap.modules.assessments.actions.periods import set_step_dates
from tuphap.modules.assessments.actions.telling import remind_units
from tuphap.modules.assessments.tasks import send_reminders
from tuphap.modules.assessments.tests import world as worlds
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    employ,
    in_status,
    make_world,
)
from tuphap.rules.permissions import Role

pytestmark = pytest.mark.django_db
LAST = date(2023, 1, 9)
DAYS = {"self_scoring": (None, date(2022, 12, 31)), "submitted": (None, LAST)}


def at_seven(day: date) -> datetime:
    """Seven in the morning in Vietnam is midnight of UTC."""
    return datetime(day.year, day.month, day.day, 0, 7, tzinfo=UTC)


def before(days: int) -> date:
    return LAST - timedelta(days=days)


def world_with_days() -> World:
    return make_world(step_dates=DAYS)


def reminders(person) -> list[str]:
    found = Notice.objects.filter(person=person, key__startswith="assessment.reminder:")
    return list(found.order_by("made_at").values_list("title", flat=True))


def run(days: range) -> None:
    """One run each morning; `days` counts down to the last day."""
    for left in days:
        remind_units(at_seven(before(left)))


def test_officer_and_chair_are_reminded_on_each_day_of_the_table_once():
    world = world_with_days()
    run(range(30, -5, -1))
    run(range(3, -5, -1))
    wanted = [
        "Còn 14 ngày để gửi hồ sơ năm 2022 của Xã Ia Dơk",
        "Còn 7 ngày để gửi hồ sơ năm 2022 của Xã Ia Dơk",
        "Còn 3 ngày để gửi hồ sơ năm 2022 của Xã Ia Dơk",
        "Còn 1 ngày để gửi hồ sơ năm 2022 của Xã Ia Dơk",
        "Hôm nay là ngày cuối để gửi hồ sơ năm 2022 của Xã Ia Dơk",
    ]
    assert reminders(world.mai) == wanted
    assert reminders(world.binh) == wanted
    assert len(reminders(world.lan)) == 5
    assert reminders(world.hung) == reminders(world.ha) == []


def test_a_reminder_names_step_and_day_and_leads_to_the_sheet():
    world = world_with_days()
    run(range(7, 6, -1))
    notice = Notice.objects.get(person=world.mai)
    assert "“Chưa bắt đầu”" in notice.body
    assert "Hạn gửi: hết ngày 09/01/2023." in notice.body
    assert notice.address == f"/phieu/{world.dossier.pk}/"


def test_reminders_stop_when_the_dossier_is_sent():
    world = make_world(step_dates={"submitted": (None, date(2022, 12, 27))})
    remind_units(at_seven(date(2022, 12, 20)))
    worlds.send(world)
    for day in range(21, 29):
        remind_units(at_seven(date(2022, 12, day)))
    assert len(reminders(world.mai)) == 1
    assert len(reminders(world.lan)) == 4


def test_a_missed_day_is_made_up_for_and_two_never_come_at_once():
    world = world_with_days()
    run(range(14, 7, -1))
    run(range(6, 3, -1))
    assert [title[:11] for title in reminders(world.mai)] == ["Còn 14 ngày", "Còn 6 ngày "]
    run(range(0, -1, -1))
    assert len(reminders(world.mai)) == 3


def test_the_day_is_that_of_vietnam():
    """18:00 of UTC is one in the morning of the next day there."""
    world = world_with_days()
    evening = datetime(2022, 12, 25, 16, 59, tzinfo=UTC)  # 23:59 on the fifteenth day before
    remind_units(evening)
    assert reminders(world.mai) == []
    remind_units(evening + timedelta(minutes=1))
    assert len(reminders(world.mai)) == 1


def test_somebody_who_took_over_is_reminded_of_the_line_that_stands():
    world = world_with_days()
    run(range(14, 10, -1))
    chair = employ("Rah Lan Hơ", world.neighbour, Role.COMMUNE_CHAIR)
    run(range(10, 9, -1))
    assert [title[:11] for title in reminders(chair)] == ["Còn 10 ngày"]
    assert len(reminders(world.lan)) == 1


def test_a_new_last_day_brings_reminders_anew():
    world = world_with_days()
    run(range(7, 6, -1))
    by = acting(world.ha, at_seven(before(7)))
    set_step_dates(world.period, {"submitted": (None, LAST + timedelta(days=7))}, by=by)
    run(range(6, -1, -1))
    titles = reminders(world.mai)
    assert [title.split(" để")[0] for title in titles] == [
        "Còn 7 ngày",
        "Còn 13 ngày",
        "Còn 7 ngày",
    ]


def give_back(term: int | None, day: int = 21) -> World:
    """Returned on a Wednesday."""
    world = in_status("under_review", completion_working_days=term)
    by = acting(world.hung, worlds.december(world, day))
    move(world.dossier.pk, "return", by=by, reason="Thiếu báo cáo.")
    return world


def test_a_returned_dossier_is_reminded_by_its_own_term():
    """Five working days after Wednesday 21/12 end on Wednesday 28/12; 14 and 7 lie behind."""
    world = give_back(5)
    for day in range(21, 32):
        remind_units(at_seven(date(2022, 12, day)))
    assert [title.split(" để")[0] for title in reminders(world.mai)] == [
        "Còn 3 ngày",
        "Còn 1 ngày",
        "Hôm nay là ngày cuối",
    ]
    assert "để gửi lại hồ sơ" in reminders(world.mai)[0]


def test_a_dossier_sent_again_is_left_alone():
    world = give_back(5)
    submit(world.dossier.pk, by=acting(world.mai, worlds.december(world, 22)))
    for day in range(23, 32):
        remind_units(at_seven(date(2022, 12, day)))
    assert reminders(world.mai) == []


def test_without_a_term_and_without_days_nobody_is_reminded():
    world = give_back(None)
    for day in range(21, 32):
        remind_units(at_seven(date(2022, 12, day)))
    assert reminders(world.mai) == reminders(world.lan) == []


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
@pytest.mark.parametrize("status", ["submitted", "under_review"])
def test_what_the_unit_has_sent_is_not_asked_for(code: str, status: str):
    world = in_status(status, code, step_dates={"submitted": (None, LAST.replace(year=2027))})
    last = world.period.step_dates.get().ends_on
    remind_units(at_seven(last))
    assert reminders(world.mai) == []


def test_many_dossiers_ask_as_much_as_few(django_assert_max_num_queries):
    world = world_with_days()
    with django_assert_max_num_queries(20) as few:
        remind_units(at_seven(before(14)))
    district = world.office
    communes = [
        worlds.unit(f"9{n:04}", f"Xã {n}", "xã", district, district.valid_from) for n in range(20)
    ]
    for commune in communes:
        employ(f"Cán bộ {commune.code}", commune, Role.COMMUNE_OFFICER)
        world.dossier.__class__.objects.create(
            period=world.period, unit=commune, appraising_unit=district, status="assigned"
        )
    with django_assert_max_num_queries(len(few)):
        assert remind_units(at_seven(before(7))) == 23


@pytest.mark.django_db(transaction=True)
def test_a_worker_reminds_and_the_letter_lies_in_the_folder(tmp_path):
    """From the regular task to the file, with the clock of the machine."""
    queue.clear()
    today = timezone.localdate()
    with time_machine.travel(datetime(2022, 6, 1, tzinfo=UTC), tick=False):
        world = make_world(step_dates={"submitted": (None, today + timedelta(days=3))})
        world.lan.is_active = world.binh.is_active = False
        world.lan.save()
        world.binh.save()
    queue_each(send_reminders, [{"timestamp": 0}])
    work(tmp_path)
    [path] = (tmp_path / "mail").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert letter["To"] == world.mai.email
    # A long line of a header is folded; what is left is the space of the fold.
    subject = letter["Subject"].strip()
    assert subject == "Tư pháp số: Còn 3 ngày để gửi hồ sơ năm 2022 của Xã Ia Dơk"
    assert Notice.objects.get().mailed_at is not None
    queue.clear()
