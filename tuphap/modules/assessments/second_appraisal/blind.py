"""Who may not look yet: while somebody appraises a dossier again, the first figures stay hidden."""

from uuid import UUID

from tuphap.modules.assessments.models import Assessment
from tuphap.modules.assessments.second_appraisal.models import SecondAppraisal
from tuphap.rules.permissions import Actor, may
from tuphap.rules.refusals import Refused

ANSWER = "second.answer"


def hidden_from(actor: Actor) -> frozenset[UUID]:
    """Dossiers whose appraised column this person must not see before sending his own."""
    if not may(actor, ANSWER):
        return frozenset()
    rows = SecondAppraisal.objects.filter(person=actor.person_id, sent_at__isnull=True)
    return frozenset(rows.values_list("assessment_id", flat=True))


def require_sight(actor: Actor, dossier: Assessment) -> None:
    if dossier.pk in hidden_from(actor):
        raise Refused(
            "blind",
            "Tài khoản này đang thẩm tra lại độc lập hồ sơ này nên chưa xem cột thẩm tra. "
            "Gửi kết quả ở trang “Thẩm tra lại” rồi mở lại.",
        )
