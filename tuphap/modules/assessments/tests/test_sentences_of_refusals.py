"""A refused value is told in words of the office: no name of a field, a column or a move."""

import re
from html import unescape

import pytest

from tuphap.foundation.second_factor.tests.proving import proved
from tuphap.modules.assessments.tests.desk_requests import changed_figures
from tuphap.modules.assessments.tests.sheet_requests import line
from tuphap.modules.assessments.tests.world import (
    PASS_SET,
    POINTS_SET,
    employ,
    in_status,
    make_world,
    signed_in,
    start,
)
from tuphap.rules.permissions import Role
from tuphap.rules.refusals import Refused
from tuphap.rules.workflow import find_move
from tuphap.rules.workflows.assessment import WORKFLOWS

pytestmark = pytest.mark.django_db

# Words of a request: two parts without a mark of Vietnamese, or one of the fields by itself.
IDENTIFIER = re.compile(
    r"\b[a-z]+(?:[_-][a-z]+)+\b|\b(?:column|option|done|due|self|number|field|units|status)\b"
)


def told(response) -> str:
    """The sentences of the answer, without what surrounds them."""
    text = response.content.decode()
    part = re.search(r"<main.*?</main>", text, flags=re.S)
    plain = re.sub(r"<(script|style|form).*?</\1>", " ", part[0] if part else text, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", plain)).split())


def identifiers(response) -> list[str]:
    text = re.sub(r"\S+@\S+", "", told(response))
    assert len(text) > 20
    return IDENTIFIER.findall(text)


SHEET = [
    {"column": "final"},
    {"1.2.1-column": "final"},
    {"1.2.1-points": "7"},
    {"1.2.1-option": "a"},
    {"1.2.1-done": "12,5"},
    {"1.2.1-done": "9" * 40},
    {"1.2.1-done": "\u0000"},
    {"1.2.1-not_applicable": "maybe"},
    {"9.9.9-done": "1"},
    {"mo-luc": "x"},
    {"next_url": "//x"},
]


@pytest.mark.parametrize("more", SHEET)
def test_on_the_sheet(more):
    world = make_world()
    start(world)
    sent = {**line(world, "1.2.1", done="118", due="123"), **more}
    for headers in ({}, {"HX-Request": "true"}):
        response = signed_in(world.mai).post(
            f"/phieu/{world.dossier.pk}/noi-dung/1.2.1/", sent, headers=headers
        )
        assert response.status_code < 400 or identifiers(response) == []


DESK = [
    ("sua/2.1.1", {"column": "self"}),
    ("sua/2.1.1", {"2.1.1-points": "6"}),
    ("sua/2.1.1", {"2.1.1-option": "z"}),
    ("sua/2.1.1", {"da-xem": "2.1.1"}),
    ("sua/2.1.1", {"da-xem": "2.1.1:xyz"}),
    ("chap-nhan", {"chon": "9.9.9:x"}),
    ("chap-nhan", {"chon": "nonsense"}),
    ("chap-nhan", {"status": "decided"}),
    ("chot", {"ban": "x"}),
    ("chot", {"ban": "1", "met": "1"}),
    ("tra-lai", {"ly-do": "", "status": "decided"}),
    ("nhan", {"status": "decided"}),
]


@pytest.mark.parametrize(("address", "more"), DESK)
def test_on_the_desk(address, more):
    world = in_status("under_review")
    base = changed_figures(world) if address.startswith("sua") else {}
    response = signed_in(world.hung).post(
        f"/tham-tra/{world.dossier.pk}/{address}/", {**base, **more}
    )
    assert response.status_code >= 400
    assert identifiers(response) == []


@pytest.mark.parametrize(
    "sent",
    [{}, {"units": "x"}, {"units": "1", "met": "1"}, {"number": "", "signed_on": "x"}],
)
def test_where_decisions_are_recorded(sent):
    world = in_status("proposed")
    units = {"units": str(world.dossier.pk)} if "number" in sent else {}
    response = signed_in(world.minh).post("/quyet-dinh/ghi/", {**units, **sent})
    assert response.status_code >= 400
    assert identifiers(response) == []


OFFICE = [
    ("ha", "/ky-danh-gia/mo/", {"year": "x", "units_on": "31/02/2026", "rule_set": "king"}),
    ("phuc", "/cong-bo/2022/xac-nhan/", {"number": "x"}),
    ("boss", "/quan-tri/nguoi-dung/them/", {"email": "x", "role": "king", "unit": "-1"}),
    ("boss", "/quan-tri/ngay-nghi/", {"day": "x", "kind": "king"}),
]


@pytest.mark.parametrize(("who", "address", "sent"), OFFICE)
def test_in_the_office(who, address, sent):
    world = in_status("proposed")
    world.boss = employ("Lý Thị Nga", world.province, Role.ADMINISTRATOR)
    person = getattr(world, who)
    response = proved(signed_in(person), person).post(address, sent)
    assert response.status_code >= 400
    assert identifiers(response) == []


@pytest.mark.parametrize("code", [POINTS_SET, PASS_SET])
@pytest.mark.parametrize("name", ["conclude", "report", "publish", "eat"])
def test_no_move_is_called_by_its_name_in_the_table(code, name):
    with pytest.raises(Refused) as refused:
        find_move(WORKFLOWS[code], name, WORKFLOWS[code].initial.code)
    assert name not in refused.value.sentence
