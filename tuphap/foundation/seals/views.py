"""Whether the journal is whole, as the last looks found it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tuphap.foundation.access.requests import PersonRequest
from tuphap.foundation.seals.actions import PERMISSION
from tuphap.foundation.seals.models import Seal, SealCheck
from tuphap.rules.permissions import require_anywhere

SHOWN = 30


@require_safe
def show(request: PersonRequest) -> HttpResponse:
    require_anywhere(request.actor, PERMISSION)
    newest = Seal.objects.order_by("-number").first()
    looks = list(SealCheck.objects.all()[:SHOWN])
    context = {
        "newest": newest,
        "digest": bytes(newest.digest).hex() if newest else "",
        "last": looks[0] if looks else None,
        "looks": looks,
    }
    return render(request, "seals/show.html", context)
