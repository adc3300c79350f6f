"""What PostgreSQL knows about its tables, brought up to date inside a transaction.

The autovacuum daemon sees only what is committed: a plan made in the middle of a long load counts
on empty tables and can take minutes.
"""

from django.db import connection


def count_tables_anew() -> None:
    with connection.cursor() as cursor:
        # What somebody else counts or cleans at this moment is counted by them.
        cursor.execute("ANALYZE (SKIP_LOCKED)")
