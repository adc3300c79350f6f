"""What every page needs, without the database: error pages are made from it too."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.safestring import mark_safe

ILLUSTRATION = mark_safe("<strong>Số liệu minh họa</strong>, không phải kết quả thật.")  # noqa: S308


def page(request: HttpRequest) -> dict[str, Any]:
    """`menu` and `signed_in` are put on the request by whoever knows the person."""
    return {
        "office": settings.OFFICE,
        "strip": [ILLUSTRATION] if settings.DEMO else [],
        "menu": getattr(request, "menu", ()),
        "signed_in": getattr(request, "signed_in", None),
    }
