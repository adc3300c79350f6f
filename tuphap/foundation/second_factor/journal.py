"""What happens to second factors, told to the journal (L9), and how often a code was wrong."""

from datetime import datetime, timedelta
from typing import Any

from allauth.mfa import signals
from allauth.mfa.models import Authenticator
from django.conf import settings

from tuphap.foundation.accounts.journal import note
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.models import Event

FAILED = "second_factor_failed"
ADDED, REMOVED, USED = "second_factor_added", "second_factor_removed", "second_factor_used"
CODES_MADE, CODE_USED = "recovery_codes_made", "recovery_code_used"


def listen() -> None:
    signals.authenticator_added.connect(_added, dispatch_uid=ADDED)
    signals.authenticator_reset.connect(_made_anew, dispatch_uid=CODES_MADE)
    signals.authenticator_removed.connect(_removed, dispatch_uid=REMOVED)
    signals.authenticator_used.connect(_used, dispatch_uid=USED)


def tries_left(person: Person, now: datetime) -> int:
    """As with passwords: so many wrong codes in the time of a lock, wherever they came from."""
    since = now - settings.AXES_COOLOFF_TIME
    wrong = Event.objects.filter(kind=FAILED, person_id=person.pk, at__gt=since).count()
    return max(0, settings.AXES_FAILURE_LIMIT - wrong)


def lock_minutes() -> int:
    wait: timedelta = settings.AXES_COOLOFF_TIME
    return int(wait.total_seconds() // 60)


def _added(user: Person, authenticator: Authenticator, **_: Any) -> None:
    note(CODES_MADE if _is_codes(authenticator) else ADDED, user)


def _made_anew(user: Person, **_: Any) -> None:
    note(CODES_MADE, user)


def _removed(user: Person, authenticator: Authenticator, **_: Any) -> None:
    if not _is_codes(authenticator):
        note(REMOVED, user)


def _used(user: Person, authenticator: Authenticator, **_: Any) -> None:
    note(CODE_USED if _is_codes(authenticator) else USED, user)


def _is_codes(authenticator: Authenticator) -> bool:
    return bool(authenticator.type == Authenticator.Type.RECOVERY_CODES)
