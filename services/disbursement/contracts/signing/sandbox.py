"""The sandbox's provider: it holds everybody's keys itself, which no real one may.

A reliable signature is under its signer's sole control (Electronic Signature Law, article 13).
Here the login stands for that; production takes a provider that asks the signer.
"""

import asyncio
from hashlib import sha256

from services.disbursement.contracts.signing.pdf_signatures import KeyPair, signed
from services.disbursement.contracts.signing.protocol import Act, Applied
from services.disbursement.contracts.use_cases.issue_signing_key import issue_signing_key
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeys


class SandboxSigner:
    """Signs with a key pair per holder, made when it is first needed."""

    def __init__(self, sessions: Sessions, keys: FieldKeys) -> None:
        self._sessions = sessions
        self._keys = keys

    async def apply(self, content: bytes, act: Act) -> Applied:
        """The file with one more signature."""
        own, authority = await issue_signing_key(act.holder.holder_id, self._sessions, self._keys)
        pair = KeyPair(own.private_key, own.certificate, authority.certificate)
        done = await asyncio.to_thread(
            signed, content, act.field, act.holder.name, act.intent, pair
        )
        return Applied(done, sha256(own.certificate).digest())
