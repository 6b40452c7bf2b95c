"""Application's client against disbursement's own app, and what disbursement tells it back."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, fields
from typing import Any

import pytest
from sqlalchemy import text

from services.application.destinations.disbursement import DisbursementClient, DisbursementService
from services.disbursement import main
from services.disbursement.destinations.application import ApplicationService
from services.disbursement.settings import SERVICE, Settings
from services.kit.database import Sessions
from services.kit.deliveries import Delivery, DeliveryOutcome, Message
from services.kit.field_keys import generate_field_keys
from services.kit.http import ServiceClient
from services.kit.relay import Relay
from tests.api.running import set_up, settings_of
from tests.contracts.life import Life, begun
from tests.contracts.pair import NOW, TIMEOUT_S, Pair
from tests.fixed_clock import FixedClock
from tests.serving import served

DELIVERED = Delivery(DeliveryOutcome.DELIVERED, 200)
_COLUMNS = ", ".join(field.name for field in fields(Message) if field.name != "after")


@dataclass(frozen=True)
class Couple:
    """Both services' ways to each other, and disbursement's rows."""

    to_disbursement: DisbursementService
    to_application: ApplicationService
    sessions: Sessions

    async def rows(self, statement: str, **values: Any) -> list[Any]:
        """What a statement finds in disbursement's schema."""
        async with self.sessions() as session:
            return list((await session.execute(text(statement), values)).mappings())


@pytest.fixture(scope="session")
async def couple(pair: Pair) -> AsyncIterator[Couple]:
    """Disbursement, whole, on the pair's database and behind a real port."""
    keys = pair.keys
    generate_field_keys(keys / f"{SERVICE}.fields.json")
    settings = Settings(
        **settings_of(SERVICE, pair.database, keys),
        object_store_url=(keys / "contracts").as_uri(),
    )
    service = set_up(SERVICE, main, settings, FixedClock(NOW))
    async with AsyncExitStack() as life:
        here = await life.enter_async_context(served(service.app))
        there = await life.enter_async_context(served(pair.application.app))
        to_here = ServiceClient(SERVICE, here, service.signers["application"], timeout_s=TIMEOUT_S)
        to_there = ServiceClient(
            "application", there, service.signers[SERVICE], timeout_s=TIMEOUT_S
        )
        for client in (to_here, to_there):
            await life.enter_async_context(client)
        application, sessions = pair.application, service.sessions
        yield Couple(
            DisbursementService(
                application.sessions, application.field_keys, DisbursementClient(to_here)
            ),
            ApplicationService(sessions, to_there, pair.application.clock),
            sessions,
        )


async def accepted(pair: Pair) -> Life:
    """An application whose offer was accepted."""
    life = await begun(pair)
    await pair.tell()
    await life.assessed()
    await pair.tell()
    await life.offer_accepted()
    return life


async def message_of(life: Life) -> Message:
    """The event that the offer was accepted, first of its story for disbursement."""
    (row,) = await life.pair.rows(
        "application",
        f"SELECT {_COLUMNS} FROM outbox WHERE aggregate_id = :id"
        " AND topic = 'application.offer_accepted'",
        id=life.id,
    )
    return Message(**row, after=0)


async def test_an_accepted_offer_becomes_one_contract(pair: Pair, couple: Couple) -> None:
    life = await accepted(pair)
    message = await message_of(life)
    assert await couple.to_disbursement.deliver(message) == DELIVERED
    assert await couple.to_disbursement.deliver(message) == DELIVERED
    (contract,) = await couple.rows(
        "SELECT status, amount_minor FROM contracts WHERE application_id = :id", id=life.id
    )
    offer = await life.offer()
    assert (contract["status"], contract["amount_minor"]) == ("draft", offer["amount"]["amount"])


async def test_the_contract_that_was_drawn_is_heard_of(pair: Pair, couple: Couple) -> None:
    life = await accepted(pair)
    await couple.to_disbursement.deliver(await message_of(life))
    await Relay(couple.sessions, [couple.to_application]).sweep()
    now = await life.now()
    assert now["status"] == "contracting"
    (contract,) = await couple.rows(
        "SELECT number FROM contracts WHERE application_id = :id", id=life.id
    )
    (kept,) = await pair.rows(
        "application",
        "SELECT number FROM contract_standings WHERE application_id = :id",
        id=life.id,
    )
    assert kept == contract
    await Relay(couple.sessions, [couple.to_application]).sweep()
    assert await life.now() == now
