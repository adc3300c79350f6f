"""Letters about accounts."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.internal.flows.password_reset import get_reset_password_from_key_url
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context

from tuphap.foundation.accounts.adapter import AccountAdapter
from tuphap.foundation.accounts.models import Person


def send_first_link(person: Person) -> bool:
    """A link that leads to a first password, once, for a day (L3); whether it left."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    url = get_reset_password_from_key_url(context.request, key)
    adapter: AccountAdapter = get_adapter()
    words = {"password_reset_url": url, "person": person}
    return adapter.try_mail("account/email/first_password", person.email, words)
