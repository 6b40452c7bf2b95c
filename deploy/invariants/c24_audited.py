"""C24: no state changes unseen: each change has its audit entry, by whom and on which request."""

from collections.abc import AsyncIterator, Iterator
from typing import Final

from sqlalchemy import (
    BigInteger,
    LargeBinary,
    Select,
    Text,
    and_,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    table,
    text,
)

from deploy.invariants.invariant import Breach, Invariant
from deploy.invariants.lives import LIVES, Life
from deploy.invariants.snapshot import Snapshot
from services.kit.migrations import services_with_history

_VERSIONED: Final = text(
    """
    SELECT space.nspname, owner.relname
    FROM pg_class owner
    JOIN pg_namespace space ON space.oid = owner.relnamespace
    JOIN pg_attribute head ON head.attrelid = owner.oid AND head.attname = 'audit_head'
    JOIN pg_attribute version ON version.attrelid = owner.oid AND version.attname = 'version'
    WHERE owner.relkind IN ('r', 'p') AND NOT owner.relispartition
    ORDER BY space.nspname, owner.relname
    """
)


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    versioned = (await snapshot.session.execute(_VERSIONED)).all()
    for query in (
        *(_unsigned(service) for service in services_with_history()),
        *(_unwritten(schema, rows) for schema, rows in versioned),
        *(query for life in LIVES for query in _unmatched(life)),
    ):
        for place, fault in (await snapshot.session.execute(query)).all():
            yield Breach(place, fault)


def _unsigned(service: str) -> Select[str, str]:
    """Entries that do not say who, through which service, or on which request."""
    signs = ("actor", "acting_service", "request_id")
    known = (column(name, Text()) for name in ("aggregate_id", "seq", *signs))
    audit = table("audit", *known, schema=service)
    place = func.concat(service, " entry ", audit.c.aggregate_id, "/", audit.c.seq)
    missing = or_(*(func.btrim(audit.c[name]) == "" for name in signs))
    return select(place, literal("names nobody, or no request", Text())).where(missing)


def _unwritten(schema: str, name: str) -> Select[str, str]:
    """Rows that were changed more often than the audit heard of."""
    known = (column("version", BigInteger()), column("audit_seq", BigInteger()))
    rows = table(name, *known, column("audit_head", LargeBinary()), schema=schema)
    ends = func.encode(rows.c.audit_head, "hex")
    place = func.concat(schema, ".", name, ", the row whose chain ends with ", ends)
    fault = func.concat("is at version ", rows.c.version, " with ", rows.c.audit_seq, " entries")
    return select(place, fault).where(rows.c.audit_seq < rows.c.version)


def _unmatched(life: Life) -> Iterator[Select[str, str]]:
    """Changes of status in the history and not in the audit, and the other way round."""
    entries, audit = life.entries, life.audit
    was, became = audit.c.before["status"].astext, audit.c.after["status"].astext
    happened = select(
        *(entries.c[life.key].label("id"), entries.c.subject.label("who")),
        *(entries.c.from_status.label("was"), entries.c.to_status.label("became")),
    ).where(and_(entries.c.from_status.is_not(None), entries.c.to_status.is_not(None)))
    written = select(
        *(audit.c.aggregate_id.label("id"), audit.c.actor.label("who")),
        *(was.label("was"), became.label("became")),
    ).where(was.is_not(None), was != became, audit.c.aggregate_id.in_(select(entries.c[life.key])))
    for one, other, fault in (
        (happened, written, " is in the history and not in the audit"),
        (written, happened, " is in the audit and not in the history"),
    ):
        left = one.except_all(other).subquery("unmatched")
        place = func.concat(life.schema, ".", life.rows, " ", cast(left.c.id, Text()))
        yield select(place, func.concat(left.c.was, " to ", left.c.became, fault))


INVARIANT: Final = Invariant(
    24, "Every change of a status has an audit entry with its actor and request", _search
)
