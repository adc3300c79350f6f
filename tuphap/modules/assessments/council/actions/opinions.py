"""Giving an opinion: by the member himself, or entered from the paper of an absent one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.http import Http404
from django.utils import timezone

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.audit.actions import record
from tuphap.foundation.files.actions import Received, Upload, keep
from tuphap.foundation.files.limits import SCAN, size_words
from tuphap.foundation.workflow.perform import subject_of
from tuphap.modules.assessments.actions.scans import received_pages
from tuphap.modules.assessments.council.models import (
    LONGEST_TEXT,
    Council,
    CouncilMember,
    Opinion,
    OpinionPage,
    OpinionPaper,
)
from tuphap.modules.assessments.council.queries import (
    GIVE,
    RECORD,
    council_of,
    settled,
    voters,
    waiting_steps,
)
from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.queries.assessments import get_visible
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.council import STANCE_LABELS, Stance
from tuphap.rules.numbers import format_count
from tuphap.rules.permissions import Actor, require, require_unbiased
from tuphap.rules.refusals import Kind, Refused
from tuphap.rules.vietnamese import normalise

FIGURES_CHANGED, OPINION_CHANGED = "figures_changed", "opinion_changed"
MEETING_CLOSED = (
    "Cuộc họp về hồ sơ này đã đóng, ý kiến không thay đổi nữa. "
    "Ý kiến khác được ghi khi hồ sơ có số liệu mới."
)


@dataclass(frozen=True)
class Said:
    """What a member says; remarks by code of the criterion."""

    stance: str
    remarks: Mapping[str, str] = field(default_factory=dict)
    requests: str = ""


@dataclass(frozen=True)
class Seen:
    """The versions that stood on the page: of the dossier, and of the own opinion (0: none)."""

    dossier: int
    opinion: int


@transaction.atomic
def give_opinion(assessment_id: UUID, said: Said, seen: Seen, *, by: Actor) -> Opinion:
    dossier = _locked(assessment_id, by)
    require(by, GIVE, subject_of(dossier))
    return _write(dossier, own_seat(dossier, by=by), said, seen, None, by)


def enter_opinion(
    assessment_id: UUID,
    member_id: UUID,
    said: Said,
    seen: Seen,
    signed_on: date,
    uploads: Sequence[Upload],
    *,
    by: Actor,
) -> Opinion:
    """Asked for twice, so that no file is looked at in vain and no lock held meanwhile."""
    with transaction.atomic():
        dossier, member = _ready_to_enter(assessment_id, member_id, by)
        sound_said(said, dossier)
        _require_day(signed_on, dossier, by)
    with received_pages(uploads) as pages, transaction.atomic():
        dossier, member = _ready_to_enter(assessment_id, member_id, by)
        paper = _keep(dossier, member, signed_on, pages, by)
        return _write(dossier, member, said, seen, paper, by)


def own_seat(dossier: Assessment, *, by: Actor) -> CouncilMember:
    """The seat with a vote that this person has on the council of this dossier."""
    council = council_of(dossier)
    members = voters(council, timezone.localdate(by.at)) if council else []
    found = next((row for row in members if row.person_id == by.person_id), None)
    if found is None:
        raise Refused(
            "no_seat",
            "Tài khoản này không có tên trong Hội đồng xem hồ sơ này, hoặc không có quyền cho ý "
            "kiến. Thư ký Hội đồng ghi thành viên ở trang “Thành phần”.",
            permission=GIVE,
        )
    return found


def require_open(dossier: Assessment) -> None:
    """Opinions are taken while the dossier lies before the council and no meeting has closed."""
    sentence = why_closed(dossier)
    if sentence:
        code = "meeting_closed" if sentence == MEETING_CLOSED else "not_before_council"
        raise Refused(code, sentence, Kind.CONFLICT)


def why_closed(dossier: Assessment) -> str:
    """Why nothing is written any more; "" while it is open."""
    if dossier.status not in waiting_steps(dossier.workflow):
        return (
            f"Hồ sơ đang ở bước “{dossier.step.label}”, không lấy ý kiến Hội đồng. "
            "Mở lại danh sách để xem hồ sơ đang chờ."
        )
    return MEETING_CLOSED if settled([dossier]) else ""


def require_may_vote(member: CouncilMember, dossier: Assessment, *, by: Actor) -> None:
    """W5 also for who is absent: nobody's paper counts on the own unit's dossier."""
    if member.person is not None:
        require_unbiased(actor_for(member.person, by.at), GIVE, subject_of(dossier))


def sound_said(said: Said, dossier: Assessment) -> Said:
    """Tidied; Refused with a sentence for each field that cannot be right."""
    known = {criterion.code for criterion in parsed(dossier.period.rule_set).criteria}
    remarks = {code: _tidy(text) for code, text in said.remarks.items() if _tidy(text)}
    tidy = replace(said, remarks=remarks, requests=_tidy(said.requests))
    faults: dict[str, str] = {}
    if tidy.stance not in STANCE_LABELS:
        faults["stance"] = "Chưa chọn ý kiến. Chọn một trong ba ý."
    texts = {**{f"remark-{code}": text for code, text in remarks.items()}}
    for name, text in {**texts, "requests": tidy.requests}.items():
        if len(text) > LONGEST_TEXT:
            faults[name] = (
                f"Lời ghi dài {format_count(len(text))} ký tự, tối đa "
                f"{format_count(LONGEST_TEXT)}. Rút gọn rồi lưu."
            )
    if set(remarks) - known:
        faults["stance"] = "Lần gửi có tiêu chí không có trong bộ tiêu chí. Tải lại trang."
    if tidy.stance == Stance.NOT_MET and not remarks and not tidy.requests:
        faults["requests"] = (
            "Chưa có lý do không đề nghị công nhận. Ghi ở tiêu chí liên quan hoặc ở ô này."
        )
    if faults:
        raise Refused("faulty_opinion", next(iter(faults.values())), Kind.INVALID, faults)
    return tidy


def _ready_to_enter(
    assessment_id: UUID, member_id: UUID, by: Actor
) -> tuple[Assessment, CouncilMember]:
    dossier = _locked(assessment_id, by)
    require(by, RECORD, dossier.subject)
    council = council_of(dossier)
    members = voters(council, timezone.localdate(by.at)) if council else []
    member = next((row for row in members if row.pk == member_id), None)
    if member is None:
        raise Http404
    require_may_vote(member, dossier, by=by)
    require_open(dossier)
    return dossier, member


def _write(
    dossier: Assessment,
    member: CouncilMember,
    said: Said,
    seen: Seen,
    paper: OpinionPaper | None,
    by: Actor,
) -> Opinion:
    require_open(dossier)
    tidy = sound_said(said, dossier)
    found = Opinion.objects.filter(member=member, assessment=dossier).first()
    same = found is not None and _same(found, tidy, dossier) and paper is None
    if found is not None and same:
        return found
    _require_unchanged(dossier, found, seen)
    opinion = found or Opinion(member=member, assessment=dossier, version=0)
    opinion.stance, opinion.remarks = tidy.stance, dict(tidy.remarks)
    opinion.requests, opinion.paper = tidy.requests, paper
    opinion.dossier_version, opinion.version = dossier.version, opinion.version + 1
    opinion.entered_by_id, opinion.entered_at = by.person_id or 0, by.at
    opinion.save()
    return opinion


def _require_unchanged(dossier: Assessment, found: Opinion | None, seen: Seen) -> None:
    if dossier.version != seen.dossier:
        sentence = (
            "Chưa lưu: số liệu hồ sơ đã thay đổi sau khi trang này mở. "
            "Xem số liệu mới rồi lưu; lời vừa viết còn ở dưới."
        )
        raise Refused(FIGURES_CHANGED, sentence, Kind.CONFLICT, {"stance": sentence})
    if (found.version if found else 0) != seen.opinion:
        sentence = (
            "Chưa lưu: ý kiến này vừa được sửa ở cửa sổ khác hoặc được thư ký ghi từ phiếu giấy. "
            "Không có gì bị ghi đè; xem hai bản rồi lưu."
        )
        raise Refused(OPINION_CHANGED, sentence, Kind.CONFLICT, {"stance": sentence})


def _same(found: Opinion, said: Said, dossier: Assessment) -> bool:
    return (found.stance, found.remarks, found.requests) == (
        said.stance,
        said.remarks,
        said.requests,
    ) and found.dossier_version == dossier.version


def _keep(
    dossier: Assessment,
    member: CouncilMember,
    signed_on: date,
    pages: Sequence[Received],
    by: Actor,
) -> OpinionPaper:
    _require_room(member.council, pages)
    assert by.person_id is not None  # whoever holds the permission has a name
    paper = OpinionPaper.objects.create(
        member=member,
        assessment=dossier,
        signed_on=signed_on,
        handed_in_by_id=by.person_id,
        handed_in_at=by.at,
    )
    for number, page in enumerate(pages, 1):
        stored = keep(page, at=by.at)
        OpinionPage.objects.create(paper=paper, file=stored, number=number)
    record(
        "council_opinion_entered",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=dossier.unit.name,
        subject=member.name,
        detail={"dossier": str(dossier.pk), "paper": str(paper.pk)},
    )
    return paper


def _require_room(council: Council, pages: Sequence[Received]) -> None:
    """The quota of scans, for a council in its period."""
    kept = OpinionPage.objects.filter(paper__member__council=council)
    used = kept.aggregate(all=Sum("file__size"))["all"] or 0
    if used + sum(page.size for page in pages) > SCAN.quota:
        sentence = (
            f"Bản quét của Hội đồng đã dùng {size_words(used)} trong {size_words(SCAN.quota)}. "
            "Quét lại gọn hơn (đen trắng, 150 đến 200 điểm ảnh mỗi inch)."
        )
        raise Refused("over_quota", sentence, Kind.INVALID, {"file": sentence})


def _require_day(signed_on: date, dossier: Assessment, by: Actor) -> None:
    sentence = ""
    if signed_on > timezone.localdate(by.at):
        sentence = f"Ngày ký {signed_on:%d/%m/%Y} chưa tới. Ghi ngày như trên phiếu."
    elif signed_on.year < dossier.period.year:
        sentence = (
            f"Ngày ký {signed_on:%d/%m/}{signed_on.year:04d} trước năm đánh giá "
            f"{dossier.period.year}. Ghi ngày như trên phiếu."
        )
    if sentence:
        raise Refused("faulty_paper", sentence, Kind.INVALID, {"signed_on": sentence})


def _locked(assessment_id: UUID, by: Actor) -> Assessment:
    found = get_visible(by, assessment_id)
    return Assessment.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _tidy(text: str) -> str:
    return normalise(text, keep_lines=True).strip()
