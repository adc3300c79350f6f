"""Reading units: by code and day, by subtree, by name, and through mergers."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.functions import Length

from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.foundation.units.kinds import commune_kinds
from tuphap.foundation.units.models import Extent, Succession, Unit
from tuphap.rules.vietnamese import fold
from tuphap.rules.years import Way

LONGEST_SEARCH = 100
# After every path below it: digits and "/" are lower in collation "C".
_END = "\uffff"

# UNION (not UNION ALL) forgets what was seen, so the walk ends even in a circle. A chain is a few
# rows long, which the planner cannot know: OFFSET 0 keeps it from reading the tables as a whole.
_CHAIN = """
    WITH RECURSIVE chain (origin, id) AS (
        SELECT {given}_id, {found}_id FROM units_succession WHERE {given}_id = ANY(%s)
        UNION
        SELECT chain.origin, step.id FROM chain, LATERAL (
            SELECT {found}_id AS id FROM units_succession WHERE {given}_id = chain.id OFFSET 0
        ) step
    )
    SELECT {columns}
    FROM chain, LATERAL (SELECT * FROM units_unit WHERE id = chain.id OFFSET 0) u
    WHERE u.id <> chain.origin ORDER BY u.valid_from, u.path
"""
_PREDECESSORS = _CHAIN.format(columns="u.*", found="predecessor", given="successor")
_SUCCESSORS = _CHAIN.format(columns="u.*", found="successor", given="predecessor")
_HEIRS = _CHAIN.format(columns="chain.origin, u.*", found="successor", given="predecessor")
_PREDECESSOR_KEYS = _CHAIN.format(columns="u.id", found="predecessor", given="successor")
# Asked by every request of a person, so without objects. Only what went whole at every step of the
# way is a unit's to go on with.
_EARLIER_SPANS = """
    WITH RECURSIVE chain (origin, id, whole) AS (
        SELECT successor_id, predecessor_id, extent = 'whole'
        FROM units_succession WHERE successor_id = ANY(%s)
        UNION
        SELECT chain.origin, step.id, chain.whole AND step.whole FROM chain, LATERAL (
            SELECT predecessor_id AS id, extent = 'whole' AS whole
            FROM units_succession WHERE successor_id = chain.id OFFSET 0
        ) step
    )
    SELECT chain.origin, u.path, u.valid_from, u.valid_to, bool_or(chain.whole)
    FROM chain, LATERAL (SELECT * FROM units_unit WHERE id = chain.id OFFSET 0) u
    WHERE u.id <> chain.origin
    GROUP BY chain.origin, u.path, u.valid_from, u.valid_to ORDER BY u.valid_from, u.path
"""


@dataclass(frozen=True)
class PathSpan:
    """The units at and below `path` whose first day lies in these days (`valid_to` included).

    `went_whole`: an earlier unit of which nothing went elsewhere.
    """

    path: str
    valid_from: date
    valid_to: date | None
    read_only: bool
    went_whole: bool = False


def units_on(day: date) -> QuerySet[Unit]:
    """All units of all levels valid on that day."""
    return Unit.objects.filter(_valid_on(day))


def unit_on(code: str, day: date) -> Unit | None:
    """The unit which bore this code on that day."""
    return units_on(day).filter(code=code).first()


def subtree_on(unit: Unit, day: date) -> QuerySet[Unit]:
    """The unit and all below it on that day; nothing where the unit itself was not valid."""
    return units_on(day).filter(_inside(unit))


def leaves_on(
    scope: Unit | None, day: date, kinds: Collection[str] | None = None
) -> QuerySet[Unit]:
    """Units with none below them on that day, in `scope` or everywhere; usually the communes.

    Kinds not named are left out; without `kinds` those that are assessed count, so that an island
    district without communes is not taken for one.
    """
    units = units_on(day) if scope is None else subtree_on(scope, day)
    below = Unit.objects.filter(_valid_on(day), parent=OuterRef("pk"))
    wanted = commune_kinds() if kinds is None else kinds
    return units.filter(~Exists(below), kind__in=wanted)


def predecessors(unit: Unit) -> list[Unit]:
    """All units it came from, wholly or partly, over all mergers; oldest first."""
    return list(Unit.objects.raw(_PREDECESSORS, [[unit.pk]]))


def predecessor_keys(unit: Unit) -> RawSQL:
    """The keys of `predecessors`, to stand inside another question."""
    return RawSQL(_PREDECESSOR_KEYS, [[unit.pk]])  # noqa: S611 - no text of a person in it


def successors(unit: Unit) -> list[Unit]:
    """All units that came from it, wholly or partly, over all mergers; oldest first."""
    return list(Unit.objects.raw(_SUCCESSORS, [[unit.pk]]))


def heirs_on(keys: Collection[int], day: date) -> dict[int, list[Unit]]:
    """By key of the unit, those of that day which came from it over all mergers; one question."""
    found: dict[int, list[Unit]] = defaultdict(list)
    rows: Any = Unit.objects.raw(_HEIRS, [list(keys)]) if keys else ()
    for heir in rows:
        if heir.is_valid_on(day):
            found[heir.origin].append(heir)
    return found


def links_state() -> str:
    """Another text after every merger that is applied or taken back."""
    found = Succession.objects.aggregate(newest=Max("pk"), count=Count("pk"))
    return f"{found['newest'] or 0}.{found['count']}"


def only_successor(unit: Unit) -> Unit | None:
    """The unit it went into as a whole; none where it was divided or has no successor."""
    links = list(unit.went_into.select_related("successor")[:2])
    whole = len(links) == 1 and links[0].extent == Extent.WHOLE
    return links[0].successor if whole else None


def ways_onward(keys: Collection[int], today: date) -> Mapping[int, Sequence[Way]]:
    """All ways from these units that are in force, with one question for each merger in a row."""
    ways: dict[int, list[Way]] = defaultdict(list)
    asked: set[int] = set()
    fresh = set(keys)
    while fresh:
        asked |= fresh
        links = Succession.objects.filter(predecessor__in=fresh, effective_on__lte=today)
        columns = "predecessor_id", "successor_id", "successor__code", "extent"
        for old, new, code, extent in links.values_list(*columns):
            ways[old].append(Way(new, code, extent == Extent.WHOLE))
        fresh = {way.goal for old in fresh for way in ways.get(old, ())} - asked
    return ways


def reach_of(unit: Unit, day: date | None = None) -> list[PathSpan]:
    """What a post at this unit reaches: its own subtree and, to read, those it came from.

    Given a day, the unit's own subtree is for reading, too, once the unit has ended (M5).
    Asked of the database each time: a merger or a new list counts at once.
    """
    return reach_of_many([unit], day)[unit.pk]


def reach_of_many(units: Collection[Unit], day: date | None = None) -> dict[int, list[PathSpan]]:
    """`reach_of` for the posts of a person with one question to the database, by key of unit."""
    reached = {unit.pk: [_own_span(unit, day)] for unit in units}
    if not reached:
        return reached
    with prepared_cursor() as cursor:
        cursor.execute(_EARLIER_SPANS, [list(reached)])
        for origin, path, valid_from, valid_to, whole in cursor.fetchall():
            reached[origin].append(PathSpan(path, valid_from, valid_to, True, went_whole=whole))
    return reached


def _own_span(unit: Unit, day: date | None) -> PathSpan:
    ended = day is not None and unit.valid_to is not None and unit.valid_to < day
    return PathSpan(unit.path, unit.valid_from, unit.valid_to, read_only=ended)


def by_old_code(code: str, day: date | None = None) -> list[Unit]:
    """Units of `day` (without: of the newest list) that came from an ended unit of this code."""
    ended = Unit.objects.filter(code=code, valid_to__isnull=False)
    if day is not None:
        ended = ended.filter(valid_to__lt=day)
    found = {new.pk: new for old in ended for new in successors(old) if _still_valid(new, day)}
    return sorted(found.values(), key=lambda unit: (unit.name_sort, unit.path))


def find_units(text: str, day: date) -> QuerySet[Unit]:
    """Units with a word beginning like each word of the text, marks ignored; top level first."""
    words = re.findall(r"[^\W_]+", fold(text))
    units = units_on(day)
    if not words or len(text) > LONGEST_SEARCH:
        return units.none()
    for word in words:
        units = units.filter(name_folded__regex=rf"\m{word}")
    return units.order_by(Length("path"), "name_sort", "path")


def _valid_on(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def _inside(unit: Unit) -> Q:
    # Codes repeat: a row belongs to this unit only if it began in the unit's own days.
    began = Q(valid_from__gte=unit.valid_from)
    if unit.valid_to is not None:
        began &= Q(valid_from__lte=unit.valid_to)
    return Q(path__gte=unit.path, path__lt=unit.path + _END) & began


def _still_valid(unit: Unit, day: date | None) -> bool:
    return unit.valid_to is None if day is None else unit.is_valid_on(day)
