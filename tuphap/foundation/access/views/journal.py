"""The journal for auditors: what was done and refused, newest first."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tuphap.foundation.access.forms import JournalForm
from tuphap.foundation.access.queries import MOST_EVENTS, visible_events
from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.audit.kinds import label_of
from tuphap.foundation.audit.models import Event
from tuphap.rules.permissions import require_anywhere

PAGE = 50


@require_GET
def journal(request: PersonRequest) -> HttpResponse:
    form, events = found_events(request)
    page = Paginator(events, PAGE).get_page(request.GET.get("trang"))
    rest = request.GET.copy()
    rest.pop("trang", None)
    context = {
        "form": form,
        "page": page,
        "rows": [(event, label_of(event.kind)) for event in page],
        "query": f"{rest.urlencode()}&" if rest else "",
        "most": MOST_EVENTS,
        "is_filtered": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "access/journal.html", context)


def found_events(request: PersonRequest) -> tuple[JournalForm, QuerySet[Event]]:
    """What the address asks for; the page and its files show the same."""
    require_anywhere(request.actor, "audit.view")
    form = JournalForm(request.GET)
    form.full_clean()
    return form, visible_events(request.actor, form.wanted())
