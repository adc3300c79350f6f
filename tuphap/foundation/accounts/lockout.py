"""The answer after too many wrong passwords (axes keeps the count in the database)."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from axes.helpers import get_cool_off
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tuphap.foundation.accounts.journal import note


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """Says how long and what to do; the same for accounts that do not exist (L5)."""
    note("locked_out", None, (credentials or {}).get("email", ""))
    wait = get_cool_off(request) or timedelta()
    page = render(
        request,
        "account/locked.html",
        {"minutes": int(wait.total_seconds() // 60)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    page.headers["Retry-After"] = str(int(wait.total_seconds()))
    return page
