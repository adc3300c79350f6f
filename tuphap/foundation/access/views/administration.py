"""The page from which everything is administered."""

from django.http import HttpResponse
from django.shortcuts import render

from tuphap.foundation.access.menu import administration_of
from tuphap.foundation.access.requests import PersonRequest
from tuphap.rules.refusals import Refused


def administration(request: PersonRequest) -> HttpResponse:
    lines = administration_of(request.actor)
    if not lines:
        raise Refused("no_role", "Tài khoản chưa được giao việc quản trị.")
    return render(request, "access/administration.html", {"lines": lines})
