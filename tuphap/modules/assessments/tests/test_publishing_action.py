"""Publishing a year: what goes in, what stays out, who may, and once is once."""

import threading
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from tuphap.foundation.publication.actions import withdraw_copy
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.workflow.models import StatusChange
from tuphap.foundation.workflow.perform import perform_many
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.publishing import payload_of_period, publish_period
from tuphap.modules.assessments.lines.answers import GATE_FAILS
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry, Period
from tuphap.modules.assessments.queries import publishing as publishing_queries
from tuphap.modules.assessments.queries.publishing import fresh, readiness
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    in_status,
    moment,
)
from tuphap.rules.refusals import Kind, Refused

pytestmark = pytest.mark.django_db
LOST = "3.1.2"


def february(world: World, day: int = 21) -> datetime:
    return moment(world.year + 1, 2, day)


def decided(code: str = POINTS_SET) -> World:
    """One commune with a decision, its neighbour not begun."""
    world = in_status("proposed" if code == POINTS_SET else "appraised", code)
    paper = DecisionPaper("214/QĐ-UBND", date(world.year + 1, 2, 7), "Chủ tịch Ủy ban nhân dân")
    record_decision([world.dossier.pk], paper, by=acting(world.minh, february(world, 7)))
    return world


def publish(world: World, number: int = 1, note: str = "") -> PublishedCopy:
    by = acting(world.phuc, february(world))
    return publish_period(world.period, expected_number=number, by=by, note=note)


def test_decided_units_are_published_and_the_others_are_counted() -> None:
    world = decided()
    copy = publish(world)
    assert [row["code"] for row in copy.payload["units"]] == [world.commune.code]
    assert copy.payload["summary"] == {
        "units": 1,
        "met": 1,
        "not_met": 0,
        "average": "100.00",
        "pending": 1,
    }
    assert world.dossier.status == "published"
    assert world.other_dossier.status == "assigned"


def test_the_payload_holds_points_by_criterion_and_indicator_and_nothing_of_the_dossier() -> None:
    world = decided()
    row = publish(world).payload["units"][0]
    assert row["final"]["total"] == "100"
    assert row["difference"] == "0"
    assert {"TC1", "1.1", "5.4"} <= set(row["self"]["scores"])
    assert "1.1.1" not in row["self"]["scores"]
    assert row["decision"] == {
        "number": "214/QĐ-UBND",
        "signed_on": "2023-02-07",
        "decided_by": "Chủ tịch Ủy ban nhân dân",
    }


def test_the_payload_freezes_groups_conditions_and_the_notice_of_the_rule_set() -> None:
    payload = payload_of_period(decided().period)
    assert payload["groups"] == [
        {"code": "631", "name": "Huyện Đức Cơ", "short_name": "H. Đức Cơ", "kind": "huyện"}
    ]
    levels = {row["code"]: row["value"] for row in payload["rule_set"]["conditions"]}
    assert levels == {"DK1": "80", "DK2": "50", "DK3": None}
    assert "chưa đối chiếu đủ" in payload["rule_set"]["notice"]


def test_met_and_not_met_is_published_with_counts_and_without_points() -> None:
    payload = publish(decided(PASS_SET)).payload
    row = payload["units"][0]
    assert payload["rule_set"]["total_max"] is None
    assert payload["groups"] == []
    assert (row["group_code"], row["difference"]) == (None, None)
    assert (row["final"]["total"], row["final"]["passed"], row["final"]["of"]) == (None, "14", "14")
    assert row["final"]["scores"]["TC1"] == "1"


def test_no_float_gets_into_the_payload() -> None:
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(floats(part) for part in value.values())
        if isinstance(value, list):
            return any(floats(part) for part in value)
        return isinstance(value, float)

    assert not floats(payload_of_period(decided().period))


def test_a_failed_condition_is_named_by_its_number_only() -> None:
    world = decided()
    ColumnSummary.objects.filter(assessment=world.dossier, column="final").update(
        conditions={"DK1": True, "DK2": True, "DK3": False}
    )
    Assessment.objects.filter(pk=world.dossier.pk).update(met=False)
    final = Entry.objects.filter(assessment=world.dossier, column="final")
    final.filter(item="DK3").update(option=GATE_FAILS)
    row = publish(world).payload["units"][0]
    assert (row["met"], row["failed_conditions"]) == (False, ["DK3"])


def test_publishing_twice_has_the_effect_of_once() -> None:
    world = decided()
    publish(world)
    with pytest.raises(Refused) as refused:
        publish(world)
    assert refused.value.kind is Kind.CONFLICT
    assert PublishedCopy.objects.count() == 1


def test_nothing_new_makes_no_new_number() -> None:
    world = decided()
    publish(world)
    with pytest.raises(Refused) as refused:
        publish(world, number=2, note="Công bố lại")
    assert refused.value.code == "nothing_new"
    assert PublishedCopy.objects.count() == 1


def test_what_was_withdrawn_by_mistake_comes_back_under_a_new_number() -> None:
    world = decided()
    first = publish(world)
    withdraw_copy(first, "Thu hồi nhầm", by=acting(world.phuc, february(world)))
    again = publish(world, number=2, note="Bản số 01 thu hồi nhầm, số liệu không đổi")
    assert (again.number, again.sha256) == (2, first.sha256)


def corrected(world: World) -> None:
    """Another figure in the last column, with all that follows: no points of 3.1.2."""
    final = Entry.objects.filter(assessment=world.dossier, column="final")
    line = final.get(item=LOST)
    final.filter(pk=line.pk).update(done=0, points=0)
    sums = ColumnSummary.objects.get(assessment=world.dossier, column="final")
    above = [LOST, LOST.rpartition(".")[0], f"TC{LOST[0]}"]
    scores = sums.scores | {code: str(Decimal(sums.scores[code]) - line.points) for code in above}
    kept = ColumnSummary.objects.filter(pk=sums.pk)
    kept.update(total=sums.total - line.points, scores=scores)


def test_sums_that_do_not_follow_from_the_figures_are_not_published() -> None:
    world = decided()
    kept = ColumnSummary.objects.filter(assessment=world.dossier, column="final")
    kept.update(total=Decimal("99"))
    with pytest.raises(Refused) as refused:
        publish(world)
    assert refused.value.code == "not_ready"
    assert "23860 Xã Ia Dơk, tổng điểm, cột chính thức: bản in 99, tính lại 100" in str(
        refused.value.sentence
    )
    assert not PublishedCopy.objects.exists()
    assert world.dossier.status == "decided"


def test_a_correction_needs_a_note_and_holds_the_earlier_units_too() -> None:
    world = decided()
    first = publish(world)
    corrected(world)
    with pytest.raises(Refused) as refused:
        publish(world, number=2, note="  ")
    assert refused.value.kind is Kind.INVALID
    assert "note" in refused.value.fields
    second = publish(world, number=2, note="Đính chính điểm Xã Ia Dơk")
    assert (second.number, second.note) == (2, "Đính chính điểm Xã Ia Dơk")
    assert second.payload["units"][0]["final"]["total"] == "97"
    first.refresh_from_db()
    assert first.payload["units"][0]["final"]["total"] == "100"


def test_nothing_decided_publishes_nothing() -> None:
    world = in_status("submitted")
    with pytest.raises(Refused) as refused:
        publish(world)
    assert refused.value.code == "nothing_decided"
    assert not PublishedCopy.objects.exists()


@pytest.mark.parametrize("name", ["mai", "hung", "ha", "minh"])
def test_only_a_publisher_publishes(name: str) -> None:
    world = decided()
    with pytest.raises(Refused) as refused:
        publish_period(
            world.period, expected_number=1, by=acting(getattr(world, name), february(world))
        )
    assert refused.value.kind is Kind.FORBIDDEN
    assert world.dossier.status == "decided"


def test_who_appraised_does_not_publish() -> None:
    """Four eyes: one such dossier stops the whole copy, and nothing has changed (W5)."""
    world = decided()
    StatusChange.objects.create(
        record_kind="assessments.assessment",
        record_id=str(world.dossier.pk),
        move="close",
        needs="assessment.appraise",
        source="under_review",
        target="council",
        made_by=world.phuc,
        made_by_name=world.phuc.full_name,
        made_at=february(world),
    )
    with pytest.raises(Refused) as refused:
        publish(world)
    assert refused.value.code == "four_eyes"
    assert world.dossier.status == "decided"
    assert not PublishedCopy.objects.exists()


def test_readiness_says_who_stands_where() -> None:
    world = decided()
    ready = readiness(world.period)
    assert (ready.units, ready.decided, ready.fresh, ready.met, ready.pending) == (2, 1, 1, 1, 1)
    assert [(status.label, units) for status, units in ready.waiting] == [("Chưa bắt đầu", 1)]
    assert ready.next_number == 1
    publish(world)
    ready = readiness(world.period)
    assert (ready.fresh, ready.next_number) == (0, 2)


def test_many_are_moved_with_a_history_line_each() -> None:
    world = decided()
    by = acting(world.phuc, february(world))
    moved = perform_many(fresh(world.period), "publish", by=by)
    assert [record.status for record in moved] == ["published"]
    last = StatusChange.objects.order_by("-pk")[0]
    assert (last.record_id, last.made_by_name) == (str(world.dossier.pk), world.phuc.full_name)
    assert moved[0].version == world.dossier.version


def test_many_are_moved_all_or_none() -> None:
    """One dossier that is not decided refuses the move for all."""
    world = decided()
    by = acting(world.phuc, february(world))
    everything = Assessment.objects.filter(period=world.period).select_related(
        "period__rule_set", "unit", "appraising_unit"
    )
    with pytest.raises(Refused):
        perform_many(everything, "publish", by=by)
    assert world.dossier.status == "decided"


def test_moving_nothing_is_nothing() -> None:
    world = in_status("submitted")
    assert (
        perform_many(fresh(world.period), "publish", by=acting(world.phuc, february(world))) == []
    )


def test_reading_the_figures_takes_the_same_queries_for_any_number_of_units() -> None:
    world = decided()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        payload_of_period(world.period)
    assert len(queries) <= 5


@pytest.mark.django_db(transaction=True)
def test_nothing_moves_between_the_questions_a_copy_is_made_of(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another connection finds the dossier held from before the first figure is read."""
    world = decided()
    found: list[str] = []

    def unlock_meanwhile(period: Period) -> Any:
        thread = threading.Thread(target=lambda: found.append(told_to(world.dossier)))
        thread.start()
        thread.join()
        return rows_of(period)

    rows_of = publishing_queries.decided_rows
    monkeypatch.setattr(publishing_queries, "decided_rows", unlock_meanwhile)
    publish(world)
    assert found == ["held"]


def told_to(dossier: Assessment) -> str:
    try:
        with transaction.atomic():
            Assessment.objects.select_for_update(nowait=True).get(pk=dossier.pk)
        return "free"
    except OperationalError:
        return "held"
    finally:
        connection.close()
