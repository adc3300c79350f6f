"""The newest seal, mailed once a day to where this installation cannot change it any more."""

from django.conf import settings
from django.core.mail import send_mail

from tuphap.foundation.seals.heads import line_of
from tuphap.foundation.seals.models import Seal

SUBJECT = "Mã niêm phong nhật ký"
BODY = """Mã niêm phong mới nhất của nhật ký (số, mã, thời điểm):

{line}

Giữ thư này. Nếu nhật ký bị cắt hoặc sửa, mã không còn khớp khi chạy verify_audit.
"""


def send_newest_head() -> bool:
    """False where no address is set, or nothing is sealed yet."""
    newest = Seal.objects.order_by("-number").first()
    if newest is None or not settings.SEAL_HEADS_TO:
        return False
    body = BODY.format(line=line_of(newest))
    return send_mail(SUBJECT, body, None, list(settings.SEAL_HEADS_TO)) == 1
