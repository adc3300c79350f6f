"""What is written when a table leaves the house: a line in the journal (U1)."""

from tuphap.foundation.audit.actions import record
from tuphap.rules.permissions import Actor


def note_export(table: str, subject: str, lines: int, *, by: Actor, of: str = "") -> None:
    """`of` is the record whose list it is, as in the address."""
    record(
        "exported",
        at=by.at,
        person_id=by.person_id,
        person_name=by.name,
        unit=by.posts[0].unit_name if by.posts else "",
        subject=subject,
        detail={"table": table, "lines": lines, **({"of": of} if of else {})},
    )
