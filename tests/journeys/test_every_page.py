"""Everybody follows every link there is: no page may break, speak English or call elsewhere."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests.journeys.kinds import CLOSELY_IN_A_YEAR, kind_of
from tests.journeys.town import password_hash
from tests.journeys.visit import Visit
from tuphap.foundation.accounts.models import Person
from tuphap.modules.assessments.actions.decisions import DecisionPaper, record_decision
from tuphap.modules.assessments.actions.entries import save_entries
from tuphap.modules.assessments.actions.publishing import publish_period
from tuphap.modules.assessments.agencies.actions.asking import Asked, ask_agency
from tuphap.modules.assessments.council.actions.councils import (
    CouncilSettings,
    Seat,
    add_member,
    set_up,
)
from tuphap.modules.assessments.lines.answers import Given
from tuphap.modules.assessments.tests import world as worlds
from tuphap.rules.permissions import Actor, Role
from tuphap.rules.workflows.assessment import APPRAISED

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("every-page")]
EMPLOYED = {
    Role.COUNCIL_MEMBER: "Kpă Hưng",
    Role.ADMINISTRATOR: "Võ Quốc Bảo",
    Role.AUDITOR: "Đinh Thị Lan",
}
REACHED = {
    "access:administration",
    "access:journal",
    "access:people",
    "access:person",
    "access:person_add",
    "account_change_password",
    "account_login",
    "account_reset_password",
    "agencies:answer",
    "agencies:index",
    "agencies:manage",
    "assessments:as_if_merged",
    "assessments:comparison_year",
    "assessments:decisions",
    "assessments:desk",
    "assessments:desk_finish",
    "assessments:desk_return",
    "assessments:distribution",
    "assessments:home",
    "assessments:period",
    "assessments:period_open",
    "assessments:periods",
    "assessments:queue",
    "assessments:sheet",
    "assessments:sheet_history",
    "assessments:figure_history",
    "calendar:days",
    "council:index",
    "council:meeting_new",
    "council:members",
    "council:opinions",
    "council:show",
    "criteria:list",
    "criteria:rule_set",
    "exchange:import_template",
    "exchange:import_upload",
    "exchange:imports",
    "exchange:unit_changes",
    "feedback:list",
    "feedback:look_up",
    "feedback:send",
    "feedback:shown",
    "jobs:jobs",
    "library:add",
    "library:list",
    "mergers:changes",
    "mergers:unit",
    "mergers:units",
    "notices:list",
    "province_desk:progress_units",
    "province_desk:progress_year",
    "province_desk:saved_views",
    "province_desk:search",
    "exchange:big_export",
    "portal:api_guide",
    "portal:home",
    "portal:open_data",
    "portal:results",
    "portal:self_check",
    "portal:side_by_side",
    "portal:unit",
    "portal:year",
    "remedies:index",
    "remedies:turning",
    "site:settings",
    "trial_run:show",
    "reports:index",
    "reports:overview",
}
# Of each kind and role; the others differ in their data alone.
READ_OF_A_KIND = 3
HREF = re.compile(r'<a [^>]*href="([^"]*)"')
HREFS = "() => Array.from(document.querySelectorAll('a[href]'), a => a.href)"


def test_every_link_of_every_role_leads_to_a_sound_page(build, visit):
    town = build("2023-02-22 09:00", settled=False)
    kinds: set[str] = set()
    for person in (None, *everybody(a_year_with_everything())):
        window = visit(town, album="trang")
        if person:
            window.sign_in(person)
            window.prove_second_factor(person)
        walk(window, "/lam-viec/" if person else "/", kinds)
    assert sorted(REACHED - kinds) == []


def walk(window: Visit, start: str, kinds: set[str]) -> None:
    """Asks for every address once, nearest first; the first pages of a kind are read in the
    browser, and the first of all is looked at, closely where no other journey does."""
    queue, known = [start], {start}
    opened: Counter[str] = Counter()
    while queue:
        path = queue.pop(0)
        kind = kind_of(path)
        opened[kind] += 1
        found = read(window, path) if opened[kind] <= READ_OF_A_KIND else asked(window, path)
        if kind not in kinds:
            (window.glance if kind in CLOSELY_IN_A_YEAR else window.look)(kind)
        kinds.add(kind)
        fresh = [link for link in found if link not in known and kind_of(link)]
        known.update(fresh)
        queue += fresh


def read(window: Visit, path: str) -> list[str]:
    """The links of a page in the browser."""
    assert window.open(path) == 200, path
    window.read(kind_of(path))
    return ours(window, window.page.evaluate(HREFS))


def asked(window: Visit, path: str) -> list[str]:
    """The links of a page that is only fetched, by the same person."""
    answer = window.page.request.get(urljoin(window.town.address, path))
    assert answer.status == 200, path
    found = HREF.findall(answer.text())
    return ours(window, [urljoin(answer.url, unescape(href)) for href in found])


def ours(window: Visit, hrefs: list[str]) -> list[str]:
    """Addresses of our own pages; a filter or an order of a page is the same page again."""
    found = (urlsplit(str(href)) for href in hrefs)
    here = urlsplit(window.town.address).netloc
    return list(dict.fromkeys(url.path for url in found if url.netloc == here))


def a_year_with_everything() -> worlds.World:
    """One commune published, the other ready to be closed by the appraiser."""
    world = worlds.make_world()
    worlds.conclude(world)
    paper = DecisionPaper("214/QĐ-UBND", date(world.year + 1, 2, 7), "Chủ tịch Ủy ban nhân dân")
    by = worlds.acting(world.minh, worlds.moment(world.year + 1, 2, 7))
    record_decision([world.dossier.pk], paper, by=by)
    by = worlds.acting(world.phuc, worlds.moment(world.year + 1, 2, 21))
    publish_period(world.period, expected_number=1, by=by)
    other = worlds.receive(replace(world, commune=world.neighbour, mai=world.lan))
    lines = {item: Given(given.answer) for item, given in worlds.full_sheet(world).items()}
    by = worlds.acting(world.hung, worlds.december(world, 22))
    save_entries(other.pk, APPRAISED, lines, by=by)
    council = set_up(world.period, world.office, CouncilSettings(), by=by_secretary(world))
    seat = Seat(None, "Ông Rơ Lan Bốn", "Công an", "member", True, world.period.units_on)
    add_member(council.pk, seat, by=by_secretary(world))
    police = worlds.employ("Lê Văn Sơn", world.office, Role.AGENCY)
    asked = Asked("Công an", police.pk, ("3.2",), 7)
    ask_agency(world.period, world.office, asked, by=by)
    return world


def by_secretary(world: worlds.World) -> Actor:
    return worlds.acting(world.thu, worlds.december(world, 22))


def everybody(world: worlds.World) -> list[Person]:
    """One person per role; all can log in."""
    for role, name in EMPLOYED.items():
        worlds.employ(name, world.province, role)
    worlds.employ("Rơ Mah Hà", world.commune, Role.COMMUNE_STAFF)
    Person.objects.update(password=password_hash())
    return [Person.objects.filter(posts__role=role).earliest("pk") for role in Role]
