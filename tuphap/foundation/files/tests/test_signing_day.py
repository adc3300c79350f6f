"""The day that the signatures of a file prove; kept beside them, and made anew with them."""

from datetime import date
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from tuphap.foundation.files.models import StoredFile
from tuphap.foundation.files.signing_day import Standing, signed_day, standing_of

MORNING, LATER = "2026-06-30T02:00:00+00:00", "2026-07-02T02:00:00+00:00"
NEXT_DAY_HERE = "2026-06-30T17:30:00+00:00"


def signature(at=MORNING, **faults):
    sound = {"signed_at": at, "intact": True, "whole": True, "trusted": True}
    return {**sound, **faults}


CASES = [
    (None, Standing.NONE, None),
    ([], Standing.NONE, None),
    ([signature()], Standing.SOUND, date(2026, 6, 30)),
    ([signature(NEXT_DAY_HERE)], Standing.SOUND, date(2026, 7, 1)),
    ([signature(LATER), signature()], Standing.SOUND, date(2026, 7, 2)),
    ([signature("")], Standing.SOUND, None),
    ([signature(), signature("")], Standing.SOUND, None),
    ([signature(), signature(trusted=False)], Standing.UNTRUSTED, None),
    ([signature(intact=False)], Standing.BROKEN, None),
    ([signature(), signature(whole=False, trusted=False)], Standing.BROKEN, None),
]


@pytest.mark.parametrize(("signatures", "standing", "day"), CASES)
def test_only_signatures_that_are_all_sound_prove_a_day(signatures, standing, day):
    assert standing_of(signatures) is standing
    assert signed_day(signatures) == day


@pytest.mark.django_db
def test_files_of_before_get_the_same_day():
    """The statement of the migration says what the function says."""
    for number, (signatures, *_) in enumerate(CASES):
        StoredFile.objects.create(
            name=f"{number}.pdf",
            content_type="application/pdf",
            size=9,
            sha256=f"{number:064d}",
            stored_at=timezone.now(),
            signatures=signatures,
        )
    migration = import_module("tuphap.foundation.files.migrations.0004_day_of_signing").Migration
    statements = next(o for o in migration.operations if hasattr(o, "reverse_sql")).sql
    with connection.cursor() as cursor:
        for statement, values in statements:
            cursor.execute(statement, values)
    days = StoredFile.objects.order_by("sha256").values_list("signed_on", flat=True)
    assert list(days) == [day for *_, day in CASES]
