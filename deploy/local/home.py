"""Where one local deployment keeps its data, keys and logs; nothing of it lies elsewhere."""

import json
import os
import secrets
from pathlib import Path
from typing import Final

from deploy.local.settings import SERVICES

PASSWORD_BYTES: Final = 24


def told_from_here(place: Path) -> Path:
    """A place as the terminal is told it: from where we stand, if it lies below."""
    here, absolute = Path.cwd(), place.absolute()
    return absolute.relative_to(here) if absolute.is_relative_to(here) else absolute


class Home:
    """The folder of one deployment."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()

    @property
    def told(self) -> Path:
        """The folder as the terminal is told: from where we stand, if it lies below."""
        return told_from_here(self.root)

    @property
    def postgres(self) -> Path:
        """The server's data folder; its password and log lie beside and in it."""
        return self.root / "postgres"

    @property
    def keys(self) -> Path:
        """The key pairs services know one another by."""
        return self.root / "keys"

    @property
    def objects(self) -> Path:
        """The uploaded materials."""
        return self.root / "objects"

    @property
    def contracts(self) -> Path:
        """The signed contracts."""
        return self.root / "contracts"

    @property
    def bureau_record(self) -> Path:
        """The sandbox bureau's own book of the questions it was asked."""
        return self.root / "sandbox" / "bureau.jsonl"

    @property
    def rail_book(self) -> Path:
        """The sandbox rail's own truth of what was paid."""
        return self.root / "sandbox" / "rail.jsonl"

    @property
    def callback_secrets(self) -> Path:
        """What the rail signs its calls with; a secret a line, the first one signs."""
        return self.keys / "rail.callback_secrets"

    @property
    def logs(self) -> Path:
        """A file per process."""
        return self.root / "logs"

    def failpoint(self, program: str) -> Path:
        """The file in which a program is told at which line to fail."""
        return self.root / "failpoints" / program

    @property
    def claim(self) -> Path:
        """The lock a running stack holds."""
        return self.root / "stack.claim"

    @property
    def seals(self) -> Path:
        """What the outside is told of the audits: a file per service."""
        return self.root / "seals"

    def seal_export(self, service: str) -> Path:
        """What the outside is told of a service's audit seals."""
        return self.seals / f"{service}.jsonl"

    def field_keys(self, service: str) -> Path:
        """The keys a service seals personal data and page cursors with."""
        return self.keys / f"{service}.fields.json"

    def role_passwords(self) -> dict[str, str]:
        """The password of each database role, made once and readable by us alone."""
        file = self.root / "roles.json"
        if not file.exists():
            roles = [role for service in SERVICES for role in (service, f"{service}_owner")]
            made = {role: secrets.token_urlsafe(PASSWORD_BYTES) for role in roles}
            self.root.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as private:
                json.dump(made, private)
        known: dict[str, str] = json.loads(file.read_text(encoding="utf-8"))
        return known
