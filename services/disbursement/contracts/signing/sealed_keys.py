"""Signing keys as rows keep them, and back: the private key sealed to its holder."""

import base64
from hashlib import sha256

from services.disbursement.contracts.signing.certificates import Issued
from services.disbursement.contracts.tables import SigningKeyRow
from services.kit.field_keys import FieldKeys


def key_values(holder_id: str, issued: Issued, keys: FieldKeys) -> dict[str, object]:
    """The row that keeps a key pair."""
    private = base64.b64encode(issued.private_key).decode()
    return {
        "holder": holder_id,
        "private_key_sealed": keys.ring.seal(private, context=_place(holder_id)),
        "certificate": issued.certificate,
        "certificate_sha256": sha256(issued.certificate).digest(),
    }


def issued_of(row: SigningKeyRow, keys: FieldKeys) -> Issued:
    """The key pair; raises `SealBroken`."""
    private = keys.ring.open(row.private_key_sealed, context=_place(row.holder))
    return Issued(base64.b64decode(private), row.certificate)


def _place(holder_id: str) -> str:
    return f"signing.key:{holder_id}"
