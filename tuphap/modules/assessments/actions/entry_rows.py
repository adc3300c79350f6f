"""Writing the lines of a column in one statement.

By hand and not by `bulk_create`: building its twenty parameters a line costs more than the whole
save may (promise 4 of the speed table); here the lines travel as one JSON parameter.
"""

import json
from collections.abc import Iterable

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from tuphap.modules.assessments.models import Assessment, Entry

KEYS = ("assessment", "column", "item")
VALUES = (
    "done",
    "due",
    "option",
    "chosen",
    "assigned_on",
    "done_on",
    "not_applicable",
    "explanation",
    "points",
    "passed",
    "written_by",
    "written_at",
)


def _statement() -> str:
    fields = {name: Entry._meta.get_field(name) for name in (*KEYS, *VALUES)}
    columns = {name: connection.ops.quote_name(field.column) for name, field in fields.items()}
    types = ", ".join(f"{columns[n]} {fields[n].db_type(connection)}" for n in fields)
    listed = ", ".join(columns.values())
    changed = ", ".join(f"{columns[name]} = excluded.{columns[name]}" for name in VALUES)
    return (
        f"insert into {connection.ops.quote_name(Entry._meta.db_table)} ({listed}) "  # noqa: S608
        f"select {listed} from jsonb_to_recordset(%s::jsonb) as line({types}) "
        f"on conflict ({', '.join(columns[name] for name in KEYS)}) do update set {changed}"
    )


def upsert_lines(
    assessment: Assessment, column: str, lines: Iterable[tuple[str, dict[str, object]]]
) -> None:
    """Insert or replace lines (item, values of VALUES); the trigger keeps the history of each."""
    names = {name: Entry._meta.get_field(name).column for name in VALUES}
    rows = [
        {
            "assessment_id": assessment.pk,
            "column": column,
            "item": item,
            **{names[name]: value for name, value in values.items()},
        }
        for item, values in lines
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.execute(_statement(), [json.dumps(rows, cls=DjangoJSONEncoder)])
