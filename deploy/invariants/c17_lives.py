"""C17: what happened to each aggregate is a walk through its table, with no step missing."""

from collections.abc import AsyncIterator, Iterator
from itertools import chain
from typing import Final

from sqlalchemy import (
    FromClause,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)

from deploy.invariants.audited_lives import AUDITED_LIVES
from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.lives import LIVES, Life
from deploy.invariants.snapshot import Snapshot

_NONE: Final = literal("nothing", Text())


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    walks = (*(_queries(life) for life in LIVES), *(life.queries() for life in AUDITED_LIVES))
    for query in chain.from_iterable(walks):
        for place, fault in (await snapshot.session.execute(query)).all():
            yield Breach(place, fault)


def _queries(life: Life) -> Iterator[Select[str, str]]:
    steps = _steps(life)
    yield _forbidden(life, steps)
    yield _torn(life, steps)
    yield _missing(life)
    yield _elsewhere(life, steps)


def _steps(life: Life) -> FromClause:
    """The entries that changed a status, each with where the one before it led."""
    entries = life.entries
    led = func.lag(entries.c.to_status).over(
        partition_by=entries.c[life.key], order_by=entries.c.number
    )
    return select(entries, led.label("led")).where(entries.c.to_status.is_not(None)).subquery()


def _forbidden(life: Life, steps: FromClause) -> Select[str, str]:
    """Moves that the domain's table does not have; nothing follows a status that is final."""
    allowed = [(a.value, b.value) for a, targets in life.moves.moves.items() for b in targets]
    move = tuple_(steps.c.from_status, steps.c.to_status)
    fault = func.concat("moved from ", steps.c.from_status, " to ", steps.c.to_status)
    return select(life.place(steps), fault).where(
        steps.c.from_status.is_not(None), move.not_in(allowed)
    )


def _torn(life: Life, steps: FromClause) -> Select[str, str]:
    """Moves that do not begin where the one before ended, and beginnings elsewhere."""
    began = func.coalesce(steps.c.from_status, steps.c.to_status)
    fault = func.concat(
        *("entry ", steps.c.number, " begins at ", func.coalesce(steps.c.from_status, _NONE)),
        *(", the one before it led to ", func.coalesce(steps.c.led, _NONE)),
    )
    return select(life.place(steps), fault).where(
        or_(
            and_(steps.c.led.is_not(None), steps.c.from_status.is_distinct_from(steps.c.led)),
            and_(steps.c.led.is_(None), began != life.first.value),
        )
    )


def _missing(life: Life) -> Select[str, str]:
    """Histories with a number left out, or another length than the row says."""
    rows, entries = life.aggregates, life.entries
    kept = func.count(entries.c.number)
    last = func.coalesce(func.max(entries.c.number), 0)
    fault = func.concat(
        *("has ", kept, " entries, the last is ", last),
        *(", its row says ", cast(rows.c.history_length, Text())),
    )
    return (
        select(life.place(rows), fault)
        .join_from(rows, entries, rows.c[life.key] == entries.c[life.key], isouter=True)
        .group_by(rows.c[life.key], rows.c.history_length)
        .having(or_(kept != last, kept != rows.c.history_length))
    )


def _elsewhere(life: Life, steps: FromClause) -> Select[str, str]:
    """Rows that stand where their history does not lead."""
    rows = life.aggregates
    last = (
        select(steps.c.to_status)
        .where(steps.c[life.key] == rows.c[life.key])
        .order_by(steps.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    leads_to = func.coalesce(last, life.first.value)
    fault = func.concat("stands at ", rows.c.status, ", its history leads to ", leads_to)
    return select(life.place(rows), fault).where(rows.c.status != leads_to)


INVARIANT: Final = Invariant(
    17, "Every history is a walk through its table, gapless, to where the row stands", _search
)
