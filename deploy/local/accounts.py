"""Under whose name a server runs: Postgres refuses root, so root hands it to another user."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from deploy.local.refusals import NoUnprivilegedUser

UNPRIVILEGED_NAMES: Final = ("postgres", "nobody")
PROBE_TIMEOUT_S: Final = 10.0


@dataclass(frozen=True)
class Account:
    """A user id to run programs and own files as; `is_switched` when it is not our own."""

    uid: int
    gid: int
    is_switched: bool

    @classmethod
    def for_server(cls, existing: Path) -> Self:
        """Ourselves; for root the owner of `existing` when there is one, else a service user.

        Raises NoUnprivilegedUser.
        """
        if os.geteuid() != 0:
            return cls(os.geteuid(), os.getegid(), is_switched=False)
        if existing.is_dir() and (owner := existing.stat()).st_uid != 0:
            return cls(owner.st_uid, owner.st_gid, is_switched=True)
        for name in UNPRIVILEGED_NAMES:
            try:
                found = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(found.pw_uid, found.pw_gid, is_switched=True)
        names = " nor ".join(UNPRIVILEGED_NAMES)
        raise NoUnprivilegedUser(f"Postgres does not run as root, and neither user {names} exists.")

    def run(
        self, command: Sequence[str | Path], *, timeout_s: float, keep_output: bool = True
    ) -> subprocess.CompletedProcess[str]:
        """Run `command` as this account from /, and return its exit code and output.

        Without `keep_output` nothing is captured: a child that outlives the command would
        hold the pipe open. Raises subprocess.TimeoutExpired and OSError.
        """
        output = subprocess.PIPE if keep_output else subprocess.DEVNULL
        switched = self.is_switched
        return subprocess.run(
            [str(word) for word in command],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout_s,
            check=False,
            user=self.uid if switched else None,
            group=self.gid if switched else None,
            extra_groups=[] if switched else None,
        )

    def can_run(self, program: Path) -> bool:
        """Whether this account can reach and start `program`, asked by starting it."""
        try:
            return self.run([program, "--version"], timeout_s=PROBE_TIMEOUT_S).returncode == 0
        except OSError:
            return False

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can reach `folder`, asked by entering it."""
        enter = ["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)]
        return self.run(enter, timeout_s=PROBE_TIMEOUT_S).returncode == 0

    def own(self, path: Path) -> None:
        """Give `path` to this account."""
        if self.is_switched:
            os.chown(path, self.uid, self.gid)

    def write_private(self, path: Path, text: str) -> None:
        """Create `path`, readable by this account alone, holding `text`; never over a file."""
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as private:
            if self.is_switched:
                os.fchown(descriptor, self.uid, self.gid)
            private.write(text)
