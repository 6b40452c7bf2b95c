"""Personal fields at rest: sealed with AES-256-GCM under a ring of keys, found by a blind index.

A sealed field is bound to its place (its `context`, such as "party.person_name:<uuid>"): moved to
another row or column it does not open. Formats: NIST SP 800-38D (GCM, 96-bit random nonce, 128-bit
tag) and RFC 2104 (HMAC).
"""

import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
KEY_ID_BYTES_MAX: Final = 32


class SealBroken(Exception):
    """A sealed field does not open: changed, moved, cut short, or its key is not on the ring."""


class KeyRingUnusable(ValueError):
    """A key of the wrong length, an id that cannot be written, or no active key."""


@dataclass(frozen=True)
class KeyRing:
    """Keys by id: all of them open, the `active` one seals."""

    keys: Mapping[str, bytes] = field(repr=False)
    active: str

    def __post_init__(self) -> None:
        """Raise KeyRingUnusable for a ring that could not seal or open."""
        if self.active not in self.keys:
            raise KeyRingUnusable("The active key is not on the ring.")
        for key_id, key in self.keys.items():
            if not (key_id.isascii() and key_id.isalnum() and len(key_id) <= KEY_ID_BYTES_MAX):
                raise KeyRingUnusable("A key's id is 1 to 32 ASCII letters and digits.")
            if len(key) != KEY_BYTES:
                raise KeyRingUnusable(f"Key {key_id} is not {KEY_BYTES} bytes long.")

    def seal(self, plaintext: str, *, context: str) -> bytes:
        """Encrypt for this context: a byte for the id's length, id, nonce, ciphertext with tag."""
        label = _label(self.active)
        nonce = os.urandom(NONCE_BYTES)
        locked = AESGCM(self.keys[self.active]).encrypt(
            nonce, plaintext.encode(), label + context.encode()
        )
        return label + nonce + locked

    def open(self, sealed: bytes, *, context: str) -> str:
        """The plaintext of what was sealed for this very context. Raises SealBroken."""
        key_id = self._key_id(sealed)
        label = _label(key_id)
        nonce, locked = _split(sealed[len(label) :])
        try:
            plaintext = AESGCM(self.keys[key_id]).decrypt(nonce, locked, label + context.encode())
        except InvalidTag:
            raise SealBroken("The field was changed, or belongs elsewhere.") from None
        return plaintext.decode()

    def needs_rotation(self, sealed: bytes) -> bool:
        """Whether another than the active key sealed this. Raises SealBroken for no known key."""
        return self._key_id(sealed) != self.active

    def _key_id(self, sealed: bytes) -> str:
        written = sealed[1 : 1 + sealed[0]] if sealed else b""
        for key_id in self.keys:
            if key_id.encode() == written:
                return key_id
        raise SealBroken("The field was sealed with a key that is not on the ring.")


@dataclass(frozen=True)
class BlindIndex:
    """Finds a field by its exact value without storing it: a keyed hash of the normal form."""

    key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Raise KeyRingUnusable for a key of the wrong length."""
        if len(self.key) != KEY_BYTES:
            raise KeyRingUnusable(f"The blind index key is not {KEY_BYTES} bytes long.")

    def of(self, name: str, normalised: str) -> bytes:
        """32 bytes for this value of this field: equal values of other fields differ."""
        message = _label(name) + normalised.encode()
        return hmac.new(self.key, message, hashlib.sha256).digest()


def _label(name: str) -> bytes:
    """The name led by its length, so that no name and no value can be cut at another place."""
    encoded = name.encode()
    return bytes([len(encoded)]) + encoded


def _split(rest: bytes) -> tuple[bytes, bytes]:
    if len(rest) < NONCE_BYTES + TAG_BYTES:
        raise SealBroken("The field was cut short.")
    return rest[:NONCE_BYTES], rest[NONCE_BYTES:]
