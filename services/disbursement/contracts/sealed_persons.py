"""The people of a contract as rows keep them, and back: each sealed to its place."""

import json
from dataclasses import asdict
from uuid import UUID

from services.disbursement.contracts.domain.signers import Person, Signer, SignerRole
from services.disbursement.contracts.tables import DraftRow, SignerRow
from services.kit.field_keys import FieldKeys


def sealed_borrower(contract_id: UUID, borrower: Person, keys: FieldKeys) -> bytes:
    """The borrower, sealed."""
    return _seal(borrower, _borrower_place(contract_id), keys)


def borrower_of(row: DraftRow, keys: FieldKeys) -> Person:
    """The borrower; raises `SealBroken`."""
    return _open(row.borrower_sealed, _borrower_place(row.contract_id), keys)


def signer_row(contract_id: UUID, number: int, signer: Signer, keys: FieldKeys) -> SignerRow:
    """The row that keeps a signer."""
    return SignerRow(
        contract_id=contract_id,
        number=number,
        party_id=signer.party_id,
        role=signer.role.value,
        owner=signer.owner,
        person_sealed=_seal(signer.person, _signer_place(contract_id, number), keys),
        identity_valid_to=signer.identity_valid_to,
    )


def signer_of(row: SignerRow, keys: FieldKeys) -> Signer:
    """The signer; raises `SealBroken`."""
    return Signer(
        party_id=row.party_id,
        role=SignerRole(row.role),
        owner=row.owner,
        person=_open(row.person_sealed, _signer_place(row.contract_id, row.number), keys),
        identity_valid_to=row.identity_valid_to,
    )


def _seal(person: Person, place: str, keys: FieldKeys) -> bytes:
    return keys.ring.seal(json.dumps(asdict(person), ensure_ascii=False), context=place)


def _open(sealed: bytes, place: str, keys: FieldKeys) -> Person:
    return Person(**json.loads(keys.ring.open(sealed, context=place)))


def _borrower_place(contract_id: UUID) -> str:
    return f"contract.borrower:{contract_id}"


def _signer_place(contract_id: UUID, number: int) -> str:
    return f"contract.signer:{contract_id}:{number}"
