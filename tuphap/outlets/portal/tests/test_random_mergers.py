"""Random mergers, divisions, renamings and moves, against a small model written out by hand.

The model keeps names, people and results by code and shares nothing with the plans of rules/.
CHANGE_SEQUENCES says how many sequences are tried.
"""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tuphap.foundation.access.actors import actor_for
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.mergers.actions import apply_change, plan_change, undo_change
from tuphap.foundation.publication.actions import canonical_text
from tuphap.foundation.publication.models import PublishedCopy
from tuphap.foundation.publication.tests.sample import points_payload, publish, unit
from tuphap.foundation.units.models import Unit
from tuphap.foundation.units.queries import by_old_code
from tuphap.modules.assessments.tests.world import acting, employ, moment
from tuphap.modules.assessments.tests.world import unit as stored_unit
from tuphap.outlets.portal.years import NOW, THEN, side_by_side
from tuphap.rules.permissions import Place, Role, Subject, may
from tuphap.rules.unit_changes import HEADS

pytestmark = pytest.mark.django_db

SEQUENCES = int(os.environ.get("CHANGE_SEQUENCES", "8"))
FIRST_YEAR, MOST_CHANGES = 2011, 6
BEGINS = date(2010, 1, 1)
DISTRICTS = ("601", "602")
COMMUNES = {"101": "601", "102": "601", "103": "601", "104": "602", "105": "602"}
VERBS = ("merge", "merge", "divide", "divide", "rename", "move", "recode", "district")


@dataclass
class Model:
    """By code of today: name, district, who enters figures, and every unit that is in it."""

    names: dict[str, str]
    above: dict[str, str]
    officers: dict[str, str | None]
    families: dict[str, set[str]]  # names of all units it came from, wholly or partly
    bearers: dict[str, list[str]]  # every code ever given to a commune: names of its bearers
    gathered: dict[tuple[int, str], str] = field(default_factory=dict)  # published: code of today
    met: dict[tuple[int, str], bool] = field(default_factory=dict)
    groups: dict[tuple[int, str], str] = field(default_factory=dict)
    serial: int = 500

    def fresh(self) -> str:
        self.serial += 1
        return str(self.serial)

    def begin(self, code: str, name: str, district: str, officer: str | None, *olds: str) -> None:
        """A unit of that code begins from units of these codes, which it may itself have had."""
        family = {self.names[old] for old in olds} | set().union(
            *(self.families[old] for old in olds)
        )
        self.names[code], self.above[code] = name, district
        self.officers[code], self.families[code] = officer, family
        self.bearers.setdefault(code, []).append(name)

    def end(self, *codes: str) -> None:
        for table in (self.names, self.above, self.officers, self.families):
            for code in codes:
                table.pop(code, None)

    def gather(self, old: str, new: str) -> None:
        for result, code in self.gathered.items():
            if code == old:
                self.gathered[result] = new


def line(
    old: str, new: str, name: str, above: str, day: date, extent: str = "toàn bộ"
) -> list[str]:
    return [old, new, name, "xã", above, extent, f"{day:%d/%m/%Y}", "NQ"]


def merge(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    one, two = sorted(data.draw(st.permutations(sorted(model.names)))[:2])
    district = model.above[data.draw(st.sampled_from([one, two]))]
    new = data.draw(st.sampled_from([one, model.fresh()]))
    name = f"Xã Nhập {model.fresh()}"
    entering = model.officers[one] or model.officers[two]
    rows = [line(old, new, name, district, day) for old in (one, two)]
    before = {old: (model.names[old], model.families[old]) for old in (one, two)}
    model.gather(two, new)
    model.gather(one, new)
    model.end(one, two)
    model.names.update({old: name for old, (name, _) in before.items()})
    model.families.update({old: family for old, (_, family) in before.items()})
    model.begin(new, name, district, entering, one, two)
    model.end(*{one, two} - {new})
    return rows


def divide(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    old = data.draw(st.sampled_from(sorted(model.names)))
    fresh, district = model.fresh(), model.above[old]
    names = f"Xã Còn {model.fresh()}", f"Xã Tách {model.fresh()}"
    rows = [
        line(old, new, name, district, day, "một phần")
        for new, name in zip((old, fresh), names, strict=True)
    ]
    model.begin(fresh, names[1], district, None, old)
    model.begin(old, names[0], district, None, old)
    return rows


def alone(model: Model, old: str, new: str, name: str, district: str) -> None:
    """One unit goes on as one other."""
    officer = model.officers[old]
    model.begin(new, name, district, officer, old)
    model.gather(old, new)
    model.end(*{old} - {new})


def rename(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    old, name = data.draw(st.sampled_from(sorted(model.names))), f"Xã Tên {model.fresh()}"
    district = model.above[old]
    alone(model, old, old, name, district)
    return [line(old, old, name, district, day)]


def move(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    old = data.draw(st.sampled_from(sorted(model.names)))
    district = next(d for d in sorted({*model.above.values(), *DISTRICTS}) if d != model.above[old])
    name = f"Xã Chuyển {model.fresh()}"
    alone(model, old, old, name, district)
    return [line(old, old, name, district, day)]


def recode(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    old, new = data.draw(st.sampled_from(sorted(model.names))), model.fresh()
    name, district = f"Xã Mã {model.fresh()}", model.above[old]
    alone(model, old, new, name, district)
    return [line(old, new, name, district, day)]


def district(model: Model, data: st.DataObject, day: date) -> list[list[str]]:
    """The district ends and begins under another name; its communes go along as they are."""
    code = data.draw(st.sampled_from(DISTRICTS))
    for below in [c for c, above in model.above.items() if above == code]:
        alone(model, below, below, model.names[below], code)
    name = f"Huyện {model.fresh()}"
    return [[code, code, name, "huyện", "52", "toàn bộ", f"{day:%d/%m/%Y}", "NQ"]]


DEEDS = {
    "merge": merge,
    "divide": divide,
    "rename": rename,
    "move": move,
    "recode": recode,
    "district": district,
}


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever happens inside is gone afterwards."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def a_small_country() -> tuple[Person, Model]:
    top = stored_unit("52", "Tỉnh Gia Lai", "tỉnh", None, BEGINS)
    above = {code: stored_unit(code, f"Huyện {code}", "huyện", top, BEGINS) for code in DISTRICTS}
    model = Model({}, {}, {}, {}, {})
    for code, parent in COMMUNES.items():
        name = f"Xã {code}"
        commune = stored_unit(code, name, "xã", above[parent], BEGINS)
        employ(f"Người {code}", commune, Role.COMMUNE_OFFICER)
        model.begin(code, name, parent, f"Người {code}")
    return employ("Đỗ Thu Hà", top, Role.PROVINCE_OFFICER), model


def publish_year(model: Model, year: int, data: st.DataObject) -> tuple[int, str]:
    rows = []
    for code, name in sorted(model.names.items()):
        met = data.draw(st.booleans())
        row = unit(1, name, group=None, lost="0" if met else "50")
        rows.append({**row, "code": code})
        model.gathered[year, code] = code
        model.met[year, code] = met
    copy = publish({**points_payload(rows, year), "units_on": f"{year}-12-31"})
    return copy.pk, hashlib.sha256(canonical_text(copy.payload).encode()).hexdigest()


def change(ha: Person, rows: list[list[str]], year: int, undone_first: bool) -> None:
    by = acting(ha, moment(year, 2, 1))
    for turn in range(2 if undone_first else 1):
        planned, faults = plan_change([list(HEADS.values()), *rows], "x.csv", by=by)
        assert planned is not None, faults
        apply_change(planned.pk, planned.plan_hash, by=by)
        if undone_first and turn == 0:
            undo_change(planned.pk, by=by)


def require_published_as_it_was(published: dict[int, str]) -> None:
    for pk, digest in published.items():
        copy = PublishedCopy.objects.get(pk=pk)
        assert copy.sha256 == digest
        for text in (copy.canonical, canonical_text(copy.payload)):
            assert hashlib.sha256(text.encode()).hexdigest() == digest


def require_equal_sums(model: Model, today: date) -> None:
    years = sorted({year for year, _ in model.met}, reverse=True)
    wanted = {
        str(year): (
            sum(y == year for y, _ in model.met),
            sum(met for (y, _), met in model.met.items() if y == year),
        )
        for year in years
    }
    for view in (THEN, NOW):
        shown = side_by_side(view, today)
        assert {t.year: (t.count.units, t.count.met) for t in shown.totals} == wanted
        for place, year in enumerate(years):
            cells = [row.counts[place] for row in shown.rows if row.counts[place]]
            sums = sum(cell.units for cell in cells), sum(cell.met for cell in cells)
            assert sums == wanted[str(year)], (view, year)
    counted = Counter((model.names[code], year) for (year, _), code in model.gathered.items())
    shown_now = {
        (row.name, year): row.counts[place].units
        for row in shown.rows
        for place, year in enumerate(years)
        if row.counts[place]
    }
    assert shown_now == dict(counted)


def require_rights(model: Model, day: date) -> None:
    """Everybody fills where the model says and nowhere else, and reads what that came from."""
    at = moment(day.year, day.month, day.day)
    people = {person.full_name: actor_for(person, at) for person in Person.objects.all()}
    units = list(Unit.objects.filter(kind="xã"))
    held = {name: code for code, name in model.officers.items() if name}
    for name, actor in people.items():
        code = held.get(name)
        if not name.startswith("Người"):
            continue
        fills = {u.code for u in units if may(actor, "assessment.fill", subject(u)) if name in held}
        assert fills == ({code} if code else set()), name
        assert [post.unit_path.split("/")[-2] for post in actor.posts] == ([code] if code else [])
        reads = {u.name for u in units if may(actor, "assessment.view", subject(u))}
        family = {model.names[code], *model.families[code]} if code else set()
        assert reads == family, name


def subject(found: Unit) -> Subject:
    return Subject(Place(found.path, found.valid_from.isoformat()))


def require_old_codes_lead_on(model: Model, day: date) -> None:
    for code, bearers in model.bearers.items():
        wanted = {name for now, name in model.names.items() if model.families[now] & set(bearers)}
        found = {found.name for found in by_old_code(code, day)}
        assert found - {model.names.get(code)} == wanted - {model.names.get(code)}, code


def test_system_and_model_agree_whatever_becomes_of_units() -> None:
    ha, base = a_small_country()

    @settings(
        max_examples=SEQUENCES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data())
    def sequences(data: st.DataObject) -> None:
        model = Model(
            *({**table} for table in (base.names, base.above, base.officers)),
            {code: set(family) for code, family in base.families.items()},
            {code: list(names) for code, names in base.bearers.items()},
        )
        with taken_back():
            published = dict([publish_year(model, FIRST_YEAR - 1, data)])
            verbs = data.draw(st.lists(st.sampled_from(VERBS), min_size=1, max_size=MOST_CHANGES))
            for year, verb in enumerate(verbs, FIRST_YEAR):
                if verb == "merge" and len(model.names) == 1:
                    verb = "rename"
                day = date(year, 3, 1)
                before = dict(model.officers)
                rows = DEEDS[verb](model, data, day)
                change(ha, rows, year, undone_first=data.draw(st.integers(0, 4)) == 0)
                if data.draw(st.booleans()):
                    published |= dict([publish_year(model, year, data)])
            require_held_until(before, day - timedelta(days=1))
            require_published_as_it_was(published)
            require_equal_sums(model, day)
            require_rights(model, day)
            require_old_codes_lead_on(model, day)

    sequences()


def require_held_until(officers: dict[str, str | None], last_day: date) -> None:
    """On the day before, everybody is still where he was."""
    at = moment(last_day.year, last_day.month, last_day.day)
    held = {
        person.full_name: [post.unit_path.split("/")[-2] for post in actor_for(person, at).posts]
        for person in Person.objects.filter(full_name__startswith="Người")
    }
    wanted = {name: [code] for code, name in officers.items() if name}
    assert {name: codes for name, codes in held.items() if codes} == wanted
