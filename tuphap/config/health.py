"""Answers for whoever watches the process: alive, and ready to work (O4)."""

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

_seen = {"migrated": False}


@login_not_required
@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers and has the tables this code wants. What is missing stays in the log."""
    problem = _problem()
    if not problem:
        return HttpResponse("ok\n", content_type="text/plain")
    answer = HttpResponse(f"{problem}\n", content_type="text/plain", status=503)
    answer.headers["Retry-After"] = "5"
    return answer


def _problem() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        # Tables do not go away again while a process runs, so they are compared once.
        _seen["migrated"] = _seen["migrated"] or _is_migrated()
    except DatabaseError:
        return "database"
    return "" if _seen["migrated"] else "migrations"


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())
