"""Addresses of the tests: views that are public, private, refusing and broken."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.views.decorators.http import require_POST, require_safe

from tuphap.config import urls
from tuphap.foundation.accounts.models import Person
from tuphap.foundation.audit.actions import record
from tuphap.rules.refusals import Kind, Refused

SENTENCE = "Hồ sơ đang ở bước khác. Tải lại trang."
handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return render(request, "public_base.html")


def private(request: HttpRequest) -> HttpResponse:
    return render(request, "staff_base.html")


def with_tag(request: HttpRequest) -> HttpResponse:
    text = '{% load access %}{% may "people.manage" as x %}{{ x|yesno:"được,không" }}'
    return HttpResponse(engines["django"].from_string(text).render({}, request))


def refusing(request: HttpRequest, kind: str) -> HttpResponse:
    fields = {"done": "Ô này sai."} if kind == "invalid" else {}
    raise Refused("sample", SENTENCE, Kind(kind), fields)


@transaction.atomic
def change(person: Person) -> None:
    """As an action does it: something is written, then a rule says no."""
    person.full_name = "Đã đổi"
    person.save()
    record("published", at=person.last_login)
    raise Refused("sample", SENTENCE)


def half_done(request: HttpRequest) -> HttpResponse:
    change(request.user)
    return HttpResponse()


def denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("secret detail")


def without_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


@require_POST
def form_only(request: HttpRequest, **_: str) -> HttpResponse:
    return HttpResponse()


@require_safe
def read_only(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("rieng/ghi/", form_only),
    path("rieng/<str:line>/sua/", form_only),
    path("chi-xem/", read_only),
    path("chung/", public),
    path("rieng/", private),
    path("the/", with_tag),
    path("tu-choi/<str:kind>/", refusing),
    path("do-dang/", half_done),
    path("cam/", denied),
    path("hong/", broken),
    path("mat-du-lieu/", without_database),
    path("", include(urls.urlpatterns)),
]
