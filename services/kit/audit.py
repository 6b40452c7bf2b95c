"""Who changed what, and why: one row per change, chained by hash within its aggregate.

The chain hangs on the aggregate's row, which the use case holds locked anyway. What is written
holds codes, ids, amounts and dates only: a value that could be personal is refused by its key.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, Text, TextClause, Uuid, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.aggregates import Aggregate, aggregate_id_of
from services.kit.caller import Caller
from services.kit.chain import FIRST_PREV, canonical_json

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
_UTC_MOMENT: Final = r"""to_char(moment.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24\:MI\:SS.US"Z"')"""
# The database gives the moment, and the moment is part of the hash: both in one statement.
_APPEND: Final[TextClause] = text(
    "WITH moment AS MATERIALIZED (SELECT clock_timestamp() AS at) "  # noqa: S608
    "INSERT INTO audit (aggregate_id, seq, aggregate_type, action, actor, acting_service,"
    " request_id, reason, before, after, prev, hash, recorded_at) "
    "SELECT :aggregate_id, :seq, :aggregate_type, :action, :actor, :acting_service,"
    " :request_id, :reason, :before, :after, :prev,"
    f" sha256(:hashed || convert_to({_UTC_MOMENT}, 'UTF8')), moment.at "
    "FROM moment RETURNING hash"
).bindparams(
    bindparam("aggregate_id", type_=Uuid()),
    bindparam("seq", type_=BigInteger()),
    bindparam("reason", type_=Text()),
    bindparam("before", type_=JSONB(none_as_null=True)),
    bindparam("after", type_=JSONB(none_as_null=True)),
    bindparam("prev", type_=LargeBinary()),
    bindparam("hashed", type_=LargeBinary()),
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


async def append(session: AsyncSession, row: Aggregate, change: Change) -> None:
    """Write `change` as the next entry of the chain of `row`, which is new or locked."""
    entry = _entry(aggregate_id_of(row), (row.audit_seq or 0) + 1, change)
    prev = row.audit_head or FIRST_PREV
    hashed = prev + canonical_json({**entry, "aggregate_id": str(entry["aggregate_id"])})
    head = await session.scalar(_APPEND, {**entry, "prev": prev, "hashed": hashed})
    row.audit_seq, row.audit_head = (row.audit_seq or 0) + 1, head


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
        if not _KEY.fullmatch(key) or PERSONAL_WORDS.intersection(key.split("_")):
            raise UnfitForAudit(f"{action}: no audit row may have a member {key!r}")
        values = value if isinstance(value, list | tuple) else [value]
        if len(values) > LIST_MAX or not all(_is_plain(each) for each in values):
            raise UnfitForAudit(f"{action}: {key!r} is neither short text, whole number nor yes/no")


def _is_plain(value: object) -> bool:
    if isinstance(value, str):
        return len(value) <= TEXT_LENGTH_MAX
    return value is None or isinstance(value, int)
