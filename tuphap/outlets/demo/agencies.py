"""Agencies asked in the year in progress: one nearly done, one begun, one that has said nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.notices.models import NoticeChoice, Way
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.agencies.actions.answering import Said, answer
from tuphap.modules.assessments.agencies.actions.asking import Asked, ask_agency
from tuphap.modules.assessments.agencies.models import Agency, AgencyWord
from tuphap.modules.assessments.agencies.queries import lines_of, marks_now, waiting_dossiers
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.outlets.demo import walk
from tuphap.outlets.demo.plan import Plan
from tuphap.rules.permissions import Actor, Role


@dataclass(frozen=True)
class Part:
    """`answered` dossiers at the head of the list have a word; every fourth has a remark."""

    name: str
    codes: tuple[str, ...]
    term_days: int
    answered: int


PARTS = (
    Part("Công an tỉnh", ("3.2", "3.3"), 10, 12),
    Part("Trung tâm Phục vụ hành chính công", ("2.3",), 7, 5),
    Part("Sở Văn hóa, Thể thao và Du lịch", ("2.5", "2.7"), 15, 0),
)
REMARK_EVERY = 4
REMARK = "Số liệu theo dõi của cơ quan thấp hơn; đề nghị đơn vị gửi kèm danh sách."


def tell(
    plan: Plan, period: Period, people: Mapping[str, Person], times: Mapping[str, datetime]
) -> None:
    """The first agency has the account that can log in; of the others nobody can."""
    cast = walk.Cast()
    by = cast.act(people["appraiser"], times["receive"])
    for number, part in enumerate(PARTS):
        person = people["agency"] if number == 0 else _employ(plan, period.scope_unit, number)
        asked = Asked(part.name, person.pk, part.codes, part.term_days)
        agency = ask_agency(period, period.scope_unit, asked, by=by)
        dossiers = list(waiting_dossiers(agency)[: part.answered])
        _answer(agency, dossiers, cast.act(person, times["opinion"]))


def _employ(plan: Plan, unit: Unit, number: int) -> Person:
    person = Person.objects.create(
        email=f"{Role.AGENCY.value}.{number}.{unit.code}@{plan.mail_domain}",
        full_name=f"Cán bộ cơ quan phối hợp {number + 1} {plan.mark}",
        password=make_password(None),
    )
    Post.objects.create(person=person, unit=unit, role=Role.AGENCY.value, starts_on=unit.valid_from)
    NoticeChoice.objects.create(person=person, way=Way.NONE)
    return person


def _answer(agency: Agency, dossiers: Sequence[Assessment], by: Actor) -> None:
    items = lines_of(agency)
    marks = marks_now(dossiers, items)
    for number, dossier in enumerate(dossiers, 1):
        said = Said(AgencyWord.AGREES, marks[dossier.pk])
        if number % REMARK_EVERY == 0:
            said = Said(AgencyWord.REMARKS, marks[dossier.pk], {items[0]: REMARK})
        answer(agency.pk, dossier.pk, said, 0, by=by)
