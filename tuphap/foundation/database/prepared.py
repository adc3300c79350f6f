"""A cursor whose statements PostgreSQL reads and plans once per connection.

Planning a dossier with all it belongs to costs ten times as much as fetching it. Everything else is
as with `connection.cursor()`: the transaction, the errors, the health of the connection.
"""

from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor


class _PreparingCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **options: Any) -> "_PreparingCursor":
        return super().execute(query, params, **{**options, "prepare": True})


def prepared_cursor() -> CursorWrapper:
    """To be used with `with`, for statements that are the same each time."""
    # The log of queries wants the text with its values, which a prepared statement does not have.
    if connection.queries_logged:
        return connection.cursor()
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    return CursorWrapper(_PreparingCursor(connection.connection), connection)
