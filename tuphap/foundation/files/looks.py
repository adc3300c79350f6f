"""How the first pages of files look, kept beside their hash, and which look nearly the same.

What it means that two files look alike is for those who know where they stand.
"""

from collections.abc import Collection

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Value

from tuphap.foundation.files.checks.look import BITS, NOTHING
from tuphap.foundation.files.models import Scan, StoredFile

# Saved again and made smaller a page differs in two bits, other pages in eight and more.
MOST_BITS = 3
MOST_AT_ONCE = 50


def keep_look(stored: StoredFile, look: int) -> None:
    """All rows of the same bytes look the same."""
    StoredFile.objects.filter(sha256=stored.sha256).update(look=look)


def not_looked_at() -> list[str]:
    """Hashes of files with pages that nobody has drawn yet, the newest first."""
    rows = StoredFile.objects.filter(look__isnull=True, pages__gt=0)
    rows = rows.exclude(scan=Scan.INFECTED).order_by("-stored_at")
    return list(dict.fromkeys(rows.values_list("sha256", flat=True)[:MOST_AT_ONCE]))


class _NearAny(Func):
    """Whether a look is within MOST_BITS of one of several; counted by the database."""

    template = (
        "EXISTS (SELECT 1 FROM (SELECT %(expressions)s) AS held(look, others), "
        "unnest(held.others) AS other "
        "WHERE bit_count((held.look # other)::bit(64)) <= %(most_bits)s)"
    )
    output_field = BooleanField()


def near_any(field: str, looks: Collection[int]) -> Func:
    """A condition for the rows whose look (at `field`) is nearly one of these."""
    known = Value(sorted(looks), output_field=ArrayField(BigIntegerField()))
    return _NearAny(F(field), known, most_bits=MOST_BITS)


def is_near(one: int, other: int) -> bool:
    """Nearly blank pictures look like everything and are near to nothing."""
    if NOTHING in (one, other):
        return False
    return ((one ^ other) & (1 << BITS) - 1).bit_count() <= MOST_BITS
