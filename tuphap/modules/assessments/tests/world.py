"""A small world for tests: one province, two communes, and people with names, always the same.

Mai fills for her commune, Hùng appraises, Hà works for the province. Plain functions, no fixtures.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.apps import apps
from django.test import Client

import tuphap
from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.moves import close_appraisal, move, submit
from tuphap.modules.assessments.actions.periods import PeriodSettings, open_period
from tuphap.modules.assessments.lines.answers import GATE_PASSES, Given
from tuphap.modules.assessments.models import Assessment, Period
from tuphap.modules.criteria.actions import load_rule_set
from tuphap.modules.criteria.queries import parsed
from tuphap.rules.content_scoring import Answer
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.rule_set import (
    ChooseAtLeast,
    Content,
    Deadline,
    Options,
    Percentage,
    contents,
)
from tuphap.rules.workflows.assessment import APPRAISED, SELF

POINTS_SET, PASS_SET = "25-2021", "27-2025"
YEARS = {POINTS_SET: 2022, PASS_SET: 2026}
BACKEND = "tuphap.foundation.accounts.backends.AuthenticationBackend"
RULE_SETS = Path(tuphap.__file__).parent / "data" / "rule_sets"


@dataclass
class World:
    """`office` is the unit that appraises: the district, or the province where there is none."""

    period: Period
    province: Unit
    office: Unit
    commune: Unit
    neighbour: Unit
    mai: Person
    lan: Person  # fills for the neighbour
    binh: Person  # chair of Mai's commune
    hung: Person
    thu: Person  # secretary of the council
    minh: Person  # records decisions
    ha: Person
    phuc: Person  # publishes

    @property
    def year(self) -> int:
        return self.period.year

    @property
    def dossier(self) -> Assessment:
        return Assessment.objects.get(period=self.period, unit=self.commune)

    @property
    def other_dossier(self) -> Assessment:
        return Assessment.objects.get(period=self.period, unit=self.neighbour)


def make_world(code: str = POINTS_SET, **settings: Any) -> World:
    """A period that is open, with nothing filled in yet. `settings` go to PeriodSettings."""
    rule_set, _ = load_rule_set(document_of(code), at=moment(YEARS[code], 1, 2))
    begins = date(YEARS[code], 1, 1)
    province = unit("52", "Tỉnh Gia Lai", "tỉnh", None, begins)
    office = province
    if code == POINTS_SET:
        office = unit("631", "Huyện Đức Cơ", "huyện", province, begins)
    commune = unit("23860", "Xã Ia Dơk", "xã", office, begins)
    neighbour = unit("23863", "Xã Ia Krêl", "xã", office, begins)
    people = {
        "mai": employ("Nguyễn Thị Mai", commune, Role.COMMUNE_OFFICER),
        "lan": employ("Rơ Châm Lan", neighbour, Role.COMMUNE_OFFICER),
        "binh": employ("Siu Bình", commune, Role.COMMUNE_CHAIR),
        "hung": employ("Trần Văn Hùng", office, Role.APPRAISER),
        "thu": employ("Lê Thị Thu", office, Role.COUNCIL_SECRETARY),
        "minh": employ("Phạm Quang Minh", office, Role.DECIDER),
        "ha": employ("Đỗ Thu Hà", province, Role.PROVINCE_OFFICER),
        "phuc": employ("Vũ Hồng Phúc", province, Role.PUBLISHER),
    }
    period = open_period(
        YEARS[code],
        rule_set,
        province,
        date(YEARS[code], 6, 1),
        PeriodSettings(
            **{
                "appraised_by": Period.BY_PARENT,
                "gates_enabled": code == POINTS_SET,
                "evidence_required": False,
                **settings,
            }
        ),
        by=acting(people["ha"], moment(YEARS[code], 6, 1)),
    )
    return World(period, province, office, commune, neighbour, **people)


@cache
def document_of(code: str) -> Mapping[str, Any]:
    return yaml.safe_load((RULE_SETS / f"{code}.yaml").read_text(encoding="utf-8"))


def unit(code: str, name: str, kind: str, parent: Unit | None, begins: date) -> Unit:
    path = f"{parent.path if parent else '/'}{code}/"
    return Unit.objects.create(
        code=code, name=name, kind=kind, parent=parent, path=path, valid_from=begins
    )


def employ(name: str, at_unit: Unit, role: Role) -> Person:
    person = Person.objects.create(
        email=f"{role.value}.{at_unit.code}@example.gov.vn".lower(), full_name=name, password="!"
    )
    Post.objects.create(person=person, unit=at_unit, role=role.value, starts_on=at_unit.valid_from)
    return person


def moment(year: int, month: int, day: int, hour: int = 3) -> datetime:
    """Hour 3 of UTC is ten in the morning in Vietnam."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def acting(person: Person, at: datetime) -> Actor:
    """With the second factor just proved, where a deed wants it."""
    return replace(actor_for(person, at), second_factor_at=at)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


# --- sheets ---


def best_answer(content: Content) -> Answer:
    """The figures that give all points, or pass."""
    return _BEST[type(content.scoring)](content.scoring)


_BEST: dict[type, Any] = {
    Options: lambda s: Answer(option=s.options[0].key),
    Percentage: lambda s: Answer(done=20, due=20),
    ChooseAtLeast: lambda s: Answer(chosen=frozenset(o.key for o in s.options[: s.minimum])),
    Deadline: lambda s: Answer(assigned_on=date(2026, 3, 2), done_on=date(2026, 3, 3)),
}


def full_sheet(world: World) -> dict[str, Given]:
    """Every line answered with its best figures, gates included."""
    rule_set = parsed(world.period.rule_set)
    lines = {content.code: Given(best_answer(content)) for content in contents(rule_set)}
    if world.period.gates_enabled:
        gates = (c.code for c in rule_set.conditions if c.kind == "boolean_gate")
        lines |= {code: Given(Answer(option=GATE_PASSES)) for code in gates}
    return lines


def december(world: World, day: int = 20, hour: int = 3) -> datetime:
    return moment(world.year, 12, day, hour)


def start(world: World) -> Assessment:
    return move(world.dossier.pk, "start", by=acting(world.mai, december(world, 1)))


def fill(world: World, lines: Mapping[str, Given] | None = None) -> Assessment:
    """Started and filled, wholly or with the lines given."""
    start(world)
    by = acting(world.mai, december(world, 2))
    save_entries(world.dossier.pk, SELF, full_sheet(world) if lines is None else lines, by=by)
    return world.dossier


def post(world: World) -> Assessment:
    fill(world)
    return move(world.dossier.pk, "post", by=acting(world.mai, december(world, 3)))


def send(world: World) -> Assessment:
    post(world)
    return submit(world.dossier.pk, by=acting(world.mai, december(world, 20)))


def receive(world: World) -> Assessment:
    send(world)
    return move(world.dossier.pk, "receive", by=acting(world.hung, december(world, 21)))


def give_back(world: World, reason: str = "Thiếu danh sách người dự.") -> Assessment:
    send(world)
    by = acting(world.hung, december(world, 21))
    return move(world.dossier.pk, "return", by=by, reason=reason)


def close(world: World) -> Assessment:
    """Appraised as the commune says, closed."""
    receive(world)
    by = acting(world.hung, december(world, 22))
    lines = {item: Given(given.answer) for item, given in full_sheet(world).items()}
    save_entries(world.dossier.pk, APPRAISED, lines, by=by)
    return close_appraisal(world.dossier.pk, by=by)


def conclude(world: World) -> Assessment:
    """Only where there is a council."""
    close(world)
    return move(world.dossier.pk, "conclude", by=acting(world.thu, december(world, 23)))


def decide(world: World, number: str = "214/QĐ-UBND") -> Assessment:
    """Recorded in the February that follows."""
    (conclude if world.period.rule_set.code == POINTS_SET else close)(world)
    return record(world, number)


def record(world: World, number: str) -> Assessment:
    at = moment(world.year + 1, 2, 8)
    paper = DecisionPaper(number, at.date(), "Chủ tịch Ủy ban nhân dân")
    record_decision([world.dossier.pk], paper, by=acting(world.minh, at))
    return world.dossier


REACHES = {
    "assigned": lambda world: world.dossier,
    "registered": lambda world: world.dossier,
    "self_scoring": start,
    "self_assessing": start,
    "posted": post,
    "submitted": send,
    "under_review": receive,
    "returned": give_back,
    "council": close,
    "appraised": close,
    "proposed": conclude,
    "decided": decide,
}


def in_status(status: str, code: str = POINTS_SET, **settings: Any) -> World:
    """A new world whose dossier has come to this status."""
    world = make_world(code, **settings)
    REACHES[status](world)
    assert world.dossier.status == status
    return world


# --- what is stored ---

KEPT = (
    "Assessment",
    "AssessmentHistory",
    "Entry",
    "EntryHistory",
    "ColumnSummary",
    "Evidence",
    "Decision",
)


def stored() -> dict[str, list[dict[str, Any]]]:
    """Every row of the module, its histories included, and of the journal of moves."""
    models = [apps.get_model("assessments", name) for name in KEPT]
    models += [apps.get_model("workflow", "StatusChange"), apps.get_model("files", "StoredFile")]
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models}
