"""Log-in as allauth does it; the person of a session by a kept question, asked by every request."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend as AllauthBackend

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.database.kept_query import KeptQuery

_PERSON = KeptQuery(lambda pk: Person.objects.filter(pk=pk), example=(-1,))


class AuthenticationBackend(AllauthBackend):
    def get_user(self, user_id: Any) -> Person | None:
        """Nobody whose account was switched off, from the next request on (A8)."""
        person = _PERSON.first(user_id)
        return person if person is not None and self.user_can_authenticate(person) else None
