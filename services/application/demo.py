"""Products to try the system with; run again it changes nothing, and production refuses it."""

import sys
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from services.application.catalogue import queries, views
from services.application.catalogue.domain.errors import ProductExists
from services.application.catalogue.domain.lifecycle import VersionRecord
from services.application.catalogue.samples import SAMPLES
from services.application.catalogue.schemas.written import ProductCreate
from services.application.catalogue.use_cases.activate_version import activate_version
from services.application.catalogue.use_cases.create_product import create_product
from services.application.domain.products import VersionStatus
from services.application.settings import SERVICE, Settings
from services.kit import telemetry
from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.context import Ask
from services.kit.errors import DatabaseUnavailable
from services.kit.etags import IfMatch
from services.kit.foundation import Foundation
from services.kit.idempotency import Once
from services.kit.identifiers import new_id
from services.kit.reply import Reply
from services.kit.roles import ROLE_SCOPES, Role
from services.kit.sandbox.follower import follower_of
from services.kit.server import EXIT_UNAVAILABLE, run
from services.kit.settings import EXIT_CONFIG, load

Sessions = async_sessionmaker[AsyncSession]
T = TypeVar("T")

MAKER: Final = Role.RISK_MANAGER
APPROVER: Final = Role.ADMIN


async def seed(sessions: Sessions, clock: Clock) -> None:
    """Make the sample products and approve them, as the seeded users of those roles would."""
    for sample in SAMPLES:
        await _seed_product(sample, sessions, clock)


async def _seed_product(sample: Mapping[str, Any], sessions: Sessions, clock: Clock) -> None:
    today = clock.today().isoformat()
    wanted = ProductCreate.model_validate({**sample, "valid_from": today})
    try:
        ask = _ask(MAKER, sessions, clock, views.version_created)
        await create_product(wanted.code, wanted.draft(), ask)
    except ProductExists:
        pass
    first = await queries.version_of(sessions, wanted.code, 1)
    if first.version.status is VersionStatus.DRAFT:
        ask = _ask(APPROVER, sessions, clock, views.version_activated, IfMatch(first.revision))
        await activate_version(wanted.code, 1, "demonstration", ask)


def _ask(
    role: Role,
    sessions: Sessions,
    clock: Clock,
    render: Callable[[VersionRecord], Reply],
    if_match: IfMatch | None = None,
) -> Ask[VersionRecord]:
    caller = Caller(
        subject=role.value,
        roles=frozenset({role}),
        scopes=ROLE_SCOPES[role],
        partner_id=None,
        acting_service=f"svc:{SERVICE}",
        request_id=telemetry.current().request_id,
    )
    once = Once(caller.principal, "demo", str(new_id()), b"", render)
    return Ask(caller, clock, sessions, if_match, once)


async def main() -> None:
    """Seed the database of this environment.

    Raises SystemExit with 78 in production, and with 69 when the database does not answer.
    """
    settings = load(Settings)
    if settings.environment == "production":
        sys.stderr.write("APPLICATION_ENVIRONMENT: demonstration products are not for production\n")
        raise SystemExit(EXIT_CONFIG)
    ground = Foundation.lay(SERVICE, settings)
    try:
        if follower := follower_of(ground.resources.sessions, ground.resources.clock):
            await follower.follow()
        await seed(ground.resources.sessions, ground.resources.clock)
    except DatabaseUnavailable:
        sys.stderr.write(f"{SERVICE}: the database does not answer\n")
        raise SystemExit(EXIT_UNAVAILABLE) from None
    finally:
        await ground.engine.dispose()


if __name__ == "__main__":
    run(main())
