"""The secrets a rail signs its calls back with: a file, one `whsec_…` a line, in Standard Webhooks'
form.

Several are taken at once, so that a secret is changed without a call lost: add the new one, let
the provider sign with it, take the old one away.
"""

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from services.kit.settings import Misconfigured

PREFIX: Final = "whsec_"
SECRET_BYTES: Final = 32
SECRET_MIN_BYTES: Final = 24
SECRETS_MAX: Final = 5


class CallbackSecretsUnusable(Misconfigured):
    """The file is missing, empty or not in its form; the message never quotes it."""


@dataclass(frozen=True, slots=True)
class CallbackSecrets:
    """The keys whose signature counts."""

    keys: tuple[bytes, ...] = field(repr=False)

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read the file. Raises CallbackSecretsUnusable."""
        try:
            lines = path.read_text(encoding="ascii").split()
            keys = tuple(
                base64.b64decode(line.removeprefix(PREFIX), validate=True) for line in lines
            )
        except OSError as error:
            raise CallbackSecretsUnusable(f"{path} cannot be read: {error.strerror}.") from None
        except (ValueError, binascii.Error):
            raise CallbackSecretsUnusable(f"{path} is not a file of secrets.") from None
        if not all(line.startswith(PREFIX) for line in lines):
            raise CallbackSecretsUnusable(f"{path}: a secret begins with {PREFIX}.")
        if not 1 <= len(keys) <= SECRETS_MAX or min(map(len, keys)) < SECRET_MIN_BYTES:
            raise CallbackSecretsUnusable(
                f"{path} must hold 1 to {SECRETS_MAX} secrets of {SECRET_MIN_BYTES} bytes or more."
            )
        return cls(keys)


def generate_callback_secret(path: Path) -> None:
    """Write a fresh secret to `path`, readable by its owner alone; raises FileExistsError."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as private:
        private.write(PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode() + "\n")
