"""Changes and units as the pages of the administration show them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from tuphap.foundation.access.reach import within_reach
from tuphap.foundation.accounts.models import Post
from tuphap.foundation.mergers.concerns import first_written, open_work
from tuphap.foundation.mergers.models import UnitChange
from tuphap.foundation.units.models import Succession, Unit
from tuphap.foundation.units.queries import find_units, successors, units_on
from tuphap.rules.permissions import Actor

VIEW = "unit.view"


def visible_units(actor: Actor) -> QuerySet[Unit]:
    return within_reach(Unit.objects.all(), actor, VIEW, unit_field="")


def listed_units(actor: Actor, text: str, day: date) -> QuerySet[Unit]:
    """Units of a day in reach by the beginnings of words, or by code; each with its open posts."""
    if text.isascii() and text.isdigit():
        found = units_on(day).filter(code=text)
    else:
        found = find_units(text, day) if text else units_on(day)
    held = Q(posts__starts_on__lte=day) & (
        Q(posts__ends_on__isnull=True) | Q(posts__ends_on__gte=day)
    )
    reached = within_reach(found, actor, VIEW, unit_field="").select_related("parent")
    return reached.annotate(people=Count("posts", filter=held)).order_by("path")


@dataclass(frozen=True)
class Became:
    old: Unit
    now: list[Unit]

    @property
    def ended(self) -> date:
        """The first day on which the old unit was no more."""
        return self.old.valid_to + timedelta(days=1) if self.old.valid_to else self.old.valid_from


def links_of(unit: Unit) -> tuple[list[Succession], list[Succession]]:
    """From which it came, and into which it went."""
    came = unit.came_from.select_related("predecessor").order_by("predecessor__path")
    went = unit.went_into.select_related("successor").order_by("effective_on", "successor__path")
    return list(came), list(went)


def posts_of(unit: Unit) -> list[Post]:
    rows = unit.posts.select_related("person").order_by("-starts_on", "person__name_sort", "pk")
    return list(rows)


def children_of(unit: Unit) -> QuerySet[Unit]:
    return Unit.objects.filter(parent=unit)


def became(actor: Actor, code: str, day: date) -> list[Became]:
    """For a code that nobody bears on the day: who bore it, and what stands there now (M6)."""
    if not (code.isascii() and code.isdigit()):
        return []
    olds = visible_units(actor).filter(code=code, valid_to__lt=day).order_by("valid_from")
    return [Became(old, [new for new in successors(old) if new.is_valid_on(day)]) for old in olds]


def visible_changes(actor: Actor) -> QuerySet[UnitChange]:
    """Those of units in reach: a plan is made for units that its maker reaches, all of them."""
    ended = RawSQL("(mergers_unitchange.plan #>> '{ends,0,key}')::bigint", [])
    rows = UnitChange.objects.annotate(first_ended=ended)
    return rows.filter(first_ended__in=visible_units(actor).values("pk")).select_related(
        "planned_by", "applied_by", "undone_by"
    )


@dataclass(frozen=True)
class Concerned:
    unit: str
    label: str


def concerned(change: UnitChange) -> list[Concerned]:
    """Open work of the units that end, by their order in the plan."""
    names = {unit["key"]: unit["name"] for unit in change.plan["ends"]}
    order = list(names)
    rows = sorted(open_work(order), key=lambda row: order.index(row.unit))
    return [Concerned(names[row.unit], row.label) for row in rows]


def why_not_undone(change: UnitChange) -> str:
    """A sentence, or "" while it may still be taken back."""
    if change.applied_at is None:
        return "Thay đổi này chưa áp dụng nên không có gì để hoàn tác."
    keys: list[int] = change.done["begun"]
    later = Succession.objects.filter(predecessor__in=keys).select_related("predecessor").first()
    if later is not None:
        return (
            f"Không hoàn tác được: {later.predecessor} đã có thay đổi tiếp theo từ ngày "
            f"{later.effective_on:%d/%m/%Y}. Hoàn tác thay đổi sau trước."
        )
    written = first_written(keys)
    if written:
        return f"Không hoàn tác được nữa: {written}"
    kept = next((name for name in _kept_elsewhere(keys)), "")
    return f"Không hoàn tác được nữa: đơn vị mới đã có {kept}." if kept else ""


def _kept_elsewhere(keys: list[int]) -> list[str]:
    """Whatever table refers to the new units besides links and posts, and to these posts."""
    posts = list(Post.objects.filter(unit__in=keys).values_list("pk", flat=True))
    return [*_referring(Unit, keys, (Post, Succession)), *_referring(Post, posts, (Post,))]


def _referring(model: type[Model], keys: list[int], but: tuple[type[Model], ...]) -> list[str]:
    found = []
    for relation in model._meta.related_objects:
        table: Any = relation.related_model
        rows = table._base_manager.filter(**{f"{relation.field.name}__in": keys})
        if table is Unit:
            rows = rows.exclude(pk__in=keys)
        if table not in but and rows.exists():
            found.append(str(table._meta.verbose_name))
    return found
