"""What is sealed: the journal, the statuses, the history of every tracked table."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Model

from tuphap.foundation.audit.models import Event
from tuphap.foundation.workflow.models import StatusChange


@dataclass(frozen=True)
class Sealed:
    """A table to which rows are only added, in the order of a sequence."""

    name: str
    key: str
    columns: tuple[str, ...]

    @property
    def quoted(self) -> str:
        return connection.ops.quote_name(self.name)

    @property
    def quoted_key(self) -> str:
        return connection.ops.quote_name(self.key)


def sealed_tables() -> tuple[Sealed, ...]:
    """In the order of their names; a table that is tracked from now on is there by itself."""
    histories = [m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")]
    models: list[type[Model]] = [Event, StatusChange, *histories]
    return tuple(sorted(map(_sealed, models), key=lambda table: table.name))


def _sealed(model: type[Model]) -> Sealed:
    columns = {str(field.column): field.primary_key for field in model._meta.concrete_fields}
    key = next(column for column, is_key in columns.items() if is_key)
    return Sealed(model._meta.db_table, key, tuple(sorted(columns)))
