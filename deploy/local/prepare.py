"""What must be there before the first program starts: keys, roles, schemas, their tables.

It runs in a process of its own, forked from the one that has imported everything, so that the
supervisor stays small.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.roles import ensure_roles_and_schemas
from deploy.local.settings import SERVICES
from services.disbursement.rails.callback_secrets import generate_callback_secret
from services.kit.field_keys import generate_field_keys
from services.kit.migrations import migrate_all
from services.kit.service_keys import generate
from services.kit.transaction_count import count_on


@dataclass(frozen=True)
class Preparation:
    """Where to make it all."""

    admin_dsn: str = field(repr=False)
    database: str
    passwords: Mapping[str, str] = field(repr=False)
    owner_dsns: Mapping[str, str] = field(repr=False)
    keys_dir: Path
    field_key_files: Sequence[Path]
    callback_secrets: Path


def prepare(wanted: Preparation) -> None:
    """Make what is missing, and change nothing that is there."""
    generate(wanted.keys_dir, ("gateway", *SERVICES))
    for file in wanted.field_key_files:
        if not file.exists():
            generate_field_keys(file)
    if not wanted.callback_secrets.exists():
        generate_callback_secret(wanted.callback_secrets)
    asyncio.run(_prepare_database(wanted))


async def _prepare_database(wanted: Preparation) -> None:
    await ensure_roles_and_schemas(wanted.admin_dsn, wanted.database, SERVICES, wanted.passwords)
    await migrate_all(SERVICES, wanted.owner_dsns)
    for service in SERVICES:
        await count_on(service, wanted.owner_dsns[service])
