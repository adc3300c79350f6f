"""A district with thirteen communes: everybody has sent, ten are appraised already.

The sheets are filled by the actions of the pages; typing them all would take a browser minutes.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from tests.journeys.town import UNIT_LISTS
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import move
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.council.actions.councils import Seat, add_member
from tuphap.modules.assessments.council.actions.opinions import Said, Seen, give_opinion
from tuphap.modules.assessments.council.models import Council, CouncilMember, Opinion
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.assessments.tests import world as w
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.rules.council import Stance
from tuphap.rules.permissions import Role
from tuphap.rules.workflows.assessment import APPRAISED

PROVINCE, OFFICE = "64", "628"  # Huyện Ia Grai has thirteen
YEAR = w.YEARS[w.POINTS_SET]
BEGINS = date(YEAR, 1, 1)
MEMBERS = ("Ông Một", "Bà Hai", "Ông Ba", "Bà Bốn", "Ông Năm", "Bà Sáu")


@dataclass
class District:
    """`worlds` see the same district, each from one commune, in the order of names."""

    worlds: list[w.World]
    members: dict[str, Person]

    @property
    def any(self) -> w.World:
        return self.worlds[0]

    @property
    def by_hand(self) -> list[w.World]:
        """Those that are appraised on the pages."""
        return self.worlds[:3]

    @property
    def dossiers(self) -> list[Assessment]:
        return list(Assessment.objects.select_related("unit").order_by("unit__name_sort"))


def make_district() -> District:
    rows = _listed()
    province = w.unit(PROVINCE, rows[PROVINCE]["name"], rows[PROVINCE]["kind"], None, BEGINS)
    office = w.unit(OFFICE, rows[OFFICE]["name"], rows[OFFICE]["kind"], province, BEGINS)
    communes = [
        w.unit(row["code"], row["name"], row["kind"], office, BEGINS)
        for row in rows.values()
        if row["parent_code"] == OFFICE
    ]
    communes.sort(key=lambda unit: unit.name_sort)
    first = _world(province, office, communes)
    fill = {row: w.employ(f"Công chức {row.name}", row, Role.COMMUNE_OFFICER) for row in communes}
    worlds = [replace(first, commune=row, mai=fill[row]) for row in communes]
    found = District(worlds, {})
    for each in worlds:
        (w.send if each in found.by_hand else w.close)(each)
    found.members = {name: _member(office, name, nr) for nr, name in enumerate(MEMBERS, 1)}
    return found


def _listed() -> dict[str, dict[str, str]]:
    with (UNIT_LISTS / "units-2022.csv").open(encoding="utf-8", newline="") as source:
        rows = csv.DictReader(source)
        ours = {PROVINCE, OFFICE}
        return {r["code"]: r for r in rows if r["code"] in ours or r["parent_code"] == OFFICE}


def _world(province: Unit, office: Unit, communes: list[Unit]) -> w.World:
    rule_set, _ = load_rule_set(w.document_of(w.POINTS_SET), at=w.moment(YEAR, 1, 2))
    ha = w.employ("Đỗ Thu Hà", province, Role.PROVINCE_OFFICER)
    period = open_period(
        YEAR,
        rule_set,
        province,
        date(YEAR, 6, 1),
        PeriodSettings(appraised_by=Period.BY_PARENT, gates_enabled=True, evidence_required=False),
        by=w.acting(ha, w.moment(YEAR, 6, 1)),
    )
    nobody = ha  # those of the neighbour and of later steps have no part in this story
    return w.World(
        period,
        province,
        office,
        *communes[:2],
        mai=nobody,
        lan=nobody,
        binh=nobody,
        hung=w.employ("Trần Văn Hùng", office, Role.APPRAISER),
        thu=w.employ("Lê Thị Thu", office, Role.COUNCIL_SECRETARY),
        minh=w.employ("Phạm Quang Minh", office, Role.DECIDER),
        ha=ha,
        phuc=nobody,
    )


def _member(office: Unit, name: str, number: int) -> Person:
    email = f"uy.vien.{number}@example.gov.vn"
    person = Person.objects.create(email=email, full_name=name, password="!")
    role = Role.COUNCIL_MEMBER.value
    Post.objects.create(person=person, unit=office, role=role, starts_on=office.valid_from)
    return person


def receive_and_appraise_all_but(world: w.World, *left: str) -> None:
    move(world.dossier.pk, "receive", by=w.acting(world.hung, w.december(world, 22)))
    appraise_all_but(world, *left)


def appraise_all_but(world: w.World, *left: str) -> None:
    """What a patient person would do line by line; the lines named stay for the page."""
    by = w.acting(world.hung, w.december(world, 22))
    lines = {item: Given(row.answer) for item, row in w.full_sheet(world).items()}
    kept = {item: row for item, row in lines.items() if item not in left}
    save_entries(world.dossier.pk, APPRAISED, kept, by=by)


def seat_the_others(found: District) -> None:
    """All members with an account but the chair."""
    council, by = Council.objects.get(), w.acting(found.any.thu, w.december(found.any, 22))
    for name in MEMBERS[1:]:
        person = found.members[name].pk
        seat = Seat(person, "", "Phòng Tư pháp", CouncilMember.MEMBER, True, BEGINS)
        add_member(council.pk, seat, by=by)


def everybody_is_for(found: District, but: tuple[str, Assessment]) -> None:
    """Each says so of the last dossier, and word for word of all others but one."""
    *others, last = found.dossiers
    rows = []
    for name, person in found.members.items():
        by = w.acting(person, w.december(found.any, 23))
        said = give_opinion(last.pk, Said(Stance.MET), Seen(last.version, 0), by=by)
        rows += [_same(said, row) for row in others if (name, row.pk) != (but[0], but[1].pk)]
    Opinion.objects.bulk_create(rows)


def _same(said: Opinion, dossier: Assessment) -> Opinion:
    fields = {field.attname: getattr(said, field.attname) for field in Opinion._meta.fields}
    of = {"id": uuid4(), "assessment_id": dossier.pk, "dossier_version": dossier.version}
    return Opinion(**{**fields, **of})
