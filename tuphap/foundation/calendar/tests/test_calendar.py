"""Seeding years, and people adding and removing days with a reason that stays in the journal."""

from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from tuphap.foundation.audit.models import Event
from tuphap.foundation.calendar import actions, queries
from tuphap.foundation.calendar.models import DayKind, Holiday
from tuphap.rules.deadlines import add_working_days
from tuphap.rules.permissions import Actor, HeldPost, Role
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def actor(role):
    post = HeldPost(role=role, unit_path="/52/", unit_name="Tỉnh Gia Lai", spans=())
    return Actor(person_id=7, name="Lê Thị Thu Hà", posts=(post,), at=AT)


HA = actor(Role.PROVINCE_OFFICER)
MAI = actor(Role.COMMUNE_OFFICER)


def add(day=date(2026, 8, 20), kind="off", name="Nghỉ bù", source="Công văn 1", by=HA):
    return actions.add_day(day, kind, name, source, by=by)


@pytest.fixture
def seeded():
    return actions.load_holidays(2025, 2027)


def test_the_calendar_is_one_query(seeded, django_assert_num_queries):
    with django_assert_num_queries(1):
        queries.work_calendar()


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 1, 10), True),
        (date(2025, 4, 26), True),
        (date(2025, 5, 2), False),
        (date(2026, 8, 22), True),
        (date(2026, 2, 16), False),
        (date(2026, 2, 20), False),
        (date(2026, 2, 23), True),
        (date(2027, 2, 10), False),
        (date(2026, 2, 13), True),
    ],
)
def test_seeded_years_know_tet_and_swaps(seeded, day, works):
    assert queries.work_calendar().is_working_day(day) is works


def test_a_deadline_never_falls_on_tet(seeded):
    calendar = queries.work_calendar()
    assert add_working_days(date(2026, 2, 13), 1, calendar) == date(2026, 2, 23)


def test_every_seeded_day_names_its_source(seeded):
    assert not Holiday.objects.filter(source="").exists()
    swap = Holiday.objects.get(day=date(2026, 1, 10))
    assert (swap.kind, swap.source) == (
        DayKind.WORKED,
        "Công văn 12729/VPCP-KGVX ngày 25/12/2025",
    )


def test_only_the_years_asked_for_are_seeded():
    actions.load_holidays(2022, 2022)
    assert queries.years_covered() == [2022]


def test_a_second_seeding_changes_nothing(seeded):
    again = actions.load_holidays(2025, 2028)
    assert again.years_left == (2025, 2026, 2027)
    assert queries.years_covered() == [2025, 2026, 2027, 2028]
    assert actions.load_holidays(2025, 2028).added == 0


def test_a_removed_day_stays_removed_unless_asked_for(seeded):
    actions.remove_day(date(2026, 11, 24), by=HA)
    actions.load_holidays(2026, 2026)
    assert queries.work_calendar().is_working_day(date(2026, 11, 24))
    assert actions.load_holidays(2026, 2026, again=True).added == 1
    assert not queries.work_calendar().is_working_day(date(2026, 11, 24))


def test_a_day_entered_by_hand_is_not_overwritten_by_seeding():
    add(day=date(2026, 9, 2), name="Quốc khánh (quyết định riêng)")
    actions.load_holidays(2026, 2026)
    assert Holiday.objects.get(day=date(2026, 9, 2)).name == "Quốc khánh (quyết định riêng)"


@pytest.mark.parametrize("years", [(2027, 2025), (2000, 2099), (0, 0), (9999, 10000)])
def test_senseless_years_are_refused(years):
    with pytest.raises(Refused) as refusal:
        actions.load_holidays(*years)
    assert refusal.value.kind == Kind.INVALID


def test_an_added_day_counts_and_is_in_the_journal():
    add()
    assert not queries.work_calendar().is_working_day(date(2026, 8, 20))
    event = Event.objects.get(kind="calendar.day_added")
    assert (event.person_id, event.subject, event.at) == (7, "2026-08-20", AT)
    assert event.detail["source"] == "Công văn 1"


def test_a_removed_day_is_ordinary_again_and_in_the_journal():
    add()
    actions.remove_day(date(2026, 8, 20), by=HA)
    assert queries.work_calendar().is_working_day(date(2026, 8, 20))
    assert Event.objects.get(kind="calendar.day_removed").detail["name"] == "Nghỉ bù"


def test_text_is_cleaned_before_it_is_kept():
    assert add(name=" Nghỉ\u200b bù\x00 ").name == "Nghỉ bù"


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"kind": "party"}, "kind", "party"),
        ({"kind": "worked"}, "day", "20/08/2026"),
        ({"name": " \u200b"}, "name", "120"),
        ({"name": "x" * 121}, "name", "120"),
        ({"source": ""}, "source", "văn bản"),
        ({"source": "x" * 201}, "source", "200"),
    ],
)
def test_a_faulty_day_is_refused_beside_its_field(values, field, words):
    with pytest.raises(Refused) as refusal:
        add(**values)
    assert refusal.value.kind == Kind.INVALID
    assert words in refusal.value.fields[field]
    assert not Holiday.objects.exists()


def test_a_day_is_there_only_once():
    add()
    with pytest.raises(Refused, match="20/08/2026 đã có") as refusal:
        add(name="Khác")
    assert refusal.value.kind == Kind.CONFLICT


def test_an_unknown_day_cannot_be_removed():
    with pytest.raises(Refused, match="20/08/2026") as refusal:
        actions.remove_day(date(2026, 8, 20), by=HA)
    assert refusal.value.kind == Kind.CONFLICT


def test_who_may_not_edit_is_told_so_and_nothing_changes():
    add()
    for deed in (lambda: add(day=date(2026, 8, 21), by=MAI), lambda: remove_as(MAI)):
        with pytest.raises(Refused, match="chưa được giao quyền") as refusal:
            deed()
        assert refusal.value.kind == Kind.FORBIDDEN
    assert Holiday.objects.count() == 1


def remove_as(person):
    actions.remove_day(date(2026, 8, 20), by=person)


def test_a_year_is_listed_in_order(seeded):
    days = [holiday.day for holiday in queries.days_of(2026)]
    assert days == sorted(days)
    assert {day.year for day in days} == {2026}


def test_the_database_refuses_unknown_kinds():
    with pytest.raises(IntegrityError), transaction.atomic():
        Holiday.objects.create(day=date(2026, 8, 20), kind="party", name="x", source="x")


def test_the_command_says_what_it_did():
    out = StringIO()
    call_command("load_holidays", 2026, 2026, stdout=out)
    call_command("load_holidays", 2026, 2026, stdout=out)
    assert "Giữ nguyên các năm đã nạp: 2026." in out.getvalue()
    with pytest.raises(CommandError, match="không hợp lệ"):
        call_command("load_holidays", 2027, 2026, stdout=out)


def test_without_years_the_command_reaches_the_next_year():
    call_command("load_holidays", stdout=StringIO())
    assert len(queries.years_covered()) == 11
