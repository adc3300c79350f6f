"""Who learns of feedback: the office that reads it first, and the unit concerned."""

from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.actions import Message, notify
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import units_on
from tuphap.modules.assessments.feedback.models import Feedback
from tuphap.modules.assessments.queries.told import people_at
from tuphap.rules.permissions import Actor
from tuphap.rules.workflows.feedback import ANSWERS, DRAFT, MODERATES


def tell_of_new(found: Feedback, at: datetime) -> None:
    """Once a day, however many come; what was said is read on the page, not in a letter."""
    day = timezone.localdate(at)
    message = Message(
        key=f"feedback.new:{day.isoformat()}",
        title="Có góp ý mới về kết quả đã công bố",
        body="Góp ý chỉ hiện trên trang công khai sau khi được tiếp nhận và trả lời.",
        address=f"{reverse('feedback:list')}?xem=moi",
    )
    notify(_moderators(found.answering_unit, day), message, at=at)


def tell_of_move(found: Feedback, move: str, *, by: Actor) -> None:
    """The unit learns what waits for its draft, the office what waits for its answer."""
    day, told = timezone.localdate(by.at), _TOLD.get(move)
    if told is None:
        return
    title, body = told
    message = Message(
        key=f"feedback.{move}:{found.pk}:{found.version}",
        title=f"{title}: {found.unit_name}, năm {found.copy.year}",
        body=body,
        address=reverse("feedback:show", args=[found.pk]),
    )
    unit = found.answering_unit
    people = _moderators(unit, day) if move == DRAFT else _answerers(unit, day)
    notify([person for person in people if person.pk != by.person_id], message, at=by.at)


_TOLD = {
    "accept": ("Góp ý về kết quả chờ dự thảo trả lời", "Ghi dự thảo; Sở Tư pháp duyệt rồi đăng."),
    "send_back": ("Dự thảo trả lời góp ý được trả lại", "Đọc lý do, sửa dự thảo rồi gửi lại."),
    DRAFT: ("Có dự thảo trả lời góp ý chờ duyệt", "Sửa nếu cần rồi trả lời."),
}


def _answerers(unit: Unit, day: date) -> list[Person]:
    return people_at([unit.pk], ANSWERS, day).get(unit.pk, [])


def _moderators(unit: Unit, day: date) -> list[Person]:
    """At the unit and at all above it."""
    codes = unit.path.strip("/").split("/")
    paths = [f"/{'/'.join(codes[:depth])}/" for depth in range(1, len(codes) + 1)]
    above = units_on(day).filter(path__in=paths).values_list("pk", flat=True)
    found = people_at(above, MODERATES, day)
    return list({p.pk: p for people in found.values() for p in people}.values())
