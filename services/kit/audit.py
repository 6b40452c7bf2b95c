"""Who changed what, and why: one row per change, chained by hash within its aggregate.

The chain hangs on the aggregate's row, which the use case holds locked anyway. What is written
holds codes, ids, amounts and dates only: a value that could be personal is refused by its key.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.aggregates import Aggregate, aggregate_id_of
from services.kit.caller import Caller
from services.kit.chain import FIRST_PREV, canonical_json
from services.kit.driver import compact_json
from services.kit.joined_statement import JoinedStatement
from services.kit.writing_session import Later, gathered

Plain = str | int | bool | None
Members = Mapping[str, Plain | Sequence[Plain]]

MEMBERS_MAX: Final = 60
LIST_MAX: Final = 100
TEXT_LENGTH_MAX: Final = 500
REASON_LENGTH_MAX: Final = 2_000
# Words that name personal data or secrets; none of them may be part of a member's key.
PERSONAL_WORDS: Final = frozenset(
    {
        *("name", "names", "gender", "birth", "birthday", "identity", "passport", "ric", "uscc"),
        *("mobile", "phone", "email", "wechat", "address", "latitude", "longitude", "plate"),
        *("bank", "card", "iban", "licence", "license", "password", "secret", "token"),
    }
)

_ACTION: Final = re.compile(r"([a-z][a-z0-9_]*)\.[a-z][a-z0-9_.]*")
_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,63}")
_UTC_MOMENT: Final = r"""to_char(moment.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""
# The database gives the moment, and the moment is part of the hash: all in one statement.
_MOMENT: Final = (
    f"SELECT at, convert_to({_UTC_MOMENT}, 'UTF8') AS spelt"  # noqa: S608 - SQL of ours
    " FROM (SELECT clock_timestamp() AS at) AS moment"
)


class UnfitForAudit(ValueError):
    """The change holds something an audit row must not: a mistake in the calling code."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `action` is "<aggregate type>.<what happened>", such as "material.waived".

    `before` and `after` hold what changed: text, whole numbers, booleans, None, or lists of
    these. Raises `UnfitForAudit` for anything else, and for keys that name personal data.
    """

    action: str
    caller: Caller
    reason: str | None = None
    before: Members | None = None
    after: Members | None = None

    def __post_init__(self) -> None:
        if not _ACTION.fullmatch(self.action):
            raise UnfitForAudit(f"{self.action!r} is not <aggregate type>.<what happened>")
        if self.reason is not None and len(self.reason) > REASON_LENGTH_MAX:
            raise UnfitForAudit(f"{self.action}: the reason is too long")
        for members in (self.before, self.after):
            _require_impersonal(self.action, members or {})

    @property
    def aggregate_type(self) -> str:
        """What kind of thing was changed: the action's first word."""
        return self.action.partition(".")[0]


@dataclass(slots=True)
class _Link:
    """An entry to be written as the next of its row's chain."""

    row: Aggregate
    entry: Mapping[str, object]

    @property
    def hashed(self) -> bytes:
        """What is hashed of it between the hash before and the moment."""
        return canonical_json({**self.entry, "aggregate_id": str(self.entry["aggregate_id"])})


@dataclass(slots=True)
class _Links:
    """The entries of one statement, in order; those of a row follow one another."""

    links: list[_Link] = field(default_factory=list)

    def write(self, statement: JoinedStatement) -> Iterator[Later]:
        """Chain and write them; each row gets the last hash of its chain."""
        moment = statement.part(_MOMENT)
        rows, ends = [], dict[int, Later]()
        for link in self.links:
            end = ends.get(id(link.row))
            prev = end.sql if end else f"{statement.bind(link.row.audit_head or FIRST_PREV)}::bytea"
            hashed = f"{prev} || {statement.bind(link.hashed)}::bytea || spelt"
            place = statement.part(
                f"SELECT {prev} AS prev, sha256({hashed}) AS hash, at FROM {moment}"  # noqa: S608 - parts of ours
            )
            ends[id(link.row)] = Later(link.row, "audit_head", f"(SELECT hash FROM {place})")  # noqa: S608 - as above
            rows.append(
                {
                    **{name: statement.bind(_plain(value)) for name, value in link.entry.items()},
                    "prev": f"(SELECT prev FROM {place})",  # noqa: S608 - as above
                    "hash": f"(SELECT hash FROM {place})",  # noqa: S608 - as above
                    "recorded_at": f"(SELECT at FROM {moment})",  # noqa: S608 - as above
                }
            )
        statement.insert("audit", rows)
        yield from ends.values()


async def append(session: AsyncSession, row: Aggregate, change: Change) -> None:
    """Write `change` as the next entry of the chain of `row`, which is new or locked.

    It is written with the session's next flush.
    """
    seq = (row.audit_seq or 0) + 1
    gathered(session, _Links).links.append(_Link(row, _entry(aggregate_id_of(row), seq, change)))
    row.audit_seq = seq


def _plain(value: object) -> object:
    return compact_json(value) if isinstance(value, dict) else value


def _entry(aggregate_id: UUID, seq: int, change: Change) -> dict[str, object]:
    return {
        "aggregate_id": aggregate_id,
        "seq": seq,
        "aggregate_type": change.aggregate_type,
        "action": change.action,
        "actor": change.caller.subject,
        "acting_service": change.caller.acting_service,
        "request_id": change.caller.request_id,
        "reason": change.reason,
        "before": None if change.before is None else dict(change.before),
        "after": None if change.after is None else dict(change.after),
    }


def _require_impersonal(action: str, members: Members) -> None:
    if len(members) > MEMBERS_MAX:
        raise UnfitForAudit(f"{action}: more than {MEMBERS_MAX} members")
    for key, value in members.items():
        if not _is_impersonal(key):
            raise UnfitForAudit(f"{action}: no audit row may have a member {key!r}")
        values = value if isinstance(value, list | tuple) else [value]
        if len(values) > LIST_MAX or not all(_is_plain(each) for each in values):
            raise UnfitForAudit(f"{action}: {key!r} is neither short text, whole number nor yes/no")


@lru_cache(maxsize=4_096)  # they are words of the code, the same at every change
def _is_impersonal(key: str) -> bool:
    return bool(_KEY.fullmatch(key)) and not PERSONAL_WORDS.intersection(key.split("_"))


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= TEXT_LENGTH_MAX
    return value is None or isinstance(value, int)
