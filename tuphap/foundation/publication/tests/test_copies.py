"""Numbers, hashes, freezing, and pages that are kept."""

import hashlib
import json
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from tuphap.foundation.audit.models import Event
from tuphap.foundation.publication import actions
from tuphap.foundation.publication.actions import keep_page, publish_copy, reserve_number
from tuphap.foundation.publication.kinds import RESULTS
from tuphap.foundation.publication.models import KeptPage, PublishedCopy
from tuphap.foundation.publication.queries import kept_page, newest_number, payload_of, state_of
from tuphap.foundation.publication.tests.sample import ha, publish, small_province
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db


def test_numbers_grow_by_one_in_each_year() -> None:
    first, second = publish(small_province()), publish(small_province(), note="Đính chính")
    other = publish(small_province(2023))
    assert [first.number, second.number, other.number] == [1, 2, 1]
    assert newest_number(RESULTS, 2022) == 2
    assert state_of(RESULTS) == f"3.{other.pk}.0.0"


def test_a_copy_that_became_visible_late_is_news_too() -> None:
    """Of two publications at once the one with the lower key may end last."""
    later = publish(small_province())
    before = state_of(RESULTS)
    PublishedCopy.objects.create(
        pk=later.pk - 1,
        kind=RESULTS,
        year=2023,
        number=1,
        payload={},
        canonical="",
        sha256="",
        published_at=later.published_at,
    )
    assert state_of(RESULTS) != before


def test_the_hash_is_that_of_the_canonical_text_and_can_be_checked_by_anyone() -> None:
    copy = publish(small_province())
    again = json.dumps(
        PublishedCopy.objects.get(pk=copy.pk).payload,
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    assert again == copy.canonical
    assert hashlib.sha256(again.encode()).hexdigest() == copy.sha256


def test_a_copy_can_neither_be_changed_nor_deleted() -> None:
    copy = publish(small_province())
    with pytest.raises(DatabaseError), transaction.atomic():
        PublishedCopy.objects.filter(pk=copy.pk).update(note="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        copy.delete()
    assert payload_of(copy.pk)["summary"]["met"] == 4


def test_publishing_is_written_into_the_journal() -> None:
    copy = publish(small_province(), note="Đính chính điểm Xã Trà Đa")
    event = Event.objects.get(kind="published")
    assert event.detail == {"sha256": copy.sha256, "note": "Đính chính điểm Xã Trà Đa"}
    assert event.person_name == "Hà"


@pytest.mark.parametrize("expected", [1, 3, 40])
def test_a_number_that_is_not_the_next_one_is_refused(expected: int) -> None:
    publish(small_province())
    with pytest.raises(Refused) as refused:
        publish_copy(RESULTS, 2022, small_province(), by=ha(), expected_number=expected)
    assert refused.value.kind is Kind.CONFLICT
    assert PublishedCopy.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_the_second_is_refused_without_waiting() -> None:
    """The first holds the number in a transaction of its own while the second tries."""
    outcome: list[str] = []

    def second() -> None:
        try:
            with transaction.atomic():
                reserve_number(RESULTS, 2022, 1)
            outcome.append("got it")
        except Refused as refused:
            outcome.append(refused.code)
        finally:
            connection.close()

    with transaction.atomic():
        assert reserve_number(RESULTS, 2022, 1) == 1
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(10)
    assert outcome == ["number_taken"]


def test_a_kept_page_replaces_those_of_earlier_releases() -> None:
    copy = publish(small_province())
    keep_page(copy.pk, "results", "r1", "text/html", b"<p>one</p>")
    keep_page(copy.pk, "results", "r2", "text/html", b"<p>two</p>")
    assert kept_page(copy.pk, "results", "r1") is None
    found = kept_page(copy.pk, "results", "r2")
    assert found is not None
    assert bytes(found.body) == b"<p>two</p>"
    assert bytes(found.gzipped)[:2] == b"\x1f\x8b"


def test_keeping_a_page_twice_is_no_error() -> None:
    copy = publish(small_province())
    for _ in range(2):
        keep_page(copy.pk, "results", "r1", "text/html", b"<p>one</p>")
    assert KeptPage.objects.count() == 1


@pytest.fixture
def unwritable(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **more: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(actions.KeptPage.objects, "bulk_create", refuse)
    return


def test_a_page_that_cannot_be_kept_is_served_all_the_same(unwritable: None) -> None:
    copy = publish(small_province())
    assert keep_page(copy.pk, "results", "r1", "text/html", b"x").body == b"x"
    assert not KeptPage.objects.exists()
