"""What `python -m services.<name>` does: settings, log, foundation, rights, then work.

Whatever keeps a process from starting is one plain line and an exit status: 78 for what somebody
configured wrongly, 69 for a port that is taken. A database that is away is waited for, alive and
not ready.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import NoReturn, TypeVar

from fastapi import FastAPI

from services.kit.arming import arm_process
from services.kit.beginning import Unfit, may_begin
from services.kit.clock import Clock
from services.kit.database import Sessions
from services.kit.field_keys import FieldKeysUnusable
from services.kit.foundation import Foundation
from services.kit.health import Check
from services.kit.internal_tokens import GATEWAY_ONLY
from services.kit.jwt import KeyRefused
from services.kit.logs import configure_logging
from services.kit.server import run, serve
from services.kit.service_keys import KeyFileUnusable
from services.kit.settings import EXIT_CONFIG, Misconfigured, ServiceSettings, load
from services.kit.worker import Duties, no_duties, run_worker

S = TypeVar("S", bound=ServiceSettings)


def no_checks(_app: FastAPI) -> Mapping[str, Check]:
    """The readiness checks of a service that needs nothing beside its foundation."""
    return {}


def launch(
    service: str,
    settings_class: type[S],
    create_app: Callable[[S, Foundation], FastAPI],
    own_checks: Callable[[FastAPI], Mapping[str, Check]] = no_checks,
    allowlist: Mapping[str, tuple[str, ...]] = GATEWAY_ONLY,
) -> None:
    """Serve until a signal says stop. Raises SystemExit with the status and reason of a refusal.

    `allowlist` is which route prefixes each neighbour may call.
    """
    settings = load(settings_class)
    configure_logging(service, settings.log_level)
    try:
        foundation = Foundation.lay(service, settings, allowlist)
        app = create_app(settings, foundation)
    except (FieldKeysUnusable, KeyFileUnusable, KeyRefused, Misconfigured) as refused:
        _refuse(service, str(refused), EXIT_CONFIG)
    checks = {**foundation.checks, **own_checks(app)}
    run(_serve(app, settings, foundation, checks))


def launch_worker(
    service: str,
    settings_class: type[S],
    duties: Callable[[Sessions, S, Clock], Duties] = no_duties,
) -> None:
    """Work until a signal says stop. Raises SystemExit with the status and reason of a refusal.

    `duties` is called inside the running loop, with the settings that were read and the clock.
    """
    settings = load(settings_class)
    configure_logging(f"{service}-worker", settings.log_level)
    try:
        run(
            run_worker(
                service=service,
                settings=settings,
                duties=lambda sessions, clock: duties(sessions, settings, clock),
            )
        )
    except (FieldKeysUnusable, KeyFileUnusable, KeyRefused, Misconfigured) as refused:
        _refuse(f"{service}-worker", str(refused), EXIT_CONFIG)


async def _serve(
    app: FastAPI, settings: ServiceSettings, foundation: Foundation, checks: Mapping[str, Check]
) -> None:
    service = app.state.service

    async def is_fit(stopping: asyncio.Event) -> bool:
        try:
            return await may_begin(foundation.engine, foundation.field_keys, stopping)
        except Unfit as unfit:
            _refuse(service, str(unfit), EXIT_CONFIG)

    try:
        arm_process(settings)
    except Misconfigured as refused:
        _refuse(service, str(refused), EXIT_CONFIG)
    await serve(app, settings=settings, checks=checks, may_begin=is_fit)


def _refuse(service: str, reason: str, status: int) -> NoReturn:
    for line in reason.splitlines():
        sys.stderr.write(f"{service}: {line}\n")
    raise SystemExit(status)
