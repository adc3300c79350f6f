"""Random sequences of moves by several people, against a small model of the two regimes.

The model is written out again by hand from QĐ 25/2021 Điều 5, QĐ 27/2025 and requirement W5, and
shares nothing with the tables of rules/. MOVE_SEQUENCES says how many sequences are tried.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.foundation.accounts.models import Person, Post
from tuphap.foundation.units.models import Unit
from tuphap.foundation.workflow.perform import history, perform
from tuphap.modules.assessments.models import Assessment, ColumnSummary
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    World,
    acting,
    make_world,
    moment,
)
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.refusals import Refused

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("MOVE_SEQUENCES", "25"))
MOST_ATTEMPTS = 10
MARKS = ("self", "appraised", "final")

Held = tuple[str, Role]

# Who may make a move: a role, at the commune (C), at the unit that appraises (A), or above (P).
OFFICER, CHAIR = ("C", Role.COMMUNE_OFFICER), ("C", Role.COMMUNE_CHAIR)
APPRAISER, SECRETARY = ("A", Role.APPRAISER), ("A", Role.COUNCIL_SECRETARY)
DECIDER, PROVINCE = ("A", Role.DECIDER), ("P", Role.PROVINCE_OFFICER)
PUBLISHER = ("P", Role.PUBLISHER)

# from, verb, to, who, the column that has to be complete, whether a reason is asked for
COMMON = """
posted     submit   submitted     officer,chair  self       -
submitted  receive  under_review  appraiser      -          -
submitted  return   returned      appraiser      -          reason
under_review return returned      appraiser      -          reason
returned   submit   submitted     officer,chair  self       -
"""
POINTS = """
assigned     start    self_scoring  officer    -         -
self_scoring post     posted        officer    self      -
posted       reopen   self_scoring  officer    -         reason
under_review close    council       appraiser  appraised -
council      conclude proposed      secretary  final     -
proposed     decide   decided       decider    -         -
decided      publish  published     publisher  -         -
published    report   reported      decider    -         -
decided      unlock   council       province   -         reason
published    unlock   council       province   -         reason
reported     unlock   council       province   -         reason
not_assessed readmit  assigned      province   -         reason
"""
PASS = """
unregistered    register registered     officer,chair -  -
registered      start   self_assessing officer   -         -
self_assessing  post    posted         officer   self      -
posted          reopen  self_assessing officer   -         reason
under_review    close   appraised      appraiser appraised -
appraised       decide  decided        decider   final     -
decided         publish published      publisher -         -
decided         unlock  appraised      province  -         reason
published       unlock  appraised      province  -         reason
not_assessed    readmit registered     province  -         reason
"""
LEAVES = {
    POINTS_SET: "assigned self_scoring posted submitted under_review returned council proposed",
    PASS_SET: "unregistered registered self_assessing posted submitted under_review returned "
    "appraised",
}
WHO = {
    "officer": OFFICER,
    "chair": CHAIR,
    "appraiser": APPRAISER,
    "secretary": SECRETARY,
    "decider": DECIDER,
    "province": PROVINCE,
    "publisher": PUBLISHER,
}
# Who did the second on a dossier does not do the first (W5).
NOT_AFTER = {
    "receive": {"start", "reopen", "submit"},
    "close": {"start", "reopen", "submit"},
    "conclude": {"close"},
    "decide": {"close"},
    "publish": {"close"},
}
# Never about the unit one belongs to (W5).
NOT_ABOUT_OWN = {
    "receive",
    "return",
    "close",
    "conclude",
    "decide",
    "exempt",
    "readmit",
    "unlock",
}
OTHER_WORDS = {"submit_for_chair", "type", "vanish"}


@dataclass(frozen=True)
class Edge:
    target: str
    who: frozenset[Held]
    complete: str
    reason: bool


@dataclass
class Model:
    """What the dossier is, for the model; `did` remembers who made which move."""

    edges: dict[tuple[str, str], Edge]
    status: str
    complete: set[str] = field(default_factory=set)
    did: dict[str, set[int]] = field(default_factory=dict)
    steps: int = 0

    def allows(self, who: "Somebody", verb: str, reason: str) -> bool:
        edge = self.edges.get((self.status, verb))
        if edge is None or not edge.who & who.holds:
            return False
        if edge.reason and not reason.strip():
            return False
        if edge.complete != "-" and edge.complete not in self.complete:
            return False
        if any(who.key in self.did.get(other, ()) for other in NOT_AFTER.get(verb, ())):
            return False
        return not (verb in NOT_ABOUT_OWN and any(place == "C" for place, _ in who.holds))

    def make(self, who: "Somebody", verb: str) -> None:
        self.status = self.edges[self.status, verb].target
        self.did.setdefault(verb, set()).add(who.key)
        self.steps += 1


@dataclass(frozen=True)
class Somebody:
    key: int
    actor: Actor
    holds: frozenset[Held]


def edges_of(code: str) -> dict[tuple[str, str], Edge]:
    found = {}
    for line in (COMMON + {POINTS_SET: POINTS, PASS_SET: PASS}[code]).split("\n"):
        if line.strip():
            source, verb, target, who, complete, reason = line.split()
            people = frozenset(WHO[name] for name in who.split(","))
            found[source, verb] = Edge(target, people, complete, reason == "reason")
    leaving = Edge("not_assessed", frozenset({PROVINCE}), "-", reason=True)
    return found | {(status, "exempt"): leaving for status in LEAVES[code].split()}


def people_of(world: World) -> list[Somebody]:
    """One for each role, and those with several posts, at other units, or who only look."""
    own, office, province = world.commune, world.office, world.province
    places = {"C": own, "A": office, "P": province}
    single = (OFFICER, CHAIR, APPRAISER, SECRETARY, DECIDER, PROVINCE, PUBLISHER)
    strangers = (
        (world.neighbour, Role.COMMUNE_OFFICER),
        (world.neighbour, Role.APPRAISER),
        (province, Role.AUDITOR),
        (province, Role.ADMINISTRATOR),
    )
    insider = ("C", Role.COMMUNE_STAFF)
    several = ((APPRAISER, SECRETARY, DECIDER, PUBLISHER), (insider, APPRAISER, PROVINCE))
    Post.objects.all().delete()  # a unit has one person for its figures: ours
    found = [hired(world, [post], []) for post in strangers]
    for holds in (*((one,) for one in single), *several):
        posts = [(places[place], role) for place, role in holds]
        found.append(hired(world, posts, holds))
    return found


def hired(world: World, posts: Iterable[tuple[Unit, Role]], holds: Iterable[Held]) -> Somebody:
    number = Person.objects.count()
    person = Person.objects.create(
        email=f"nguoi{number}@example.gov.vn", full_name=f"Người {number}", password="!"
    )
    for unit, role in posts:
        Post.objects.create(person=person, unit=unit, role=role.value, starts_on=unit.valid_from)
    # Each acts at a minute of his own: no two people share a moment.
    at = moment(world.year + 1, 1, 15) + timedelta(minutes=number)
    return Somebody(person.pk, acting(person, at), frozenset(holds))


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is gone afterwards."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def tick(dossier: Assessment, model: Model, column: str) -> None:
    """Complete or open again, as the last figure of a column being typed or taken away."""
    model.complete ^= {column}
    open_lines = [] if column in model.complete else ["1.1.1"]
    ColumnSummary.objects.filter(assessment=dossier, column=column).update(unanswered=open_lines)


def attempt(dossier: Assessment, model: Model, who: Somebody, verb: str, reason: str) -> None:
    wanted = model.allows(who, verb, reason)
    try:
        perform(dossier, verb, by=who.actor, reason=reason)
        done = True
    except Refused:
        done = False
    assert done == wanted, (model.status, verb, sorted(who.holds), reason)
    if done:
        model.make(who, verb)


def require_agreement(dossier: Assessment, model: Model, begun: int) -> None:
    """Status, version and journal say the same, and the journal has no gap."""
    now = Assessment.objects.get(pk=dossier.pk)
    changes = list(history(dossier).order_by("pk"))
    assert now.status == model.status
    assert now.version == begun + model.steps
    assert len(changes) == model.steps
    for before, after in pairwise(changes):
        assert before.target == after.source
    assert all(change.reason for change in changes if change.move in {"return", "unlock", "exempt"})


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
def test_system_and_model_agree_whatever_people_try(code: str) -> None:
    world = make_world(code)
    dossier, people, edges = world.dossier, people_of(world), edges_of(code)
    for column in MARKS:
        ColumnSummary.objects.create(assessment=dossier, column=column, unanswered=["1.1.1"])
    verbs_known = sorted({verb for _, verb in edges} | OTHER_WORDS)
    statuses = sorted({status for status, _ in edges} | {edge.target for edge in edges.values()})
    anybody = st.sampled_from(people)
    reasons = st.sampled_from(["Thiếu danh sách.", "Thiếu danh sách.", " ", ""])
    reached: set[str] = set()

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def sequences(data: st.DataObject) -> None:
        model = Model(edges, data.draw(st.sampled_from(statuses)))
        with taken_back():
            # Short sequences from anywhere meet more than long ones from the beginning.
            Assessment.objects.filter(pk=dossier.pk).update(status=model.status)
            reached.add(model.status)
            for _ in range(data.draw(st.integers(1, MOST_ATTEMPTS))):
                # Mostly what could work now, so that sequences come far; else anything at all.
                ready = [verb for status, verb in edges if status == model.status]
                verbs = ready if ready and data.draw(st.integers(0, 3)) else verbs_known
                verb = data.draw(st.sampled_from(verbs))
                edge = edges.get((model.status, verb))
                missing = edge is not None and edge.complete not in {"-", *model.complete}
                if missing and data.draw(st.integers(0, 3)):
                    tick(dossier, model, edge.complete)
                elif not data.draw(st.integers(0, 9)):
                    tick(dossier, model, data.draw(st.sampled_from(MARKS)))
                fitting = [who for who in people if edge and edge.who & who.holds]
                chosen = st.sampled_from(fitting) if fitting else anybody
                who = data.draw(chosen if data.draw(st.integers(0, 2)) else anybody)
                attempt(dossier, model, who, verb, data.draw(reasons))
                reached.add(model.status)
            require_agreement(dossier, model, dossier.version)

    sequences()
    assert len(reached) > len(statuses) // 2
