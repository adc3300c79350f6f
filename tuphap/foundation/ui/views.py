"""The page of parts: for looking at them side by side and for the accessibility test."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from tuphap.foundation.ui import samples


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Shown where illustration data are; a production site has no such page."""
    if not (settings.DEMO or settings.DEBUG):
        raise Http404
    return render(request, "ui/components.html", samples.page())
