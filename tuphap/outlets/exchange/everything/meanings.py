"""What each table and column means, drawn from the models, for whoever has the folder alone."""

import inspect
import tomllib
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Field, Model

from tuphap.modules.criteria.models import RuleSet
from tuphap.outlets.exchange.everything.catalogue import LEFT_OUT, LEFT_OUT_COLUMNS, Table


def product_version() -> str:
    text = (settings.BASE / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def rule_sets() -> list[dict[str, Any]]:
    rows = RuleSet.objects.order_by("code", "version")
    return [dict(row) for row in rows.values("code", "version", "title", "sha256")]


def meaning_of(table: Table) -> dict[str, Any]:
    options = table.model._meta
    return {
        "model": options.label,
        "meaning": _docstring(table.model),
        "key": table.key,
        "columns": [_column(field) for field in table.fields],
    }


def _docstring(model: type[Model]) -> str:
    """Without one Django writes the names of the fields there, which say nothing new."""
    text = inspect.cleandoc(model.__doc__ or "")
    return str(model._meta.verbose_name) if text.startswith(f"{model.__name__}(") else text


def _column(field: "Field[Any, Any]") -> dict[str, Any]:
    told: dict[str, Any] = {
        "name": field.column,
        "type": field.db_type(connection),
        "empty": field.null,
        "meaning": " ".join(filter(None, (str(field.verbose_name), str(field.help_text)))),
    }
    if field.choices:
        told["values"] = {str(value): str(label) for value, label in field.flatchoices}
    if field.is_relation and field.related_model:
        target = field.target_field  # type: ignore[attr-defined]
        told["refers_to"] = f"{target.model._meta.db_table}.{target.column}"
    return told


def left_out() -> dict[str, Any]:
    return {
        "tables": [{"name": name, "reason": why} for name, why in sorted(LEFT_OUT.items())],
        "columns": [
            {"table": table, "name": column, "reason": why}
            for (table, column), (_, why) in sorted(LEFT_OUT_COLUMNS.items())
        ],
    }
