"""Who is told is told once; the notice, its job and the change are one."""

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from tuphap.foundation.access.tests.people import person
from tuphap.foundation.notices.actions import notify, notify_each
from tuphap.foundation.notices.models import LONGEST_TITLE, Letter, Notice, Way
from tuphap.foundation.notices.tests.told import AT, message, told, wants

pytestmark = pytest.mark.django_db


def jobs() -> list[str]:
    return [job.args["notice_id"] for job in ProcrastinateJob.objects.order_by("id")]


def test_a_notice_comes_with_a_job_for_its_letter():
    notice = told(person("Nguyễn Thị Mai"))
    assert (notice.letter, notice.made_at, notice.read_at) == (Letter.QUEUED, AT, None)
    assert jobs() == [str(notice.pk)]


def test_telling_again_changes_nothing():
    mai, hung = person("Nguyễn Thị Mai"), person("Trần Văn Hùng")
    assert notify([mai], message(), at=AT) == 1
    assert notify([mai], message(title="Lời khác"), at=AT) == 0
    assert notify([mai, hung], message(), at=AT) == 1
    assert Notice.objects.filter(person=mai).count() == 1
    assert len(jobs()) == 2


def test_somebody_named_twice_is_told_once():
    mai = person("Nguyễn Thị Mai")
    assert notify([mai, mai], message(), at=AT) == 1


def test_another_key_is_another_notice():
    mai = person("Nguyễn Thị Mai")
    told(mai, "reminder:7")
    told(mai, "reminder:3")
    assert Notice.objects.count() == 2


def test_nobody_is_told_of_a_change_that_was_taken_back():
    mai = person("Nguyễn Thị Mai")
    with transaction.atomic():
        assert notify([mai], message(), at=AT) == 1
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert jobs() == []


@pytest.mark.parametrize(
    ("way", "letter"),
    [(Way.AT_ONCE, Letter.QUEUED), (Way.DAILY, Letter.COLLECTED), (Way.NONE, Letter.UNWANTED)],
)
def test_each_person_gets_letters_as_chosen(way: Way, letter: Letter):
    mai = person("Nguyễn Thị Mai")
    wants(mai, way)
    notice = told(mai)
    assert notice.letter == letter
    assert jobs() == ([str(notice.pk)] if way is Way.AT_ONCE else [])


def test_a_locked_account_is_told_nothing():
    assert notify([person("Nguyễn Thị Mai", is_active=False)], message(), at=AT) == 0


def test_many_are_told_with_as_many_questions_as_one(django_assert_max_num_queries):
    people = [person(f"Người {number}") for number in range(30)]
    with django_assert_max_num_queries(4) as one:
        notify(people[:1], message(), at=AT)
    with django_assert_max_num_queries(len(one)):
        notify_each([(who, message(f"k{who.pk}")) for who in people], at=AT)
    assert Notice.objects.count() == 31


@pytest.mark.parametrize(
    "address",
    ["https://example.com/", "//example.com/", "/\\example.com", "phieu/", "", "javascript:1"],
)
def test_an_address_outside_the_site_is_refused_by_the_database(address: str):
    mai = person("Nguyễn Thị Mai")
    with pytest.raises(IntegrityError), transaction.atomic():
        told(mai, address=address)


def test_a_long_title_is_cut_visibly():
    title = told(person("Nguyễn Thị Mai"), title="x" * 300).title
    assert len(title) == LONGEST_TITLE
    assert title.endswith("…")


def test_a_key_that_would_be_cut_is_a_fault_of_the_program():
    with pytest.raises(ValueError, match="longer than"):
        told(person("Nguyễn Thị Mai"), "k" * 161)
