"""Two people, two tabs, a double click: every deed of the desk, the council, the second look and
the decision has its effect once (W7).

One dossier goes all the way. Every form is sent by four hands that opened it at the same moment:
the first time, once more with the same key, from another tab, and by a colleague with the same
rights. After the first no row of any table may change, no notice be told, no job be queued.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.db import connection

from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.council.models import Council, CouncilMember, Meeting
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.lines.items import items_of
from tuphap.modules.assessments.second_appraisal.models import Sample, SecondAppraisal
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.assessments.tests.desk_requests import changed_figures, mark
from tuphap.outlets.demo.papers import demo_scan
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = pytest.mark.django_db
WHERE = (
    "assessments",
    "council",
    "decision_papers",
    "files",
    "notices",
    "procrastinate",
    "second_appraisal",
    "workflow",
)
# What somebody has looked at is no effect of a deed.
LOOKED_AT = {"assessments.LastLook", "assessments.Opening"}
MEMBER = {"name": "Ông Bảy", "role": "member", "starts_on": "01/01/2022", "has_vote": "on"}


@dataclass
class Story:
    """The world, and for each of its people at the office a colleague with the same post."""

    world: w.World
    colleagues: dict[str, Person] = field(default_factory=dict)

    @property
    def council(self) -> Council:
        return Council.objects.get()

    @property
    def row(self) -> SecondAppraisal:
        return SecondAppraisal.objects.get()

    def member(self, name: str) -> CouncilMember:
        return CouncilMember.objects.get(name=name)

    def desk(self, *parts: str) -> str:
        return "/".join(("/tham-tra", str(self.world.dossier.pk), *parts, ""))

    def at_council(self, *parts: object) -> str:
        return "/".join(("/hoi-dong", str(self.council.pk), *map(str, parts), ""))


@dataclass(frozen=True)
class Deed:
    """`alone`: a colleague doing it too is another deed, such as taking a dossier over; `anew`:
    another tab as well, for a draft is made anew whenever somebody asks for it."""

    who: str
    path: Callable[[Story], str]
    data: Callable[[Story], dict[str, Any]] = lambda story: {}
    alone: bool = False
    anew: bool = False


Step = Deed | Callable[[Story], None]


def appraise_the_rest(story: Story) -> None:
    world = story.world
    lines = {item: Given(row.answer) for item, row in w.full_sheet(world).items()}
    done = {item: row for item, row in lines.items() if item not in ("1.1.1", "2.1.1")}
    save_entries(world.dossier.pk, APPRAISED, done, by=w.acting(world.hung, w.december(world, 22)))


def seat_a_member_with_an_account(story: Story) -> None:
    person = story.colleagues["sau"] = employed("sau", story.world, Role.COUNCIL_MEMBER)
    seat = {**MEMBER, "person": person.pk, "name": "", "role": "chair"}
    client = w.signed_in(story.world.thu)
    assert client.post(story.at_council("thanh-phan", "them"), seat).status_code == 302


def employed(name: str, world: w.World, role: Role) -> Person:
    email = f"{name}.2@example.gov.vn"
    person = Person.objects.create(email=email, full_name=name, password="!")
    day = world.office.valid_from
    Post.objects.create(person=person, unit=world.office, role=role.value, starts_on=day)
    return person


def finding(story: Story) -> str:
    page = w.signed_in(story.world.hung).get(story.desk()).content.decode()
    found = re.search(r'name="xem" value="([^"]+)"', page)
    assert found, "no finding to tick"
    return found[1].replace("&quot;", '"')


def opinion(story: Story) -> dict[str, Any]:
    return {"ban": story.world.dossier.version, "ban-y-kien": 0, "stance": "met"}


def meeting(story: Story) -> dict[str, Any]:
    return {
        "day": "23/12/2022",
        "begins": "08:30",
        "ends": "10:00",
        "minutes": "Thống nhất.",
        "present": [str(row.pk) for row in CouncilMember.objects.all()],
        "dossiers": [str(story.world.dossier.pk)],
    }


def decision(story: Story) -> dict[str, Any]:
    return {
        "don-vi": [str(story.world.dossier.pk)],
        "number": "214/QĐ-UBND",
        "signed_on": "27/12/2022",
        "decided_by": "Chủ tịch Ủy ban nhân dân",
    }


def second_look(story: Story) -> dict[str, Any]:
    units = {item.unit for item in items_of(story.world.period)}
    return {"ban": story.row.version, **{f"y-kien-{unit}": "giong" for unit in units}}


def place(story: Story) -> str:
    return f"{story.world.period.pk}-{story.world.office.pk}"


def drawn(story: Story) -> str:
    return f"/tham-tra-lai/{Sample.objects.get().pk}/giao/"


def neighbour_sends(story: Story) -> None:
    world = story.world
    w.send(replace(world, commune=world.neighbour, mai=world.lan))


STEPS: dict[str, Step] = {
    "extend": Deed(
        "hung",
        lambda s: f"/tham-tra/{s.world.other_dossier.pk}/gia-han/",
        lambda s: {"until": "05/01/2023", "reason": "Mất điện ba ngày vì bão."},
    ),
    "the neighbour": neighbour_sends,
    "return": Deed(
        "hung",
        lambda s: f"/tham-tra/{s.world.other_dossier.pk}/tra-lai/",
        lambda s: {"ly-do": "2.4.1 thiếu báo cáo."},
    ),
    "take": Deed("hung", lambda s: s.desk("thu-ly"), alone=True),
    "hand over": Deed(
        "hung",
        lambda s: "/tham-tra/giao/",
        lambda s: {"don-vi": [str(s.world.dossier.pk)], "nguoi": s.colleagues["hung"].pk},
    ),
    "receive": Deed("hung", lambda s: s.desk("nhan")),
    "tick a finding": Deed("hung", lambda s: s.desk("da-xem-lai"), lambda s: {"xem": finding(s)}),
    "accept": Deed(
        "hung", lambda s: s.desk("chap-nhan"), lambda s: {"chon": mark(s.world, "1.1.1")}
    ),
    "change": Deed("hung", lambda s: s.desk("sua", "2.1.1"), lambda s: changed_figures(s.world)),
    "the rest": appraise_the_rest,
    "close": Deed("hung", lambda s: s.desk("chot"), lambda s: {"ban": s.world.dossier.version}),
    "draw": Deed(
        "thu",
        lambda s: "/tham-tra-lai/rut-mau/",
        lambda s: {"place": place(s), "amount": "1", "measure": "don-vi"},
    ),
    "give away": Deed("thu", drawn, lambda s: {f"nguoi-{s.row.pk}": s.colleagues["quy"].pk}),
    "second look": Deed("quy", lambda s: f"/tham-tra-lai/ho-so/{s.row.pk}/", second_look),
    "send it": Deed(
        "quy", lambda s: f"/tham-tra-lai/ho-so/{s.row.pk}/gui/", lambda s: {"ban": s.row.version}
    ),
    "set up": Deed(
        "thu",
        lambda s: "/hoi-dong/lap/",
        lambda s: {"place": place(s), "quorum": "half", "voting_rule": "half_taking_part"},
    ),
    "rules": Deed(
        "thu",
        lambda s: s.at_council("thanh-phan"),
        lambda s: {"ban": s.council.version, "quorum": "half", "voting_rule": "half_all"},
    ),
    "seat": Deed("thu", lambda s: s.at_council("thanh-phan", "them"), lambda s: MEMBER),
    "a member": seat_a_member_with_an_account,
    "remind": Deed("thu", lambda s: s.at_council("nhac")),
    "opinion on paper": Deed(
        "thu",
        lambda s: s.at_council("phieu", s.member("Ông Bảy").pk, s.world.dossier.pk),
        lambda s: {**opinion(s), "signed_on": "22/12/2022", "file": demo_scan},
    ),
    "opinion": Deed("sau", lambda s: f"/phieu-lay-y-kien/{s.world.dossier.pk}/", opinion),
    "meeting": Deed("thu", lambda s: s.at_council("hop"), meeting),
    "minutes": Deed(
        "thu",
        lambda s: s.at_council("hop", Meeting.objects.get().pk),
        lambda s: {**meeting(s), "ban": 1, "minutes": "Thống nhất cao."},
    ),
    "close meeting": Deed(
        "thu", lambda s: s.at_council("hop", Meeting.objects.get().pk, "dong"), lambda s: {"ban": 2}
    ),
    "end a seat": Deed(
        "thu",
        lambda s: s.at_council("thanh-phan", s.member("Ông Bảy").pk),
        lambda s: {"ends_on": "28/12/2022"},
    ),
    "conclude": Deed("thu", lambda s: s.desk("chot"), lambda s: {"ban": s.world.dossier.version}),
    "draft": Deed("minh", lambda s: "/quyet-dinh/ban-nhap/", decision, anew=True),
    "decide": Deed("minh", lambda s: "/quyet-dinh/ghi/", decision),
}


def test_every_deed_has_its_effect_once():
    last_day = {"submitted": (None, date(2022, 12, 30))}
    story = Story(w.in_status("submitted", step_dates=last_day))
    for name, role in (
        ("hung", Role.APPRAISER),
        ("quy", Role.APPRAISER),
        ("thu", Role.COUNCIL_SECRETARY),
        ("minh", Role.DECIDER),
    ):
        story.colleagues[name] = employed(name, story.world, role)
    faults = []
    with time_machine.travel(w.december(story.world, 28), tick=True):
        for name, step in STEPS.items():
            if isinstance(step, Deed):
                faults += [f"{name}: {fault}" for fault in once(story, step)]
            else:
                step(story)
    assert faults == []
    assert story.world.dossier.status == "decided"


def once(story: Story, deed: Deed) -> list[str]:
    """What a later hand changed."""
    path, data = deed.path(story), deed.data(story)
    usual = getattr(story.world, deed.who, None) or story.colleagues[deed.who]
    key, before = str(uuid4()), stored()
    first = send(usual, path, data, key)
    after = stored()
    assert first.status_code == 302, (path, first.content.decode()[-6000:])
    assert before != after, path
    hands = [("double click", usual, key)]
    if not deed.anew:
        hands.append(("other tab", usual, str(uuid4())))
    if not (deed.alone or deed.anew) and usual != story.colleagues[deed.who]:
        hands.append(("colleague", story.colleagues[deed.who], str(uuid4())))
    faults = []
    for hand, person, one_key in hands:
        answer = send(person, path, data, one_key)
        changed = sorted(name for name, rows in stored().items() if rows != after[name])
        if changed or answer.status_code >= 500:
            faults.append(f"{hand} changed {changed} ({answer.status_code})")
        if hand == "double click" and answer.headers.get("Location") != first.headers["Location"]:
            faults.append(f"{hand} leads to {answer.headers.get('Location')}")
    return faults


def send(person: Person, path: str, data: dict[str, Any], key: str) -> Any:
    """A file is read once, so each hand has its own copy of it."""
    fresh = {name: value() if callable(value) else value for name, value in data.items()}
    return w.signed_in(person).post(path, {**fresh, "khoa-gui": key})


def stored() -> dict[str, tuple[int, int]]:
    """Of every table that a deed may write, histories, notices and jobs included, how many rows
    there are and a sum over all that stands in them: one question, however many tables."""
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label in WHERE and model._meta.label not in LOOKED_AT
    ]
    parts = [
        f"select '{m._meta.label}', count(*), coalesce(sum(hashtextextended(t::text, 0)), 0)"
        f' from "{m._meta.db_table}" t'
        for m in models
        if m._meta.managed
    ]
    with connection.cursor() as cursor:
        cursor.execute(" union all ".join(parts))
        return {label: (count, digest) for label, count, digest in cursor.fetchall()}
