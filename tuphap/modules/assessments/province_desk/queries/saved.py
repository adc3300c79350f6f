"""The saved views of a person; nobody sees those of somebody else."""

from django.db.models import QuerySet
from django.http import Http404

from tuphap.modules.assessments.province_desk.models import SavedView
from tuphap.rules.permissions import Actor


def saved_views(actor: Actor) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=actor.person_id)


def default_query(actor: Actor) -> str:
    """The address behind the year of the view that opens first; "" where none does."""
    found = saved_views(actor).filter(is_default=True).values_list("query", flat=True).first()
    return f"?{found}" if found else ""


def get_view(actor: Actor, pk: int) -> SavedView:
    found = saved_views(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
