"""Saving a way to look at the table of comparison, opening with it, and dropping it."""

from django.db import transaction

from tuphap.foundation.accounts.models import Person
from tuphap.foundation.notices.queries import own_id
from tuphap.modules.assessments.province_desk.models import SavedView
from tuphap.modules.assessments.province_desk.queries.saved import get_view, saved_views
from tuphap.rules.permissions import Actor
from tuphap.rules.refusals import Kind, Refused

MOST_VIEWS = 30


@transaction.atomic
def save_view(name: str, query: str, *, is_default: bool, by: Actor) -> SavedView:
    """Under a name that is there already it takes its place. `query` has been checked."""
    # One after the other, so that there is one default however many windows are open.
    Person.objects.select_for_update().get(pk=own_id(by))
    own = saved_views(by)
    if own.count() >= MOST_VIEWS and not own.filter(name=name).exists():
        sentence = f"Đã lưu {MOST_VIEWS} cách xem, tối đa {MOST_VIEWS}. Xóa bớt rồi lưu lại."
        raise Refused("too_many_views", sentence, Kind.INVALID, {"name": sentence})
    if is_default:
        own.filter(is_default=True).update(is_default=False)
    view, _ = SavedView.objects.update_or_create(
        person_id=own_id(by),
        name=name,
        defaults={"query": query, "is_default": is_default, "made_at": by.at},
    )
    return view


@transaction.atomic
def open_first(view_id: int | None, *, by: Actor) -> None:
    """This view opens first; None: the usual one does again."""
    Person.objects.select_for_update().get(pk=own_id(by))
    saved_views(by).filter(is_default=True).update(is_default=False)
    if view_id is not None:
        get_view(by, view_id)
        saved_views(by).filter(pk=view_id).update(is_default=True)


def drop_view(view_id: int, *, by: Actor) -> None:
    saved_views(by).filter(pk=view_id).delete()
