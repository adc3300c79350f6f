"""Writing what changed of a column: lines, sums and the dossier's version in one statement.

By hand and not by `bulk_create` and `save`: one round trip instead of three, and no parameter for
each field of each line; the rows travel as JSON (docs/manual/bench.md, promise 4).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection
from django.db.models import Model

from tuphap.foundation.database.prepared import prepared_cursor
from tuphap.modules.assessments.models import Assessment, ColumnSummary, Entry
from tuphap.modules.assessments.models.columns import LINE_FIGURES

Row = Mapping[str, object]

LINE_KEY = ("assessment", "column", "item")
LINE_VALUES = (*LINE_FIGURES, "explanation", "written_by", "written_at")
SUMS_KEY = ("assessment", "column")
SUMS_VALUES = (
    "total",
    "met",
    "answered",
    "passed_indicators",
    "scores",
    "conditions",
    "unanswered",
)


def write_column(
    assessment: Assessment, column: str, lines: Sequence[Row], sums: Row, *, new_version: bool
) -> None:
    """Insert or replace; a trigger keeps the history of each line. `lines` and `sums` are by name
    of field, the lines with their item."""
    key = {"assessment": assessment.pk, "column": column}
    parameters: list[str | UUID] = []
    if lines:
        parameters.append(_json(Entry, ({**key, **line} for line in lines)))
    if new_version:
        parameters.append(assessment.pk)
    parameters.append(_json(ColumnSummary, ({**key, **sums},)))
    with prepared_cursor() as cursor:
        cursor.execute(_statement(bool(lines), new_version), parameters)
    assessment.version += new_version


@cache
def _statement(has_lines: bool, new_version: bool) -> str:
    before = []
    if has_lines:
        before.append(f"lines as ({_upsert(Entry, LINE_KEY, LINE_VALUES)})")
    if new_version:
        table, pk = _quoted(Assessment._meta.db_table), _column(Assessment, "id")
        version = _column(Assessment, "version")
        update = f"update {table} set {version} = {version} + 1 where {pk} = %s"  # noqa: S608
        before.append(f"version as ({update})")
    sums = _upsert(ColumnSummary, SUMS_KEY, SUMS_VALUES)
    return f"with {', '.join(before)} {sums}" if before else sums


def _upsert(model: type[Model], key: Iterable[str], values: Iterable[str]) -> str:
    """Rows come as one JSON parameter, by name of column."""
    columns = {name: _column(model, name) for name in (*key, *values)}
    types = ", ".join(
        f"{column} {model._meta.get_field(name).db_type(connection)}"
        for name, column in columns.items()
    )
    listed = ", ".join(columns.values())
    changed = ", ".join(f"{columns[name]} = excluded.{columns[name]}" for name in values)
    return (
        f"insert into {_quoted(model._meta.db_table)} ({listed}) "  # noqa: S608
        f"select {listed} from jsonb_to_recordset(%s::jsonb) as given ({types}) "
        f"on conflict ({', '.join(columns[name] for name in key)}) do update set {changed}"
    )


def _json(model: type[Model], rows: Iterable[Row]) -> str:
    names = _column_names(model)
    named = [{names[field]: value for field, value in row.items()} for row in rows]
    return json.dumps(named, cls=DjangoJSONEncoder, ensure_ascii=False)


@cache
def _column_names(model: type[Model]) -> dict[str, str]:
    return {field.name: field.column or field.name for field in model._meta.concrete_fields}


def _column(model: type[Model], field: str) -> str:
    return _quoted(_column_names(model)[field])


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
