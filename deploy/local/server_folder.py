"""Where a local server keeps its things, and the claim that keeps a second run out of them."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO, Final

from deploy.local.accounts import Account
from deploy.local.refusals import FolderInUse

OUTSIDE_PARENT: Final = Path("/var/tmp")  # noqa: S108 - survives a restart, unlike /tmp
OUTSIDE_PREFIX: Final = "xiaowei-postgres-"


class ServerFolder:
    """The data folder and its neighbours: password, claim, log and copied programs."""

    def __init__(self, asked_for: Path) -> None:
        self._asked_for = asked_for.absolute()

    @property
    def data_dir(self) -> Path:
        """The real folder of the server's files."""
        return self._asked_for.resolve()

    @property
    def password_file(self) -> Path:
        return self._beside("password")

    @property
    def claim_file(self) -> Path:
        return self._beside("claim")

    @property
    def log_file(self) -> Path:
        return self.data_dir / "server.log"

    @property
    def programs_dir(self) -> Path:
        """Where programs are copied to when the environment is closed to the server's account."""
        return self.data_dir.with_name("postgres-programs")

    def place(self, account: Account) -> None:
        """See that `account` can reach the folder's parent; a closed home is left by a link.

        Opening somebody's home to others is not ours to do, so the files move out instead.
        """
        self._asked_for.parent.mkdir(parents=True, exist_ok=True)
        if self._asked_for.exists() or account.can_enter(self._asked_for.parent):
            return
        outside = Path(tempfile.mkdtemp(prefix=OUTSIDE_PREFIX, dir=OUTSIDE_PARENT))
        outside.chmod(0o711)
        self._asked_for.unlink(missing_ok=True)
        self._asked_for.symlink_to(outside / "data")

    def erase(self) -> None:
        """Remove everything this folder holds, also where it lies outside."""
        outside = self.data_dir.parent if self._is_outside() else None
        for folder in (self.data_dir, self.programs_dir, outside):
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
        for path in (self._asked_for, self.password_file, self.claim_file):
            path.unlink(missing_ok=True)

    def _is_outside(self) -> bool:
        parent = self.data_dir.parent
        return parent.parent == OUTSIDE_PARENT and parent.name.startswith(OUTSIDE_PREFIX)

    def _beside(self, suffix: str) -> Path:
        return self._asked_for.with_name(f"{self._asked_for.name}.{suffix}")


class FolderClaim:
    """A lock that ends with its process, however that ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: IO[str] | None = None

    def take(self) -> None:
        """Hold the folder until `release`. Raises FolderInUse, naming the holder."""
        if self._held is not None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        claim = self._path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.seek(0)
            holder = claim.read().strip() or "unknown"
            claim.close()
            raise FolderInUse(
                f"Another run (process {holder}) uses {self._path.with_suffix('')}: "
                "stop it first, or start elsewhere."
            ) from None
        claim.truncate(0)
        claim.write(f"{os.getpid()}\n")
        claim.flush()
        self._held = claim

    def release(self) -> None:
        """Let the folder go; nothing happens when it is not held."""
        if self._held is not None:
            self._held.close()
            self._held = None
