"""A council of seven for tests: Sáu disagrees, Bảy is away and has no account.

Plain functions on top of the world of the module.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tuphap.foundation.accounts.models import Person, Post
from tuphap.modules.assessments.council.actions.councils import (
    CouncilSettings,
    Seat,
    add_member,
    set_up,
)
from tuphap.modules.assessments.council.actions.meetings import Plan, close, hold
from tuphap.modules.assessments.council.actions.opinions import Said, Seen, give_opinion
from tuphap.modules.assessments.council.models import Council, CouncilMember, Meeting, Opinion
from tuphap.modules.assessments.tests import world as w
from tuphap.outlets.demo.papers import demo_scan
from tuphap.rules.council import Stance
from tuphap.rules.permissions import Actor, Role

NAMES = ("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu")
AWAY = "Ông Bảy (vắng)"
RULES = CouncilSettings("12/QĐ-UBND", None, "two_thirds", "half_taking_part")
YES, NO = Said(Stance.MET), Said(Stance.NOT_MET, requests="Tài liệu 2.1.1 chưa đủ.")


@dataclass
class Sitting:
    world: w.World
    council: Council
    people: dict[str, Person]  # by name; the one who is away has no account

    def member(self, name: str) -> CouncilMember:
        return CouncilMember.objects.get(council=self.council, name=name)

    def act(self, name: str, day: int = 23) -> Actor:
        return w.acting(self.people[name], w.december(self.world, day))

    @property
    def thu(self) -> Actor:
        return w.acting(self.world.thu, w.december(self.world, 23))


def sitting(status: str = "council", code: str = w.POINTS_SET, settings=RULES) -> Sitting:
    """The dossier in this status, and a council with its members."""
    world = w.in_status(status, code)
    by = w.acting(world.thu, w.december(world, 22))
    council = set_up(world.period, world.office, settings, by=by)
    people = {name: _employ(name, world) for name in NAMES}
    begins = date(world.year, 1, 1)
    for name, person in people.items():
        role = CouncilMember.CHAIR if name == NAMES[0] else CouncilMember.MEMBER
        add_member(council.pk, Seat(person.pk, "", f"Phòng {name}", role, True, begins), by=by)
    seat = Seat(None, AWAY, "Công an", CouncilMember.MEMBER, True, begins)
    add_member(council.pk, seat, by=by)
    return Sitting(world, council, people)


def _employ(name: str, world: w.World) -> Person:
    number = NAMES.index(name) + 1
    person = Person.objects.create(
        email=f"uy.vien.{number}@example.gov.vn", full_name=name, password="!"
    )
    Post.objects.create(
        person=person,
        unit=world.office,
        role=Role.COUNCIL_MEMBER.value,
        starts_on=world.office.valid_from,
    )
    return person


def give(found: Sitting, name: str, said: Said = YES) -> Opinion:
    dossier = found.world.dossier
    return give_opinion(dossier.pk, said, Seen(dossier.version, 0), by=found.act(name))


def everybody_speaks(found: Sitting) -> None:
    """Five in favour, one against; who is away says nothing."""
    for name in NAMES:
        give(found, name, NO if name == "Sáu" else YES)


def plan(found: Sitting, **changes) -> Plan:
    begins = w.december(found.world, 23)
    values = {
        "place": "Phòng họp số 2",
        "begins_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "minutes": "Hội đồng thống nhất.",
        "present": frozenset(found.member(name).pk for name in NAMES),
        "dossiers": frozenset[UUID]([found.world.dossier.pk]),
    }
    return Plan(**{**values, **changes})


def meet(found: Sitting, **changes) -> Meeting:
    """Held and closed."""
    meeting = hold(found.council.pk, plan(found, **changes), by=found.thu)
    return close(found.council.pk, meeting.pk, meeting.version, by=found.thu)


def scan() -> SimpleUploadedFile:
    return demo_scan()


def end_every_seat(found: Sitting) -> None:
    """Who leaves later was there all the same."""
    CouncilMember.objects.filter(council=found.council).update(
        ends_on=date(found.world.year, 12, 31)
    )
