"""A call back that is authentic, and with what it is heard."""

from dataclasses import dataclass

from services.disbursement.domain.transfers import Transfer
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys


@dataclass(frozen=True, slots=True)
class Called:
    """One authentic call: the rail's own id of it, its bytes, and the transfer if it is one."""

    rail: str
    event_id: str
    body: bytes
    transfer: Transfer | None


@dataclass(frozen=True, slots=True)
class Listening:
    """With what calls are heard."""

    sessions: Sessions
    clock: Clock
    keys: FieldKeys
