"""Whether the file of field keys is the one a schema was written with.

Every key that was ever the active one has left a mark in the schema, sealed with it when a process
first began with it, and so has the key of the blind index. Later processes begin only with keys
that open all marks: another file would make them answer 500 for what was sealed before, and seal
new rows that nobody who has the right file can open.
"""

import hmac
from collections.abc import Iterator, Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.encryption import SealBroken
from services.kit.field_keys import FieldKeys
from services.kit.ledgers import key_marks

_MARK: Final = "key_marks.mark"
_BLIND_INDEX: Final = "blind_index"
_RING: Final = "ring:"


class KeysMismatched(RuntimeError):
    """The keys are not those the schema was written with; one plain line per key."""


async def assert_known_keys(engine: AsyncEngine, keys: FieldKeys) -> None:
    """Return when `keys` open all that the schema was marked with; raises `KeysMismatched`.

    The active key and the blind index leave their mark if they have none yet. Of two processes
    that begin on an empty schema with different keys, the one that came second is refused.
    """
    async with engine.begin() as connection:
        own = [{"name": name, "mark": mark} for name, mark in _marks(keys).items()]
        await connection.execute(insert(key_marks).values(own).on_conflict_do_nothing())
        rows = await connection.execute(select(key_marks.c.name, key_marks.c.mark))
        faults = sorted(_faults(keys, {row.name: row.mark for row in rows}))
        if faults:
            raise KeysMismatched("\n".join(faults))


def _marks(keys: FieldKeys) -> Mapping[str, bytes]:
    name = f"{_RING}{keys.ring.active}"
    return {
        name: keys.ring.seal(name, context=_MARK),
        _BLIND_INDEX: keys.blind_index.of(_MARK, _BLIND_INDEX),
    }


def _faults(keys: FieldKeys, marks: Mapping[str, bytes]) -> Iterator[str]:
    if not hmac.compare_digest(marks[_BLIND_INDEX], _marks(keys)[_BLIND_INDEX]):
        yield "the key of the blind index is not the one this database's index was made with"
    for name in marks.keys() - {_BLIND_INDEX}:
        key_id = name.removeprefix(_RING)
        if key_id not in keys.ring.keys:
            yield f"field key {key_id}, with which fields were sealed, is not in the file"
        elif not _opens(keys, marks[name]):
            yield f"field key {key_id} is not the one with which fields were sealed"


def _opens(keys: FieldKeys, mark: bytes) -> bool:
    try:
        keys.ring.open(mark, context=_MARK)
    except SealBroken:
        return False
    return True
