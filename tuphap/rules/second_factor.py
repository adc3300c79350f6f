"""Deeds that want a second factor proved a short while ago, whatever posts give the right (W6)."""

from datetime import timedelta

from tuphap.rules.permissions import PERMISSIONS, Actor
from tuphap.rules.refusals import Refused

WANTS_SECOND_FACTOR = frozenset({"assessment.publish", "assessment.withdraw", "assessment.import"})
HOLDS = timedelta(minutes=15)


def lacks_second_factor(actor: Actor, permission: str) -> bool:
    """No proof, or one that is too old; always False for a deed that wants none."""
    if permission not in WANTS_SECOND_FACTOR:
        return False
    proved = actor.second_factor_at
    return proved is None or actor.at - proved > HOLDS


def require_second_factor(actor: Actor, permission: str) -> None:
    if not lacks_second_factor(actor, permission):
        return
    minutes = int(HOLDS.total_seconds() // 60)
    raise Refused(
        "second_factor",
        f"Quyền {PERMISSIONS[permission].label} cần mã xác thực ghi trong {minutes} phút gần nhất. "
        "Mở lại trang này, ghi mã rồi làm tiếp.",
        permission=permission,
    )
