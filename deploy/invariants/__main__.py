"""`python -m deploy.invariants`: a line per invariant; exits with 1 when any is broken.

78 and 69 say that it cannot be asked: no address, or no database behind it.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import asyncpg
from pydantic import ValidationError

from deploy.invariants.check import check
from deploy.invariants.settings import InvariantSettings
from deploy.invariants.snapshot import Outside
from services.kit.migrations import services_with_history
from services.kit.server import EXIT_UNAVAILABLE
from services.kit.settings import EXIT_CONFIG


def main() -> int:
    """Ask all of them; the exit status says what was found."""
    try:
        settings = InvariantSettings()
    except ValidationError:
        return _complain("INVARIANTS_DATABASE_URL is not set: a superuser's address.", EXIT_CONFIG)
    try:
        verdicts = asyncio.run(
            check(settings.database_url.get_secret_value(), outside_of(settings))
        )
    except (OSError, asyncpg.PostgresError) as error:
        return _complain(str(error), EXIT_UNAVAILABLE)
    for verdict in verdicts:
        sys.stdout.write(f"{verdict}\n")
    return int(any(verdict.breaches for verdict in verdicts))


def outside_of(settings: InvariantSettings) -> Outside:
    """What is kept outside the database, read now."""
    return Outside(seals=_seals(settings.seals_dir), transfers=_transfers(settings.rail_book))


def _seals(folder: Path | None) -> dict[str, list[str]]:
    """The lines told of each service's seals; without a folder nothing is compared."""
    if folder is None:
        return {}
    files = {service: folder / f"{service}.jsonl" for service in services_with_history()}
    return {
        service: file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        for service, file in files.items()
    }


def _transfers(book: Path | None) -> list[dict[str, Any]] | None:
    """The lines of the rail's book; one that is not there yet has none."""
    if book is None:
        return None
    if not book.exists():
        return []
    return [json.loads(line) for line in book.read_text(encoding="utf-8").splitlines()]


def _complain(words: str, code: int) -> int:
    sys.stderr.write(f"{words}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
