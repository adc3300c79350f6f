"""Beginning, writing and freezing a report; a frozen one is corrected by the next number."""

import hashlib
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from tuphap.foundation.audit.actions import record
from tuphap.foundation.made_papers.actions import ask
from tuphap.foundation.made_papers.models import FORMATS
from tuphap.foundation.publication.actions import canonical_text
from tuphap.modules.assessments.models import Period
from tuphap.modules.assessments.reports import queries
from tuphap.modules.assessments.reports.models import ADDRESSEES, Report, ReportPaper
from tuphap.modules.assessments.reports.paper_text import FORM
from tuphap.modules.assessments.reports.paper_text import texts as paper_texts
from tuphap.modules.assessments.reports.parts import (
    HEADINGS,
    LONGEST_PART,
    default_texts,
    final_texts,
)
from tuphap.modules.assessments.reports.payload import report_payload
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

LONGEST_REASON = 500
OUTDATED = "report_outdated"


@transaction.atomic
def begin_report(period: Period, addressee: str, reason: str = "", *, by: Actor) -> Report:
    """The draft that is there, or a new one; after a frozen report it is a correction of it."""
    require(by, queries.WRITE, queries.subject_of(period))
    if addressee not in ADDRESSEES:
        raise _fault("addressee", "Chưa chọn nơi nhận báo cáo. Chọn một nơi trong danh sách.")
    Period.objects.select_for_update(no_key=True, of=("self",)).get(pk=period.pk)
    there = queries.draft_of(period, addressee)
    if there is not None:
        return there
    frozen = queries.newest_frozen(period, addressee)
    reason = _reason(reason) if frozen else ""
    kept = Report.objects.get(pk=frozen.pk) if frozen else None
    draft = Report.objects.create(
        period=period,
        addressee=addressee,
        replaces=kept,
        reason=reason,
        texts=kept.texts if kept else {},
        bases=kept.bases if kept else {},
        written_by_id=_person(by),
        written_at=by.at,
    )
    _note("report_begun", draft, by)
    return draft


def _reason(text: str) -> str:
    reason = normalise(text, keep_lines=True).strip()
    if not reason:
        raise _fault("reason", "Chưa có lý do đính chính. Ghi lý do, lý do được in trên bản mới.")
    if len(reason) > LONGEST_REASON:
        said = format_count(len(reason))
        most = format_count(LONGEST_REASON)
        raise _fault("reason", f"Lý do dài {said} ký tự, tối đa {most}. Rút gọn.")
    return reason


@transaction.atomic
def write_report(pk: UUID, texts: Mapping[str, str], version: int, *, by: Actor) -> Report:
    """What people wrote for each part; a part that says what the figures say is left to them."""
    draft = _locked_draft(pk, version, queries.WRITE, by)
    said = {
        key: _clean(text)
        for key, text in default_texts(
            report_payload(draft.period, draft.addressee, at=by.at)
        ).items()
    }
    written, bases = {}, {}
    for key, text in _checked(texts).items():
        if text != said[key]:
            written[key] = text
            same = draft.texts.get(key) == text
            bases[key] = draft.bases.get(key, said[key]) if same else said[key]
    if (written, bases) != (draft.texts, draft.bases):
        draft.texts, draft.bases = written, bases
        draft.version, draft.written_by_id, draft.written_at = draft.version + 1, _person(by), by.at
        draft.save(update_fields=["texts", "bases", "version", "written_by", "written_at"])
    return draft


def _clean(text: str) -> str:
    return normalise(text, keep_lines=True).strip()


def _checked(texts: Mapping[str, str]) -> dict[str, str]:
    found = {key: _clean(texts[key]) for key in HEADINGS if key in texts}
    most = format_count(LONGEST_PART)
    faults = {
        key: f"{HEADINGS[key]}: dài {format_count(len(text))} ký tự, tối đa {most}. "
        "Rút gọn rồi lưu lại."
        for key, text in found.items()
        if len(text) > LONGEST_PART
    }
    if faults:
        raise Refused("text_too_long", " ".join(faults.values()), Kind.INVALID, faults)
    return found


@transaction.atomic
def freeze_report(pk: UUID, version: int, *, by: Actor) -> Report:
    """Number, figures and texts of this moment, and the hash of all of it; nothing moves after."""
    draft = _locked_draft(pk, version, queries.FREEZE, by)
    queries.require_open_eyes(by, draft.period)
    last = queries.newest_frozen(draft.period, draft.addressee)
    number = (last.number or 0) + 1 if last else 1
    payload = report_payload(draft.period, draft.addressee, at=by.at)
    payload |= {"number": number, "reason": draft.reason}
    payload["texts"] = final_texts(draft.texts, payload)
    draft.canonical = canonical_text(payload)
    draft.sha256 = hashlib.sha256(draft.canonical.encode()).hexdigest()
    draft.payload, draft.number = payload, number
    draft.frozen_by_id, draft.frozen_at = _person(by), by.at
    draft.save()
    _queue_papers(draft, by)
    _note("report_frozen", draft, by)
    return draft


def _queue_papers(frozen: Report, by: Actor) -> None:
    """In every format; what was made of the draft goes."""
    assert frozen.payload is not None
    words = paper_texts(frozen.payload, frozen.sha256)
    for file_format in FORMATS:
        ask(ReportPaper, {"report": frozen, "form": FORM, "format": file_format}, words, by=by)


@transaction.atomic
def give_up_report(pk: UUID, version: int, *, by: Actor) -> None:
    """A draft that is not wanted goes; its history stays."""
    draft = _locked_draft(pk, version, queries.WRITE, by)
    _note("report_given_up", draft, by)
    draft.delete()


def _locked_draft(pk: UUID, version: int, permission: str, by: Actor) -> Report:
    rows = Report.objects.select_related("period__rule_set", "period__scope_unit")
    draft = rows.select_for_update(of=("self",)).get(pk=pk)
    require(by, permission, queries.subject_of(draft.period))
    if not draft.is_draft:
        raise Refused(
            "report_frozen",
            "Báo cáo này đã chốt nên không sửa được. Muốn sửa, lập bản đính chính ở trang báo cáo.",
            Kind.CONFLICT,
        )
    if draft.version != version:
        raise Refused(
            OUTDATED,
            "Báo cáo vừa được sửa ở nơi khác, chưa lưu gì. Bản mới đứng dưới từng đoạn khác nhau, "
            "nội dung vừa ghi còn trong ô. Xem lại rồi lưu lần nữa.",
            Kind.CONFLICT,
        )
    return draft


def _person(by: Actor) -> int:
    assert by.person_id is not None  # the permission was asked
    return by.person_id


def _fault(field: str, sentence: str) -> Refused:
    return Refused(f"{field}_wrong", sentence, Kind.INVALID, {field: sentence})


def _note(kind: str, report: Report, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=report.period.scope_unit.name,
        subject=str(report),
        detail={"report": str(report.pk), "number": report.number, "sha256": report.sha256},
    )
