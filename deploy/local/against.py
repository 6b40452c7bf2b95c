"""`python -m deploy.local.against <module> …`: a command on the local stack's database.

The command is told the addresses by the variables it reads anywhere else. Where no stack runs, the
server is started for as long as the command takes.
"""

import os
import runpy
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.refusals import StackRefused
from deploy.local.settings import StackSettings

EXIT_REFUSED: Final = 1


def main(words: Sequence[str]) -> None:
    """Run the module `words` begins with; its exit status is ours."""
    settings = StackSettings()
    home = Home(settings.home)
    try:
        if not home.root.exists():
            raise StackRefused(f"There is nothing in {home.told} yet: `make run` makes it.")
        database = StackDatabase(settings, home)
        with _running(database):
            os.environ.update(_addresses(database, home))  # noqa: TID251 - read by settings alone
            sys.argv = list(words)
            runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    except StackRefused as refusal:
        sys.stderr.write(f"{refusal}\n")
        raise SystemExit(EXIT_REFUSED) from refusal


@contextmanager
def _running(database: StackDatabase) -> Iterator[None]:
    was_running = not database.is_own or database.is_running
    if not was_running:
        database.server.start()
    try:
        yield
    finally:
        if not was_running:
            database.server.stop()


def _addresses(database: StackDatabase, home: Home) -> dict[str, str]:
    told = {
        "INVARIANTS_DATABASE_URL": database.superuser_dsn,
        "INVARIANTS_SEALS_DIR": str(home.seals),
        "INVARIANTS_RAIL_BOOK": str(home.rail_book),
    }
    for service, owner_dsn in database.owner_dsns().items():
        prefix = service.upper()
        told[f"{prefix}_DATABASE_URL"] = database.runtime_dsn(service)
        told[f"{prefix}_OWNER_DATABASE_URL"] = owner_dsn
        told[f"{prefix}_SEAL_EXPORT_FILE"] = str(home.seal_export(service))
    return told


if __name__ == "__main__":
    main(sys.argv[1:])
