"""C21: a key has one answer, it made one thing, and what the answer is about is there."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, cast, column, func, select, table
from sqlalchemy.dialects.postgresql import ARRAY

from deploy.invariants.invariant import Breach, Invariant, found_by
from deploy.invariants.kinds import KINDS, Rows
from deploy.invariants.snapshot import Snapshot
from services.kit.identifiers import MalformedIdentifier, uuid_of

IDS_AT_ONCE: Final = 10_000
FETCH_ROWS: Final = 1_000
CREATED: Final = 201

_UNREFEREED: Final = found_by(
    """
    SELECT space.nspname || '.idempotency_keys', 'may hold one key twice'
    FROM pg_namespace space
    WHERE space.nspname IN ('application', 'underwriting', 'disbursement', 'repayment')
        AND NOT EXISTS (
            SELECT FROM pg_constraint rule
            WHERE rule.conrelid = to_regclass(space.nspname || '.idempotency_keys')
                AND pg_get_constraintdef(rule.oid) = 'PRIMARY KEY (principal, route, key)')
    """
)


async def _search(snapshot: Snapshot) -> AsyncIterator[Breach]:
    async for breach in _UNREFEREED(snapshot):
        yield breach
    for service, kinds in KINDS.items():
        async for breach in _made_twice(service, snapshot):
            yield breach
        named: dict[str, list[UUID]] = {prefix: [] for prefix in kinds}
        async for place, told in _answers(service, snapshot):
            if not _note(told, named):
                yield Breach(place, f"answered about {told!r}, which is no known kind of thing")
        for prefix, identifiers in named.items():
            async for breach in _absent(service, kinds[prefix], identifiers, snapshot):
                yield breach


async def _made_twice(service: str, snapshot: Snapshot) -> AsyncIterator[Breach]:
    """Things that two keys are each said to have made."""
    keys = table(
        "idempotency_keys", column("route"), column("status"), column("location"), schema=service
    )
    path = func.split_part(keys.c.route, " ", 2)
    is_in_collection = keys.c.location.regexp_match(func.concat("^", path, "/[^/]+$"))
    statement = (
        select(keys.c.location, func.count())
        .where(keys.c.status == CREATED, is_in_collection)
        .group_by(keys.c.location)
        .having(func.count() > 1)
    )
    for location, count in (await snapshot.session.execute(statement)).all():
        yield Breach(f"{service} {location}", f"was made under {count} keys")


async def _answers(service: str, snapshot: Snapshot) -> AsyncIterator[tuple[str, str]]:
    """Each kept answer that names a thing: the place of its key, and the identifier."""
    keys = table(
        *("idempotency_keys", column("route"), column("key"), column("body")), schema=service
    )
    found = await snapshot.session.stream(
        select(keys).where(func.length(keys.c.body) > 0),
        execution_options={"yield_per": FETCH_ROWS},
    )
    async for row in found:
        told = json.loads(row.body)
        if isinstance(told, Mapping) and isinstance(told.get("id"), str):
            yield f"{service} {row.route} {row.key}", told["id"]


def _note(told: str, named: dict[str, list[UUID]]) -> bool:
    """Put the identifier with its kind; whether it is of one."""
    prefix = told.rpartition("_")[0]
    try:
        named[prefix].append(uuid_of(prefix, told))
    except (KeyError, MalformedIdentifier):
        return False
    return True


async def _absent(
    service: str, rows: Rows, identifiers: list[UUID], snapshot: Snapshot
) -> AsyncIterator[Breach]:
    kept = table(rows.name, column(rows.key, Uuid()), schema=service)
    for start in range(0, len(identifiers), IDS_AT_ONCE):
        some = bindparam("some", identifiers[start : start + IDS_AT_ONCE], ARRAY(Uuid()))
        told = func.unnest(some).column_valued("told")
        statement = select(cast(told, Text())).where(
            ~select(kept.c[0]).where(kept.c[rows.key] == told).exists()
        )
        for (identifier,) in (await snapshot.session.execute(statement)).all():
            yield Breach(f"{service}.{rows.name} {identifier}", "was answered about and is gone")


INVARIANT: Final = Invariant(
    21, "A key has one answer and made one thing, and what it is about is there", _search
)
