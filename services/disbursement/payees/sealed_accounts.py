"""Accounts as rows keep them, and back: number and holder are sealed on the way in."""

from typing import Any, Final
from uuid import UUID

from services.disbursement.domain.names import normal_name
from services.disbursement.payees.domain.accounts import (
    AccountStatus,
    Destination,
    PayeeAccount,
    Rejection,
)
from services.disbursement.payees.tables import PayeeAccountRow
from services.kit.field_keys import FieldKeys

# Bound into every sealed field; renaming one would make old rows unreadable.
_NUMBER: Final = "payee.number"
_HOLDER: Final = "payee.holder"
_DESTINATION: Final = "payee.destination"


def sealed(destination: Destination, account_id: UUID, keys: FieldKeys) -> dict[str, Any]:
    """The columns of a row that hold where the money goes."""
    return {
        "bank_code": destination.bank_code,
        "number_sealed": keys.ring.seal(destination.number, context=f"{_NUMBER}:{account_id}"),
        "number_index": number_index(destination.number, keys),
        "holder_sealed": keys.ring.seal(destination.holder_name, context=f"{_HOLDER}:{account_id}"),
        "destination_digest": digest_of(destination, keys),
    }


def number_index(number: str, keys: FieldKeys) -> bytes:
    """What rows of the same account number have in common."""
    return keys.blind_index.of(_NUMBER, number)


def digest_of(destination: Destination, keys: FieldKeys) -> bytes:
    """32 bytes, the same for the same bank, number and holder: what an approval binds to."""
    parts = (destination.bank_code, destination.number, normal_name(destination.holder_name))
    return keys.blind_index.of(_DESTINATION, "\n".join(parts))


def destination_of(row: PayeeAccountRow, keys: FieldKeys) -> Destination:
    """Where the money goes; raises `SealBroken`."""
    place = row.account_id
    return Destination(
        bank_code=row.bank_code,
        number=keys.ring.open(row.number_sealed, context=f"{_NUMBER}:{place}"),
        holder_name=keys.ring.open(row.holder_sealed, context=f"{_HOLDER}:{place}"),
    )


def account_of(row: PayeeAccountRow, keys: FieldKeys, *, is_shared: bool) -> PayeeAccount:
    """The account a row keeps; raises `SealBroken`."""
    return PayeeAccount(
        contract_id=row.contract_id,
        account_id=row.account_id,
        status=AccountStatus(row.status),
        destination=destination_of(row, keys),
        usable_from=row.usable_from,
        rejection=None if row.rejection is None else Rejection(row.rejection),
        is_shared=is_shared,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
