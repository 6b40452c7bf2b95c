"""The command `python -m services.kit.migrate <service>|all`: schemas up to date, and checked.

Each schema is reached as its owner, at `<SERVICE>_OWNER_DATABASE_URL`. A server that was restored
from a dump is made to count its transactions on from where the dumped one was.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from typing import Final

from services.kit import alembic_runner, migrations
from services.kit.owner_settings import OwnerAddressMissing, owner_url
from services.kit.transaction_count import count_on

EXIT_FAILED: Final = 1
# sysexits.h: wrong configuration.
EXIT_CONFIGURATION: Final = 78
ALL: Final = "all"


def main(words: Sequence[str]) -> int:
    """Run the command; returns its exit code, after one line per schema or per complaint."""
    asked = _parser().parse_args(words)
    try:
        asyncio.run(_obey(asked))
    except (OwnerAddressMissing, migrations.NoHistory) as error:
        return _complain(error, EXIT_CONFIGURATION)
    except (
        alembic_runner.SchemaDiffers,
        alembic_runner.MigratorBusy,
        alembic_runner.SchemaLocked,
        migrations.SchemaUnreachable,
    ) as error:
        return _complain(error, EXIT_FAILED)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m services.kit.migrate", description=__doc__)
    parser.add_argument("service", help="a service's name, or 'all' of this installation")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--check", action="store_true", help="migrate, then compare with the tables")
    what.add_argument("--down-to", metavar="NNNN", help="go back to a revision, or to 'base'")
    what.add_argument("--draft", metavar="WORDS", help="write the next migration from what differs")
    return parser


async def _obey(asked: argparse.Namespace) -> None:
    names = migrations.services_with_history() if asked.service == ALL else (asked.service,)
    for name in names:
        migrations.scripts_of(name)
    urls = {name: owner_url(name) for name in names}
    if asked.down_to:
        for name in names:
            await alembic_runner.downgrade(name, urls[name], asked.down_to)
            _say(f"{name}: back at {asked.down_to}")
        return
    moved = await migrations.migrate_all(names, urls)
    for name in names:
        _say(f"{name}: {'migrated to' if name in moved else 'stands at'} {migrations.head(name)}")
        raised_to = await count_on(name, urls[name])
        if raised_to is not None:
            _say(f"{name}: was restored: the server counts its transactions on from {raised_to}")
        if asked.check:
            await alembic_runner.check(name, urls[name])
            _say(f"{name}: is what its tables declare")
        if asked.draft:
            await alembic_runner.revise(name, urls[name], asked.draft)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _complain(error: Exception, code: int) -> int:
    sys.stderr.write(f"{error}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
