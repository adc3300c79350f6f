"""Letters as plain text: made from a template, sent by Django's mail settings.

What people typed is only ever a value here: no template, no header line (X5).
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context, Engine

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.models import Notice
from tuphap.foundation.ui.site import current

LONGEST_SUBJECT = 150
MOST_IN_ONE = 100
_NOT_FOR_HEADERS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def letter_of(notice: Notice) -> EmailMessage:
    """One notice to its person."""
    values = {"notice": notice}
    return _message(notice.person, notice.title, "notices/letter.txt", values, str(notice.pk))


def daily_letter(person: Person, notices: Sequence[Notice], at: datetime) -> EmailMessage:
    """What came together since the last one, oldest first."""
    values = {
        "notices": notices[:MOST_IN_ONE],
        "more": max(0, len(notices) - MOST_IN_ONE),
        "count": len(notices),
        "at": at,
    }
    subject = f"{len(notices)} thông báo mới"
    return _message(person, subject, "notices/daily_letter.txt", values, f"{notices[0].pk}.ngay")


def _message(
    person: Person, subject: str, template: str, values: Mapping[str, object], name: str
) -> EmailMessage:
    return EmailMessage(
        subject=header_text(f"Tư pháp số: {subject}"),
        body=_text(template, {**values, "person": person}),
        to=[person.email],
        # The same letter keeps its name, so that a mail server can tell it from another one.
        headers={"Message-ID": f"<{name}@{_domain()}>", "Auto-Submitted": "auto-generated"},
    )


def header_text(text: str) -> str:
    """One line without control characters, cut visibly."""
    line = " ".join(_NOT_FOR_HEADERS.sub(" ", text).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def _text(template: str, values: Mapping[str, object]) -> str:
    """Plain text: nothing is escaped, for nothing reads it as HTML."""
    shared = {"site": settings.SITE_ADDRESS, "office": current(), "demo": settings.DEMO}
    page = Engine.get_default().get_template(template)
    return str(page.render(Context({**shared, **values}, autoescape=False)))


def _domain() -> str:
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address.rpartition("@")[2] or "localhost"
