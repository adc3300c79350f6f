"""Communes that fill in their sheets: signed in, with the forms a browser would send.

Each form comes twice with other figures, so that sending them in turn really writes rows; each
says that it was opened when the other one stood there.
"""

import secrets
import string
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from bench import load
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.forms import END, read
from tuphap.modules.assessments.lines.answers import GATE_PASSES, Given
from tuphap.modules.assessments.lines.fields import EXPLANATION, MARK, field_name
from tuphap.modules.assessments.lines.items import Item, items_of
from tuphap.modules.assessments.lines.marks import own_mark
from tuphap.modules.assessments.models import Assessment
from tuphap.rules.conditions import GATE
from tuphap.rules.permissions import Role
from tuphap.rules.rule_set import ChooseAtLeast, Deadline, Options, Percentage
from tuphap.rules.workflows.assessment import SELF

CHANGED = 20
CSRF_LENGTH = 32
SENTENCE = "Sổ theo dõi và báo cáo năm lưu tại trụ sở, có danh sách kèm theo."

Fields = Mapping[str, str | list[str]]


def _chosen(scoring: Any) -> tuple[Fields, Fields]:
    keys = [option.key for option in scoring.options if option.key != "none"]
    return {"chosen": keys}, {"chosen": keys[:-1]}


# Two answers of each kind, both such that they can be.
ANSWERS: Mapping[str, Callable[[Any], tuple[Fields, Fields]]] = {
    Percentage.kind: lambda _: ({"done": "118", "due": "123"}, {"done": "97", "due": "131"}),
    Options.kind: lambda s: ({"option": s.options[0].key}, {"option": s.options[-1].key}),
    ChooseAtLeast.kind: _chosen,
    Deadline.kind: lambda _: (
        {"assigned_on": "02/03/2026", "done_on": "03/03/2026"},
        {"assigned_on": "02/03/2026", "done_on": "04/03/2026"},
    ),
    GATE: lambda _: ({"option": GATE_PASSES}, {"option": GATE_PASSES}),
}


@dataclass(frozen=True)
class Commune:
    """A sheet that may be written, and the cookies of the person who writes it."""

    assessment: UUID
    items: tuple[Item, ...]
    session: str
    token: str

    @property
    def path(self) -> str:
        return reverse("assessments:sheet", args=[self.assessment])

    @property
    def cookies(self) -> str:
        return (
            f"{settings.SESSION_COOKIE_NAME}={self.session}; "
            f"{settings.CSRF_COOKIE_NAME}={self.token}"
        )

    def page(self) -> bytes:
        return load.get(self.path, self.cookies)

    def whole_sheets(self) -> tuple[bytes, bytes]:
        """All lines are sent; twenty contents change from one to the other."""
        return self._sheet(0), self._sheet(1)

    def single_fields(self) -> tuple[bytes, ...]:
        """One line after the other, as the page does without being asked."""
        lines = [item for item in self.items if item.kind == Percentage.kind]
        return tuple(
            load.post(
                reverse("assessments:sheet_line", args=[self.assessment, item.unit]),
                self._body(_line(item, which)),
                self.cookies,
                HX_Request="true",
            )
            for which in (0, 1)
            for item in lines
            if item.unit == item.code
        )

    def _sheet(self, which: int) -> bytes:
        fields: dict[str, str | list[str]] = {}
        for number, item in enumerate(self.items):
            fields.update(_line(item, which if number < CHANGED else 0))
        return load.post(self.path, self._body(fields), self.cookies)

    def _body(self, fields: Fields) -> bytes:
        whole = {"csrfmiddlewaretoken": self.token, **fields, END: "1"}
        return urlencode(whole, doseq=True).encode()


def communes(count: int) -> list[Commune]:
    """Different ones, so that they wait for the database and not for each other."""
    found = list(_writable(count))
    if len(found) < count:
        raise RuntimeError(f"Only {len(found)} sheets can be written; begin with --fresh.")
    return found


def _writable(count: int) -> Iterator[Commune]:
    officers = _officers()
    for assessment in Assessment.objects.order_by("period_id", "unit__path").iterator():
        if SELF in assessment.step.writable and assessment.unit_id in officers:
            person = officers[assessment.unit_id]
            items = items_of(assessment.period)
            _begin(assessment, items, person)
            yield commune_of(assessment, person)
            count -= 1
        if not count:
            return


def commune_of(assessment: Assessment, person: Person) -> Commune:
    items = items_of(assessment.period)
    return Commune(assessment.pk, items, signed_in(person), _csrf_token())


def _officers() -> dict[int, Person]:
    held = Post.held_on(timezone.localdate()).filter(role=Role.COMMUNE_OFFICER.value)
    return {post.unit_id: post.person for post in held.select_related("person")}


def signed_in(person: Person) -> str:
    """The key of a session, kept in the database as after a log-in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _csrf_token() -> str:
    letters = string.ascii_letters + string.digits
    return "".join(secrets.choice(letters) for _ in range(CSRF_LENGTH))


def _begin(assessment: Assessment, items: tuple[Item, ...], person: Person) -> None:
    """As the second form left it, so that the first one is no clash."""
    lines = {item.code: _given(item, 1 if n < CHANGED else 0) for n, item in enumerate(items)}
    save_entries(assessment.pk, SELF, lines, by=actor_for(person, timezone.now()))


def _line(item: Item, which: int) -> Fields:
    return {**_typed(item, which), field_name(item.code, MARK): own_mark(_given(item, 1 - which))}


def _given(item: Item, which: int) -> Given:
    form = QueryDict(mutable=True)
    for name, value in {**_typed(item, which), field_name(item.code, MARK): ""}.items():
        form.setlist(name, value if isinstance(value, list) else [value])
    return read((item,), form).lines[item.code]


def _typed(item: Item, which: int) -> Fields:
    scoring = item.content.scoring if item.content else None
    answer = ANSWERS[item.kind](scoring)[which]
    texts = {field_name(item.code, field): value for field, value in answer.items()}
    return {**texts, field_name(item.code, EXPLANATION): SENTENCE}
