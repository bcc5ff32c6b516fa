"""Questions that nearly every request asks, put into SQL once.

The ORM takes ten times as long to say some of them as the database to answer.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.db.models.expressions import Expression
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=models.Model)


class _Slot(Expression):
    """Stands in a queryset for a value that is known only when the question is asked."""

    def __init__(self, name: str, output_field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """A placeholder whose parameter is the slot itself."""
        return "%s", [self]


def slot(name: str, output_field: "models.Field[Any, Any]") -> Any:
    """A slot, for the places of a queryset that otherwise take a value of that kind."""
    return _Slot(name, output_field)


class _Said(NamedTuple):
    """A queryset put into words, and how its rows become objects as Django itself would make them."""

    sql: str
    params: tuple[Any, ...]
    compiler: Any
    converters: dict[int, Any]


def is_any(field: str, name: str, kind: "models.Field[Any, Any]") -> Any:
    """A condition on rows, for `filter`: the field is one of the list in the slot."""
    listed = slot(name, ArrayField(kind))
    return models.Func(
        models.F(field), listed, template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=_TRUTH
    )


_TRUTH: "models.Field[Any, Any]" = models.BooleanField()


class Question(Generic[M]):
    """A queryset with slots."""

    def __init__(self, ask: "Callable[[], models.QuerySet[M, Any]]") -> None:
        """`ask` makes the queryset; it is called once, when the question is first asked."""
        self._ask = ask

    def row(self, **values: Any) -> tuple[Any, ...] | None:
        """The first row with the slots filled in, or None."""
        with connection.cursor() as cursor:
            cursor.execute(*self._filled_in(values))
            row: tuple[Any, ...] | None = cursor.fetchone()
        return row if row is None else next(self._converted([row]))

    def first(self, **values: Any) -> M | None:
        """The first row as an object with what `select_related` and `annotate` asked for, or None."""
        row = self.row(**values)
        return None if row is None else self._object(row)

    def all(self, **values: Any) -> list[M]:
        """Every row as such an object."""
        with connection.cursor() as cursor:
            cursor.execute(*self._filled_in(values))
            rows = cursor.fetchall()
        return [self._object(row) for row in self._converted(rows)]

    def _filled_in(self, values: Mapping[str, Any]) -> tuple[str, list[Any]]:
        said = self._said
        return said.sql, [values[param.name] if isinstance(param, _Slot) else param for param in said.params]

    def _converted(self, rows: list[tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
        converters = self._said.converters
        return (
            map(tuple, self._said.compiler.apply_converters(rows, converters)) if converters else iter(rows)
        )

    def _object(self, row: tuple[Any, ...]) -> M:
        model, names, populators = self._shape
        made = model.from_db(connection.alias, names, row[: len(names)])
        for populator in populators:
            populator.populate(row, made)
        for name, column in self._said.compiler.annotation_col_map.items():
            setattr(made, name, row[column])
        return made

    @cached_property
    def _said(self) -> _Said:
        compiler = self._ask().query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        return _Said(sql, tuple(params), compiler, compiler.get_converters([c[0] for c in compiler.select]))

    @cached_property
    def _shape(self) -> tuple[type[M], list[str], list[Any]]:
        compiler = self._said.compiler
        fields = compiler.klass_info["select_fields"]
        names = [column[0].target.attname for column in compiler.select[fields[0] : fields[-1] + 1]]
        related: Any = get_related_populators  # its signature differs between releases of Django
        populators = related(compiler.klass_info, compiler.select, connection.alias)
        return compiler.klass_info["model"], names, populators


def plan_for_values() -> None:
    """Have the statements of this transaction planned for the values they ask with, each time anew.

    For the rare statement that reads much: its general plan, which a connection keeps from the tenth
    time on (ADR 17), may cost several times as much as the plan itself costs to make.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('plan_cache_mode', 'force_custom_plan', true)")
