"""One statement made of many that write: each a part of its WITH, all of them at once.

Parts see the tables as they were before any of them; what one returns, another may use by its
name. Constraints and triggers after a statement look when all parts are done.
"""

from collections.abc import Iterable, Mapping


class JoinedStatement:
    """Gathers parts, their values, and what is to come back."""

    def __init__(self) -> None:
        self.arguments: list[object] = []
        self._parts: list[str] = []
        self._results: list[str] = []

    def bind(self, value: object) -> str:
        """SQL that stands for a value."""
        self.arguments.append(value)
        return f"${len(self.arguments)}"

    def part(self, sql: str) -> str:
        """Add a part; its name."""
        name = f"p{len(self._parts)}"
        self._parts.append(f"{name} AS ({sql})")
        return name

    def result(self, sql: str) -> str:
        """Ask for a value to come back; its name in the row."""
        name = f"r{len(self._results)}"
        self._results.append(f"{sql} AS {name}")
        return name

    def insert(
        self, table: str, rows: Iterable[Mapping[str, str]], returning: str | None = None
    ) -> str:
        """Add rows, their values SQL, all with the same columns; the name of the part."""
        some = list(rows)
        values = ", ".join(f"({', '.join(row.values())})" for row in some)
        sql = f"INSERT INTO {table} ({', '.join(some[0])}) VALUES {values}"  # noqa: S608 - names of ours
        return self.part(sql if returning is None else f"{sql} RETURNING {returning}")

    @property
    def sql(self) -> str:
        """All of it; it answers one row."""
        # A row without a column would not reach us.
        wanted = self._results or ["true"]
        return f"WITH {', '.join(self._parts)} SELECT {', '.join(wanted)}"

    def __bool__(self) -> bool:
        """Whether there is anything to do."""
        return bool(self._parts)
