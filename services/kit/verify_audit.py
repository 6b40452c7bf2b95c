"""The command `python -m services.kit.verify_audit <service>|all`: is the audit as it was written?

Each schema is read as the running role, at `<SERVICE>_DATABASE_URL`, in one snapshot; its seals
are compared with the file named by `<SERVICE>_SEAL_EXPORT_FILE`. Exits with 0 when everything is
whole, 1 after one line per finding, 78 and 69 when it cannot be asked.
"""

import argparse
import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import asyncpg
from pydantic import SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.pool import NullPool

from services.kit.database import CONNECT_TIMEOUT_S, server_settings
from services.kit.ledgers import audit, audit_seals
from services.kit.migrations import services_with_history
from services.kit.owner_settings import SecretsFolder
from services.kit.server import EXIT_UNAVAILABLE
from services.kit.settings import EXIT_CONFIG
from services.kit.verification import FINDINGS_MAX, Finding, verify

ALL: Final = "all"
# Reading a long history takes longer than anything a request may do; one snapshot serves it all.
SNAPSHOT: Final = {
    "default_transaction_isolation": "repeatable read",
    "default_transaction_read_only": "on",
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
}


class AuditAddress(BaseSettings):
    """Where one service's audit is, and what the outside was told of it."""

    model_config = SettingsConfigDict(env_ignore_empty=True, hide_input_in_errors=True)

    database_url: SecretStr
    seal_export_file: Path | None = None


class AddressMissing(ValueError):
    """Nobody said where the audit is; the message names the variable."""


def main(words: Sequence[str]) -> int:
    """Run the command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m services.kit.verify_audit")
    parser.add_argument("service", choices=[*services_with_history(), ALL])
    asked = parser.parse_args(words).service
    names = services_with_history() if asked == ALL else (asked,)
    try:
        found = [asyncio.run(verify_service(name, address_of(name))) for name in names]
    except AddressMissing as error:
        return _complain(error, EXIT_CONFIG)
    except (OSError, asyncpg.PostgresError) as error:
        return _complain(error, EXIT_UNAVAILABLE)
    return int(any(found))


def address_of(service: str) -> AuditAddress:
    """The address of a service's audit, from the environment or mounted files.

    Raises AddressMissing.
    """
    prefix = f"{service.upper()}_"
    folder = SecretsFolder().xiaowei_secrets_dir
    try:
        return AuditAddress(_env_prefix=prefix, _secrets_dir=folder)
    except ValidationError:
        raise AddressMissing(
            f"{prefix}DATABASE_URL is not set: it holds the address of the database, "
            f"as the role {service}."
        ) from None


async def verify_service(service: str, address: AuditAddress) -> list[Finding]:
    """Everything wrong with one service's audit, printed one line each; else how much is whole."""
    exported = _exported(address.seal_export_file)
    async with _session(address.database_url.get_secret_value(), service) as session:
        findings = await verify(session, exported)
        entries = await session.scalar(select(func.count()).select_from(audit))
        seals = await session.scalar(select(func.count()).select_from(audit_seals))
    if seals and address.seal_export_file is not None and not exported:
        fault = f"has no line of the {seals} seals"
        findings.append(Finding(f"file {address.seal_export_file.name}", fault))
    for finding in findings:
        _say(f"{service}: {finding}")
    if len(findings) >= FINDINGS_MAX:
        _say(f"{service}: and maybe more: the first {FINDINGS_MAX} are shown")
    if not findings:
        outside = "" if exported is not None else ", not compared with the outside: no file given"
        _say(f"{service}: whole: {entries} entries, {seals} seals{outside}")
    return findings


def _exported(file: Path | None) -> list[str] | None:
    if file is None:
        return None
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


@asynccontextmanager
async def _session(url: str, schema: str) -> AsyncIterator[AsyncSession]:
    async def connect() -> asyncpg.Connection:
        return await asyncpg.connect(
            url,
            timeout=CONNECT_TIMEOUT_S,
            server_settings={**server_settings(schema), **SNAPSHOT},
        )

    engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, poolclass=NullPool)
    try:
        async with AsyncSession(engine) as session:
            yield session
    finally:
        await engine.dispose()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _complain(error: Exception, code: int) -> int:
    sys.stderr.write(f"{error}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
