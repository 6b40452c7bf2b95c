"""The file with a service's secret keys: the ring for fields, the blind index, the cursors."""

import base64
import binascii
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from services.kit.encryption import KEY_BYTES, BlindIndex, KeyRing, KeyRingUnusable

FIRST_KEY_ID: Final = "k1"


class FieldKeysUnusable(ValueError):
    """The key file is missing, unreadable or not in its form; the message never quotes it."""


@dataclass(frozen=True)
class FieldKeys:
    """What a service seals, finds and signs its page cursors with."""

    ring: KeyRing
    blind_index: BlindIndex
    cursor: bytes = field(repr=False)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read `{"active": id, "keys": {id: base64}, "blind_index": …, "cursor": …}`.

        Each key is 32 bytes. Raises FieldKeysUnusable.
        """
        try:
            written = json.loads(path.read_text(encoding="utf-8"))
            keys = {key_id: _key(text) for key_id, text in written["keys"].items()}
            return cls(
                ring=KeyRing(keys=keys, active=written["active"]),
                blind_index=BlindIndex(_key(written["blind_index"])),
                cursor=_key(written["cursor"]),
            )
        except OSError as error:
            raise FieldKeysUnusable(f"{path} cannot be read: {error.strerror}.") from None
        except KeyRingUnusable as error:
            raise FieldKeysUnusable(f"{path}: {error}") from None
        except (ValueError, KeyError, TypeError, AttributeError):
            raise FieldKeysUnusable(f"{path} is not a file of field keys.") from None


def generate_field_keys(path: Path) -> None:
    """Write fresh keys to `path`, readable by its owner alone; never over an existing file.

    What was sealed with lost keys is lost, so this raises FileExistsError.
    """
    if path.exists():
        raise FileExistsError(path)
    keys = {
        "active": FIRST_KEY_ID,
        "keys": {FIRST_KEY_ID: _fresh()},
        "blind_index": _fresh(),
        "cursor": _fresh(),
    }
    _write_private(path, json.dumps(keys, indent=2) + "\n")


def _write_private(path: Path, text: str) -> None:
    """All of the file or none of it: half a key file would look like lost keys."""
    unfinished = path.with_name(f"{path.name}.new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as private:
        private.write(text)
        private.flush()
        os.fsync(descriptor)
    unfinished.rename(path)


def _fresh() -> str:
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _key(written: str) -> bytes:
    try:
        key = base64.b64decode(written, validate=True)
    except binascii.Error as error:
        raise KeyRingUnusable("A key is not base64.") from error
    if len(key) != KEY_BYTES:
        raise KeyRingUnusable(f"A key is not {KEY_BYTES} bytes long.")
    return key
