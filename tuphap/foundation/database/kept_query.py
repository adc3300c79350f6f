"""A queryset whose SQL is made once per process, for the questions that every request asks.

    _POSTS = KeptQuery(lambda person: Post.objects.filter(person_id=person), example=(0,))
    posts = _POSTS.all(request.user.pk)

Rows become objects just as in a queryset, with `select_related`, `only` and `select_for_update`.
"""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

from tuphap.foundation.database.prepared import prepared_cursor

M = TypeVar("M", bound=Model)


class KeptQuery(Generic[M]):
    """`make` gets as many arguments as `example` has; they take the place of the examples later.

    The examples must differ from each other and from all other values in the question, and must
    not be None: “is NULL” is another SQL. They are of the types that the database takes as they
    are: int, str, UUID, date, datetime.
    """

    def __init__(self, make: Callable[..., QuerySet[M]], example: tuple[Any, ...]) -> None:
        self._make, self._example = make, example

    def all(self, *arguments: Any) -> list[M]:
        return list(self._objects(self._rows(arguments)))

    def values(self, *arguments: Any) -> list[tuple[Any, ...]]:
        """For a question with `values_list`: plain rows, no objects."""
        kept, rows = self._compiled, self._rows(arguments)
        return [kept.converted(row) for row in rows] if kept.converters else rows

    def first(self, *arguments: Any) -> M | None:
        """The first row in the order of the question; None where there is none."""
        return next(self._objects(self._rows(arguments)), None)

    @cached_property
    def _compiled(self) -> "_Compiled":
        """Two threads that come here at once make the same."""
        return _Compiled(self._make(*self._example), self._example)

    def _rows(self, arguments: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        if len(arguments) != len(self._example):
            raise TypeError(f"{len(self._example)} arguments are wanted, not {len(arguments)}.")
        kept = self._compiled
        if kept.needs_transaction and not connection.in_atomic_block:
            raise ImproperlyConfigured("A row is locked inside a transaction only.")
        values = [
            value if place is None else arguments[place]
            for value, place in zip(kept.values, kept.places, strict=True)
        ]
        with prepared_cursor() as cursor:
            cursor.execute(kept.sql, values)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def _objects(self, rows: list[tuple[Any, ...]]) -> Iterator[M]:
        kept = self._compiled
        plan = kept.plan
        for row in rows:
            converted = kept.converted(row) if kept.converters else row
            found = kept.model.from_db(
                connection.alias, plan.names, converted[plan.first : plan.last]
            )
            for populator in plan.populators:
                populator.populate(converted, found)
            yield found


class _Compiled:
    """What Django works out for each query, worked out once."""

    def __init__(self, queryset: QuerySet[Any], example: tuple[Any, ...]) -> None:
        self.compiler = queryset.query.get_compiler(using=connection.alias)
        self.sql, values = self.compiler.as_sql()
        self.values = list(values)
        self.places = [_place(value, example) for value in self.values]
        if {place for place in self.places if place is not None} != {*range(len(example))}:
            raise ImproperlyConfigured("Each example must stand in the question.")
        self.needs_transaction = queryset.query.select_for_update
        self.model = queryset.model
        columns = [expression for expression, *_ in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)

    @cached_property
    def plan(self) -> "_ObjectPlan":
        return _ObjectPlan(self.compiler)

    def converted(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        values = list(row)
        for place, (converters, expression) in self.converters.items():
            for converter in converters:
                values[place] = converter(values[place], expression, connection)
        return tuple(values)


class _ObjectPlan:
    """Which columns of a row make the object and what it belongs to; as in `ModelIterable` of
    `django.db.models.query`."""

    def __init__(self, compiler: Any) -> None:
        fields = compiler.klass_info["select_fields"]
        self.first, self.last = fields[0], fields[-1] + 1
        own = compiler.select[self.first : self.last]
        self.names = [column.target.attname for column, *_ in own]
        # The types are those of a newer Django than ours.
        self.populators = get_related_populators(  # type: ignore[call-arg]
            compiler.klass_info, compiler.select, connection.alias
        )


def _place(value: Any, example: tuple[Any, ...]) -> int | None:
    """Which argument stands here; 0 is no False and no 0.0."""
    found = (n for n, given in enumerate(example) if type(given) is type(value) and given == value)
    return next(found, None)
