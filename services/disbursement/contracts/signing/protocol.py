"""What a provider of electronic signatures does for us.

The sandbox's provider keeps a key pair per person itself. One backed by a certification authority
asks the person, by a message to the phone say, and fits the same protocol: it is handed a file and
gives back the file with one more signature in it.
"""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose signature it is: `holder_id` such as "party_01h…" or "lender", and the name in full."""

    holder_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Act:
    """One signature to be given: into which field of the file, whose, and with which words."""

    field: str
    holder: Holder
    intent: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The file with the signature in it, and the digest of the certificate it was made with."""

    content: bytes
    certificate_sha256: bytes


class Signer(Protocol):
    """Adds a signature to a file; no transaction is open while it does."""

    async def apply(self, content: bytes, act: Act) -> Applied:
        """The file with one more signature; those before it stay whole."""
        ...
