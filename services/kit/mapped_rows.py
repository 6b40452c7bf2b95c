"""Mapped rows as parts of a joined statement: what of a row is new or changed, and what it became.

For rows as this house has them: a table each, no relationships, keys given by the application or
by the table. Values of the database's own making come back with the statement.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import ColumnElement, Table, inspect
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.orm import InstanceState, Mapper, Session, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from services.kit.driver import compact_json
from services.kit.joined_statement import JoinedStatement

_DIALECT: Final = PGDialect_asyncpg(json_serializer=compact_json)  # type: ignore[no-untyped-call]
_PREPARER: Final = _DIALECT.identifier_preparer
Converts = Callable[[Any], Any] | None
R = TypeVar("R")
_HELD: Final = "rows_held"


@dataclass(frozen=True, slots=True)
class _Mapped:
    """A column of a mapped table; `default` and `onupdate` are SQL or a plain value."""

    key: str
    name: str
    default: Any
    onupdate: str | None
    is_given_by_server: bool
    to_driver: Converts
    from_driver: Converts

    def bound(self, value: object, statement: JoinedStatement) -> str:
        """SQL of a value, which may be SQL already."""
        if isinstance(value, ColumnElement):
            return _sql_of(value)
        return statement.bind(value if self.to_driver is None else self.to_driver(value))


class RowWrite:
    """One row on its way: its part in the statement, and which values it gets from there.

    `later` holds SQL for columns whose values another part of the statement brings.
    """

    def __init__(self, state: InstanceState[Any], later: Mapping[str, str]) -> None:
        self.state = state
        self._later = later
        self._awaited: list[tuple[_Mapped, str]] = []
        self._is_there: str | None = None

    def insert(self, statement: JoinedStatement) -> None:
        """Write a new row."""
        kept, values, awaited = self.state.dict, dict(self._later), list[_Mapped]()
        for column in _columns_of(self.state.mapper):
            if column.key in self._later:
                continue
            value = kept.get(column.key)
            if value is None:
                value = column.default
            if value is not None:
                values[column.name] = column.bound(value, statement)
            if isinstance(value, ColumnElement) or (value is None and column.is_given_by_server):
                awaited.append(column)
            elif column.key not in kept:
                set_committed_value(self.state.obj(), column.key, value)
        table = _table_of(self.state.mapper)
        self._await(statement, awaited, statement.insert(table, [values], _names(awaited)))

    def update(self, statement: JoinedStatement) -> None:
        """Write what has changed of a row that is there, if anything has."""
        columns, awaited = _columns_of(self.state.mapper), list[_Mapped]()
        changed = dict(self._later)
        for column in columns:
            if column.key not in changed and self._is_changed(column.key):
                value = self.state.dict[column.key]
                changed[column.name] = column.bound(value, statement)
                if isinstance(value, ColumnElement):
                    awaited.append(column)
        if not changed:
            return
        for column in columns:
            if column.onupdate is not None and column.name not in changed:
                changed[column.name] = column.onupdate
                awaited.append(column)
        part = statement.part(self._update_sql(changed, awaited, statement))
        self._await(statement, awaited, part)
        self._is_there = statement.result(f"EXISTS (SELECT FROM {part})")

    def arrived(self, answer: Mapping[str, Any]) -> None:
        """Take over what came back. Raises SQLAlchemy's `StaleDataError` for a row that is gone."""
        if self._is_there is not None and not answer[self._is_there]:
            raise StaleDataError(f"{_table_of(self.state.mapper)}: the row is not there")
        for column, place in self._awaited:
            value = answer[place]
            if column.from_driver is not None and value is not None:
                value = column.from_driver(value)
            set_committed_value(self.state.obj(), column.key, value)

    def _is_changed(self, key: str) -> bool:
        if key not in self.state.committed_state:
            return False
        value = self.state.dict.get(key)
        return isinstance(value, ColumnElement) or bool(value != self.state.committed_state[key])

    def _update_sql(
        self, changed: Mapping[str, str], awaited: list[_Mapped], statement: JoinedStatement
    ) -> str:
        mapper, identity = self.state.mapper, self.state.identity
        assert identity is not None  # it was loaded, or written before
        names = (_PREPARER.format_column(column) for column in mapper.primary_key)
        place = " AND ".join(
            f"{name} = {statement.bind(value)}" for name, value in zip(names, identity, strict=True)
        )
        assignments = ", ".join(f"{name} = {sql}" for name, sql in changed.items())
        return (
            f"UPDATE {_table_of(mapper)} SET {assignments} WHERE {place}"  # noqa: S608 - names of ours
            f" RETURNING {_names(awaited) or '1'}"
        )

    def _await(self, statement: JoinedStatement, awaited: list[_Mapped], part: str) -> None:
        self._awaited = [
            (column, statement.result(f"(SELECT {column.name} FROM {part})"))  # noqa: S608 - names of ours
            for column in awaited
        ]


def columns_sql(row: type[Any]) -> str:
    """The columns of a mapped row, for a statement that `loaded` takes the answer of."""
    return ", ".join(column.name for column in _columns_of(inspect(row)))


def loaded(session: Session, row: type[R], found: Mapping[str, Any]) -> R:
    """A row of the session as the database has it just now, and has it locked."""
    mapper: Mapper[R] = inspect(row)
    key = mapper.identity_key_from_primary_key(
        tuple(found[column.name] for column in mapper.primary_key)
    )
    known = session.identity_map.get(key)
    instance = mapper.class_manager.new_instance() if known is None else known
    for column in _columns_of(mapper):
        value = found[column.name]
        if column.from_driver is not None and value is not None:
            value = column.from_driver(value)
        set_committed_value(instance, column.key, value)
    if known is None:
        make_transient_to_detached(instance)
        session.add(instance)
    session.info.setdefault(_HELD, {})[key[:2]] = instance
    return instance


def held(session: Session, row: type[R], *key: object) -> R:
    """A row that was `loaded` in this session; raises KeyError for another one."""
    found: R = session.info[_HELD][row, key]
    return found


@cache
def _table_of(mapper: Mapper[Any]) -> str:
    return _PREPARER.format_table(mapper.local_table)


@cache
def _columns_of(mapper: Mapper[Any]) -> tuple[_Mapped, ...]:
    table = mapper.local_table
    assert isinstance(table, Table)  # rows of this house are of a table each
    return tuple(
        _Mapped(
            key=mapper.get_property_by_column(column).key,
            name=_PREPARER.format_column(column),
            default=None if column.default is None else column.default.arg,
            onupdate=None if column.onupdate is None else _sql_of(column.onupdate.arg),
            is_given_by_server=column.server_default is not None
            or column is table.autoincrement_column,
            to_driver=column.type.dialect_impl(_DIALECT).bind_processor(_DIALECT),
            from_driver=column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None),
        )
        for column in table.columns
    )


def _names(columns: list[_Mapped]) -> str | None:
    return ", ".join(column.name for column in columns) or None


def _sql_of(value: ColumnElement[Any]) -> str:
    return str(value.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
