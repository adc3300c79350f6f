"""Making, cancelling and using the link by which the chair sends the dossier."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.audit.actions import record
from tuphap.foundation.notices.actions import Message, notify
from tuphap.modules.assessments.actions.moves import submit
from tuphap.modules.assessments.guards import GUARDS
from tuphap.modules.assessments.models import Assessment, SubmitLink
from tuphap.modules.assessments.queries.assessments import require_visible
from tuphap.modules.assessments.queries.submit_link import (
    MOST_TRIES,
    chairs_of,
    link_of,
    message_key,
    open_link,
    token_of,
    usable,
    used_or_replaced,
)
from tuphap.rules import workflow
from tuphap.rules.permissions import Actor, require
from tuphap.rules.refusals import Kind, Refused

ASK = "assessment.ask_chair"
OVER = "submit_link_over"
LASTS = timedelta(days=3)


@dataclass(frozen=True)
class NewLink:
    """The code is told once, on the page of the officer who made the link."""

    link: SubmitLink
    code: str


@transaction.atomic
def make_submit_link(
    assessment_id: UUID, chair_id: int, *, seed: bytes = b"", by: Actor
) -> NewLink:
    """A new one ends the one before; only for a dossier that could be sent now.

    The same `seed` gives the same code, so a form that came twice finds the link it made, and the
    code need not be kept anywhere.
    """
    assessment = _locked(assessment_id, by)
    move = workflow.find_move(assessment.workflow, "submit", assessment.status)
    for guard in move.guards:
        GUARDS[guard](assessment, by.at)
    chairs = {person.pk: person for person in chairs_of(assessment, timezone.localdate(by.at))}
    if chair_id not in chairs:
        sentence = f"Chọn lãnh đạo đang giữ vị trí công tác tại {assessment.unit.name}."
        raise Refused("not_a_chair", sentence, Kind.INVALID, {"chair": sentence})
    code = _code(seed)
    mine = open_link(assessment) if seed else None
    if mine and mine.chair_id == chair_id and check_password(code, mine.code_hash):
        return NewLink(mine, code)
    _end_open(assessment, by.at)
    assert by.person_id is not None  # whoever holds the permission has a name
    link = SubmitLink.objects.create(
        assessment=assessment,
        chair=chairs[chair_id],
        version=assessment.version,
        code_hash=make_password(code),
        made_by_id=by.person_id,
        made_at=by.at,
        ends_at=by.at + LASTS,
    )
    notify([link.chair], _message(link, by), at=by.at)
    _note("submit_link_made", link, by)
    return NewLink(link, code)


@transaction.atomic
def cancel_submit_link(assessment_id: UUID, *, by: Actor) -> None:
    """Whether there was one or not, afterwards there is none."""
    _end_open(_locked(assessment_id, by), by.at)


def count_try(token: str, *, at: datetime) -> SubmitLink:
    """Before the code is looked at, and kept whatever comes of it; at the end it is not found."""
    if over := used_or_replaced(token):
        return over
    link = link_of(token, at)
    if usable(at).filter(pk=link.pk).update(tries=F("tries") + 1):
        return link
    if over := used_or_replaced(token):
        return over
    raise Http404


@transaction.atomic
def submit_by_link(link_id: UUID, code: str, *, at: datetime) -> Assessment:
    """The chair's own act: his posts of this moment decide, and the version that he was shown."""
    link = (
        SubmitLink.objects.select_for_update(of=("self",)).select_related("chair").get(pk=link_id)
    )
    if link.used_at is not None or link.cancelled_at is not None:
        raise Refused(OVER, "Đường dẫn này đã dùng hoặc đã được thay.", Kind.CONFLICT)
    if not check_password("".join(code.split()), link.code_hash):
        left = max(0, MOST_TRIES - link.tries)
        sentence = f"Mã xác nhận không đúng, còn {left} lần thử. Hỏi lại mã ở người lập hồ sơ."
        raise Refused("wrong_code", sentence, Kind.INVALID, {"code": sentence})
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=link.assessment_id)
    if assessment.version != link.version:
        raise Refused(
            "changed_meanwhile",
            "Hồ sơ đã thay đổi sau khi lập đường dẫn này, chưa gửi gì. Đề nghị đường dẫn mới.",
            Kind.CONFLICT,
        )
    by = actor_for(link.chair, at)
    link.used_at = at
    link.save(update_fields=["used_at"])
    _note("submitted_by_link", link, by)
    return submit(assessment.pk, by=by)


def _code(seed: bytes) -> str:
    number = secrets.randbelow(10**6)
    if seed:
        number = int(salted_hmac(OVER, seed, algorithm="sha256").hexdigest(), 16) % 10**6
    return f"{number:06d}"


def _locked(assessment_id: UUID, by: Actor) -> Assessment:
    seen = require_visible(by, assessment_id)
    assessment = Assessment.objects.select_for_update(of=("self",)).get(pk=seen.pk)
    require(by, ASK, assessment.subject)
    return assessment


def _end_open(assessment: Assessment, at: datetime) -> None:
    links = SubmitLink.objects.filter(assessment=assessment, used_at=None, cancelled_at=None)
    links.update(cancelled_at=at)


def _message(link: SubmitLink, by: Actor) -> Message:
    dossier = link.assessment
    until = timezone.localtime(link.ends_at)
    return Message(
        key=message_key(link),
        title=f"{dossier.unit.name}: đề nghị gửi hồ sơ năm {dossier.period.year}",
        body=f"{by.name} đề nghị gửi hồ sơ. Mở đường dẫn, xem kết quả rồi ghi mã xác nhận do "
        "người lập hồ sơ cung cấp.\nĐường dẫn dùng một lần, không cần đăng nhập, "
        f"đến {until:%H:%M, %d/%m/%Y}.",
        address=reverse("assessments:submit_link", args=[token_of(link)]),
        without_login=True,
    )


def _note(kind: str, link: SubmitLink, by: Actor) -> None:
    record(
        kind,
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=link.assessment.unit.name,
        subject=link.chair.full_name,
        detail={"assessment": str(link.assessment_id), "version": link.version},
    )
