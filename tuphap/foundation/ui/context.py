"""What every page needs, without the database: error pages are made from it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import mark_safe

from tuphap.foundation.ui.site import current

ILLUSTRATION = mark_safe("<strong>Số liệu minh họa</strong>, không phải kết quả thật.")


def basis() -> dict[str, Any]:
    """What holds for every page of this installation."""
    return {"office": current(), "strip": [ILLUSTRATION] if settings.DEMO else []}


def page(request: HttpRequest) -> dict[str, Any]:
    """`menu` is put on the request by whoever knows what the person may open; what of it does not
    fit into a row is `menu_more`."""
    menu = getattr(request, "menu", ())
    return basis() | {
        "menu": menu,
        "menu_more": SimpleLazyObject(lambda: [item for item in menu if item.folded]),
        # Asked only by templates that show the person: kept public pages read no session.
        "signed_in": SimpleLazyObject(lambda: _signed_in(request)),
    }


def _signed_in(request: HttpRequest) -> dict[str, str]:
    """Name and unit of the person at work; empty for a visitor."""
    actor = getattr(request, "actor", None)
    if actor is None or not actor.name:
        return {}
    unit = actor.posts[0].unit_name if actor.posts else ""
    return {"name": actor.name, "unit": unit}
