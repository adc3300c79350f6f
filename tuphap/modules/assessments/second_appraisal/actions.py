"""Drawing a sample, giving dossiers to somebody else, and appraising them again."""

import secrets
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.actions import record
from tuphap.foundation.notices.actions import Message, notify_each
from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.entries import require_known_items, score
from tuphap.modules.assessments.lines.answers import Given, given_by_item
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.second_appraisal.blind import ANSWER
from tuphap.modules.assessments.second_appraisal.compared import Judged, both_sides
from tuphap.modules.assessments.second_appraisal.kept import from_kept, to_kept
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.modules.assessments.second_appraisal.queries import (
    DRAW,
    candidates,
    closed_dossiers,
    closed_steps,
    column_lines,
    get_own,
    get_sample,
    places_to_draw,
    rows_of,
)
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require, require_anywhere
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.rule_set import POINTS
from tuphap.rules.sampling import Size, drawn
from tuphap.rules.workflows.assessment import APPRAISED, SELF

SEED_BYTES, OUTDATED = 8, "outdated"


@transaction.atomic
def draw(
    period: Period, unit: Unit, size: Size, *, by: Actor, by_kind: bool = False, seed: str = ""
) -> Sample:
    """Once per period and unit. The seed is made here, so that nobody can look for a good one;
    only tests and the illustration data hand one in."""
    require_anywhere(by, DRAW)
    if (period, unit) not in [place[:2] for place in places_to_draw(by)]:
        sentence = "Nơi này đã rút mẫu của kỳ, hoặc chưa có hồ sơ nào chốt thẩm tra. Chọn lại."
        raise Refused("no_place_to_draw", sentence, Kind.CONFLICT, {"place": sentence})
    dossiers = closed_dossiers(period, unit)
    sample = Sample.objects.create(
        period=period,
        unit=unit,
        seed=seed or secrets.token_hex(SEED_BYTES),
        amount=size.amount,
        in_percent=size.in_percent,
        by_kind=by_kind,
        frame=[[row.unit.code, row.unit.name, row.unit.kind] for row in dossiers],
        drawn_by_id=by.person_id or 0,
        drawn_at=by.at,
    )
    kinds = {row.unit.code: row.unit.kind for row in dossiers}
    codes = set(drawn(kinds, sample.seed, size, by_kind=by_kind))
    SecondAppraisal.objects.bulk_create(
        SecondAppraisal(sample=sample, assessment=row, changed_at=by.at)
        for row in dossiers
        if row.unit.code in codes
    )
    _record("second_sample_drawn", sample, by)
    return sample


@transaction.atomic
def assign(
    sample_id: UUID, people: Mapping[UUID, int | None], *, by: Actor, dropped: Collection[UUID] = ()
) -> int:
    """Who appraises which dossier again; how many rows changed. What the one before had written
    goes with him, where `dropped` says that it may: the next begins blind."""
    sample = get_sample(by, sample_id)
    require(by, DRAW, sample.subject)
    list(SecondAppraisal.objects.select_for_update().filter(sample=sample).order_by("pk"))
    rows = rows_of(sample)
    free = candidates(sample, rows, by)
    changed = [row for row in rows if row.pk in people and people[row.pk] != row.person_id]
    for row in changed:
        _require_may_be_given(row, people[row.pk], [person.pk for person in free[row.pk]])
        if row.answers and row.pk not in dropped:
            raise _still_written(row)
    before = [(row.person, row.assessment) for row in changed if row.person]
    for row in changed:
        row.person_id, row.answers = people[row.pk], {}
        row.version, row.changed_at = row.version + 1, by.at
    SecondAppraisal.objects.bulk_update(changed, ["person", "answers", "version", "changed_at"])
    _record("second_appraisals_given", sample, by)
    notify_each(_given_messages(sample, changed, by), at=by.at)
    notify_each(_taken_messages(sample, before, by), at=by.at)
    return len(changed)


def _still_written(row: SecondAppraisal) -> Refused:
    sentence = (
        f"{row.assessment.unit.name}: {row.person} đã ghi {len(row.answers)} mục. Giao cho người "
        "khác thì số đã ghi bị bỏ; đánh dấu “Bỏ số đã ghi” ở dòng này nếu vẫn giao."
    )
    return Refused("answers_there", sentence, Kind.CONFLICT, {f"bo-{row.pk}": sentence})


def _taken_messages(
    sample: Sample, before: Iterable[tuple[Person, Assessment]], by: Actor
) -> Iterable[tuple[Person, Message]]:
    for person, dossier in before:
        yield (
            person,
            Message(
                key=f"second.taken:{dossier.pk}:{by.at.isoformat()}",
                title=f"Không còn thẩm tra lại hồ sơ {dossier.unit.name}",
                body=f"{sample.unit.name} đã giao hồ sơ này lại. Không cần làm gì thêm.",
                address=reverse("second_appraisal:index"),
            ),
        )


def _given_messages(
    sample: Sample, changed: Iterable[SecondAppraisal], by: Actor
) -> Iterable[tuple[Person, Message]]:
    counts = Counter(row.person_id for row in changed)
    for person in Person.objects.filter(pk__in=[pk for pk in counts if pk]):
        yield (
            person,
            Message(
                key=f"second.given:{sample.pk}:{by.at.isoformat()}",
                title=f"Được giao thẩm tra lại độc lập {format_count(counts[person.pk])} hồ sơ",
                body=f"{sample.unit.name} giao thẩm tra lại hồ sơ năm {sample.period.year}. Xem số "
                "liệu và tài liệu của đơn vị rồi tự ghi kết quả; kết quả lần đầu chưa hiện.",
                address=reverse("second_appraisal:index"),
            ),
        )


@transaction.atomic
def save_answers(
    row_id: UUID, lines: Mapping[str, Given], version: int, *, by: Actor
) -> SecondAppraisal:
    """Some lines of the own second look; all of them or none."""
    row = _locked(row_id, version, by)
    rule_set = parsed(row.assessment.period.rule_set)
    require_known_items(row.assessment.period, lines)
    given = {**from_kept(row.answers), **lines}
    problems = score(row.assessment, rule_set, given).problems
    _require_none({item: text for item, text in problems.items() if item in lines}, "faulty_lines")
    _require_none(_without_reason(row, lines), "reason_missing")
    row.answers = to_kept(given)
    row.version, row.changed_at = row.version + 1, by.at
    row.save(update_fields=["answers", "version", "changed_at"])
    return row


@transaction.atomic
def send(row_id: UUID, version: int, *, by: Actor) -> SecondAppraisal:
    """Once; both sides are kept as they are at this moment."""
    row = _locked(row_id, version, by)
    dossier = row.assessment
    if dossier.status not in closed_steps(dossier.workflow):
        raise Refused(
            "not_closed",
            f"Hồ sơ đang ở bước “{dossier.step.label}”, cột thẩm tra có thể còn thay đổi. "
            "Số đã ghi còn ở đây; gửi khi thẩm tra đã chốt.",
            Kind.CONFLICT,
        )
    rule_set = parsed(dossier.period.rule_set)
    second = _judged(row, from_kept(row.answers))
    if second.result.unanswered:
        codes = ", ".join(second.result.unanswered)
        sentence = f"Còn mục chưa trả lời: {codes}. Ghi đủ rồi gửi."
        raise Refused("unanswered", sentence, Kind.INVALID)
    first = _judged(row, given_by_item(column_lines(dossier, APPRAISED)))
    row.compared = both_sides(rule_set, items_of(dossier.period), first, second)
    row.sent_at = by.at
    row.save(update_fields=["compared", "sent_at"])
    _record("second_appraisal_sent", row.sample, by, dossier.unit.name)
    return row


def _without_reason(row: SecondAppraisal, lines: Mapping[str, Given]) -> dict[str, str]:
    own = given_by_item(column_lines(row.assessment, SELF))
    in_points = parsed(row.assessment.period.rule_set).scale == POINTS
    what = "điểm" if in_points else "kết quả"
    return {
        item: f"Chưa có lý do thay đổi {what} {item}. Ghi lý do ở ô của nội dung này."
        for item, line in lines.items()
        if line.answer != own.get(item, Given()).answer and not line.explanation
    }


def _require_none(faults: Mapping[str, str], code: str) -> None:
    if faults:
        raise Refused(code, next(iter(faults.values())), Kind.INVALID, faults)


def _judged(row: SecondAppraisal, given: Mapping[str, Given]) -> Judged:
    dossier = row.assessment
    return Judged(given, score(dossier, parsed(dossier.period.rule_set), given))


def _locked(row_id: UUID, version: int, by: Actor) -> SecondAppraisal:
    """The own row, still open and as it stood on the page."""
    get_own(by, row_id)
    SecondAppraisal.objects.select_for_update().get(pk=row_id)
    row = get_own(by, row_id)
    require(by, ANSWER, subject_of(row.assessment))
    if row.sent_at is not None:
        raise Refused(
            "already_sent",
            "Kết quả thẩm tra lại đã gửi, không sửa được nữa.",
            Kind.CONFLICT,
        )
    if row.version != version:
        raise Refused(
            OUTDATED,
            "Chưa lưu: phiếu này vừa được lưu ở một cửa sổ khác. Số vừa nhập còn ở dưới; xem lại "
            "rồi lưu.",
            Kind.CONFLICT,
        )
    return row


def _require_may_be_given(row: SecondAppraisal, person: int | None, free: list[int]) -> None:
    if row.sent_at is not None:
        sentence = f"{row.assessment.unit.name}: kết quả đã gửi, không giao lại được."
        raise Refused("already_sent", sentence, Kind.CONFLICT)
    if person is not None and person not in free:
        raise Refused(
            "not_free",
            f"{row.assessment.unit.name}: người vừa chọn đã thẩm tra hoặc đã xem kết quả thẩm tra "
            "hồ sơ này, thuộc đơn vị này, hoặc là người đang giao. Chọn người khác.",
            Kind.CONFLICT,
        )


def _record(kind: str, sample: Sample, by: Actor, subject: str = "") -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=sample.unit.name,
        subject=subject or str(sample),
    )
