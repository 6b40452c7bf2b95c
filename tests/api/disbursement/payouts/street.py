"""The service and the rail side by side, and a borrower who is to be paid."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.contracts import chronicle
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.messages import contract_facts
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.machinery import own_machinery
from services.disbursement.payees.asking import Asking
from services.disbursement.payees.use_cases.verify_account import verify_account
from services.disbursement.payouts import entry
from services.disbursement.payouts.paying import Paying
from services.disbursement.payouts.tables import PayoutRow
from services.disbursement.payouts.use_cases.drive_payout import drive_payout
from services.disbursement.payouts.use_cases.review_waiting import review_waiting
from services.disbursement.payouts.working import sweeping
from services.disbursement.rails.sandbox import HttpRail
from services.kit.identifiers import typeid_of, uuid_of
from services.kit.internal_tokens import InternalClaims
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.payouts.lists import Lists
from tests.api.disbursement.telling import Told, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.fixed_clock import GoingClock
from tests.integration.disbursement.rails.sandbox import Truth
from tests.journeys.waiting import eventually
from tests.sandbox_accounts import magic_account

BANK = "102100099996"
_WAITING = (
    "SELECT pid FROM pg_locks WHERE NOT granted AND relation = $1::text::regclass AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())"
)


@dataclass(frozen=True)
class Payee:
    """A borrower whose money is to go out."""

    client: Client
    contract_id: UUID
    payout_id: UUID
    offer: Told
    number: str = field(repr=False)

    @property
    def path(self) -> str:
        """The payout on the wire."""
        return f"/v1/payouts/{typeid_of('pay', self.payout_id)}"

    @property
    def key(self) -> str:
        """The provider's key for it."""
        return typeid_of("pay", self.payout_id)

    @property
    def contract(self) -> str:
        """The contract on the wire."""
        return typeid_of("ctr", self.contract_id)

    async def name_account(self, number: str) -> dict[str, Any]:
        """Name another account, and have its bank asked."""
        body = {
            "contract_id": self.contract,
            "holder_name": self.offer["borrower"]["name"],
            "account_number": number,
            "bank_code": BANK,
        }
        account = expect(await self.client.post("/v1/payee-accounts", body), 201)
        path = f"/v1/payee-accounts/{account['id']}/verifications"
        expect(await self.client.post(path, version=account["version"]), 202)
        return account


@dataclass(frozen=True)
class Hold:
    """A table nobody may write to, and who waits to."""

    watcher: asyncpg.Connection
    table: str

    async def somebody_waits(self) -> None:
        """Return once somebody does."""
        await eventually(lambda: self.watcher.fetch(_WAITING, self.table))

    async def hang_up(self) -> None:
        """End the connections of those who wait."""
        query = f"SELECT pg_terminate_backend(pid) FROM ({_WAITING}) AS waiting"
        await self.watcher.fetch(query, self.table)


@dataclass(frozen=True)
class Street:
    """The worker's hands, and the rail they hand orders to."""

    service: RunningApp
    paying: Paying
    rail: HttpRail
    truth: Truth
    callback_url: str
    address: str
    rail_clock: GoingClock
    lists: Lists
    admin_dsn: str = field(repr=False)

    @asynccontextmanager
    async def held(self, table: str) -> AsyncIterator["Hold"]:
        """Let everybody read a table of ours and nobody write it, until the end of the block."""
        connection = await asyncpg.connect(self.admin_dsn)
        watcher = await asyncpg.connect(self.admin_dsn)
        try:
            async with connection.transaction():
                await connection.execute(f"LOCK TABLE disbursement.{table} IN EXCLUSIVE MODE")
                yield Hold(watcher, f"disbursement.{table}")
        finally:
            await connection.close()
            await watcher.close()

    @staticmethod
    def door_of(service: RunningApp) -> ASGIApp:
        """The service as the gateway brings calls without a login to it."""

        async def knock(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] == "http":
                claims = InternalClaims(
                    audience=f"svc:{service.name}",
                    subject="anonymous",
                    method=scope["method"],
                    target=scope["path"],
                )
                token = service.signers["gateway"].mint(claims)
                scope["headers"] = [
                    *scope["headers"],
                    (b"authorization", f"Bearer {token}".encode()),
                ]
            await service.app(scope, receive, send)

        return knock

    async def verify(self, account: dict[str, Any]) -> None:
        """What the worker does about an account that is to be verified."""
        paying = self.paying
        asking = Asking(paying.sessions, paying.clock, paying.keys, self.rail)
        await verify_account(uuid_of("acct", account["id"]), asking)

    async def drive(self, payee: Payee) -> bool:
        """What the worker's job does."""
        return await drive_payout(payee.payout_id, self.paying)

    async def void(self, session: AsyncSession, payee: Payee) -> None:
        """Let the contract be left."""
        row = await session.get_one(ContractRow, payee.contract_id)
        before = contract_facts(row)
        row.reason_code = "borrower_left"
        step = Step(Happening.VOIDED, ContractStatus.VOIDED, "borrower_left")
        await chronicle.changed(session, row, step, own_machinery(), before)

    async def review(self, payee: Payee) -> None:
        """What the round of a business day does about one that waits."""
        today = self.service.clock.today()
        await review_waiting(payee.contract_id, today, self.service.sessions)

    async def until(self, payee: Payee, *statuses: str) -> PayoutRow:
        """Sweep as the worker does until the payout stands there."""
        sweep = sweeping(self.paying)

        async def stands() -> bool:
            await sweep()
            return (await self.row(payee)).status in statuses

        await eventually(stands)
        return await self.row(payee)

    async def heard(self, payee: Payee, judgement: str, times: int = 1) -> None:
        """Return once so many calls about it came to this."""

        async def came() -> bool:
            return await self.count(payee, judgement) >= times

        await eventually(came)

    async def count(self, payee: Payee, judgement: str) -> int:
        """How many calls about the payout came to this."""
        statement = (
            "SELECT count(*) FROM provider_callbacks WHERE payout_id = :id AND judgement = :word"
        )
        return int(await self.scalar(statement, id=payee.payout_id, word=judgement))

    async def row(self, payee: Payee) -> PayoutRow:
        """How it stands."""
        async with self.service.sessions() as session:
            return await session.get_one(
                PayoutRow,
                (uuid_of("app", payee.offer["application"]["id"]), payee.payout_id),
            )

    async def scalar(self, statement: str, **values: Any) -> Any:
        """One value of our own tables."""
        async with self.service.sessions() as session:
            return await session.scalar(text(statement), values)

    async def column(self, statement: str, **values: Any) -> list[Any]:
        """One column of our own tables."""
        async with self.service.sessions() as session:
            return list(await session.scalars(text(statement), values))

    async def attempts(self, payee: Payee) -> list[str | None]:
        """What came of each attempt."""
        return await self.column(
            "SELECT outcome FROM payout_attempts LEFT JOIN payout_outcomes"
            " USING (application_id, payout_id, number) WHERE payout_id = :id ORDER BY number",
            id=payee.payout_id,
        )

    async def alerts(self, payee: Payee) -> list[str]:
        """What a person has to see about it."""
        return await self.column(
            "SELECT kind FROM payout_alerts WHERE payout_id = :id ORDER BY created_at",
            id=payee.payout_id,
        )

    async def booked(self, payee: Payee) -> list[str]:
        """What was booked about its money."""
        return await self.column(
            "SELECT event FROM journal_entries WHERE source_id = :id ORDER BY recorded_at",
            id=payee.payout_id,
        )

    async def let_time_pass(self, payee: Payee) -> None:
        """Let every wait and claim of the payout be over."""
        async with self.service.sessions.begin() as session:
            await session.execute(
                text(
                    "UPDATE payouts SET next_try_at = now() - interval '1 hour',"
                    " claimed_until = claimed_until - interval '1 hour' WHERE payout_id = :id"
                ),
                {"id": payee.payout_id},
            )

    async def tell_day(self, day: date) -> None:
        """Let it be that business day, here as at the rail, which is told."""
        self.service.advance(max(day - self.service.clock.today(), timedelta()))
        assert await self.rail.tell_day(day)

    async def call(self, body: bytes, headers: dict[str, str]) -> httpx.Response:
        """Call back as anybody can."""
        async with httpx.AsyncClient(trust_env=False) as caller:
            return await caller.post(self.callback_url, content=body, headers=headers)


async def payee_with(street: Street, drawn: Draw, client_for: ClientFor, case: Case) -> Payee:
    """A borrower with a signed contract and a verified account in this row of the table."""
    client = client_for(Role.BORROWER)
    offer = told(owner=client.subject)
    contract_id = await drawn(offer)
    number = magic_account(case)
    waiting = Payee(client, contract_id, UUID(int=0), offer, number)
    account = await waiting.name_account(number)
    await street.verify(account)
    payout_id = await sign(street.service, contract_id)
    return Payee(client, contract_id, payout_id, offer, number)


async def sign(service: RunningApp, contract_id: UUID) -> UUID:
    """Let everybody have signed; the payout's id comes back."""
    steps = (
        Step(Happening.DISCLOSED, ContractStatus.DISCLOSED),
        Step(Happening.SIGNED, ContractStatus.SIGNING),
        Step(Happening.COMPLETED, ContractStatus.SIGNED),
    )
    async with service.sessions.begin() as session:
        row = await session.get_one(ContractRow, contract_id)
        for step in steps:
            await chronicle.changed(session, row, step, own_machinery())
        await entry.prepare(session, contract_id, own_machinery(), service.clock.today())
        statement = "SELECT payout_id FROM payouts WHERE contract_id = :id AND kind = 'loan'"
        found: UUID = (await session.execute(text(statement), {"id": contract_id})).scalar_one()
        return found
