"""A borrower with a contract, and a rail that says what a test wants."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from services.disbursement.payees.asking import Asking
from services.disbursement.payees.use_cases.verify_account import verify_account
from services.disbursement.rails.protocol import (
    Account,
    LookUp,
    NotFound,
    NotSubmitted,
    Outcome,
    PaymentOrder,
    RailTerms,
    Verdict,
    Verification,
    Verified,
)
from services.disbursement.rails.sandbox import SANDBOX_TERMS
from services.kit.identifiers import typeid_of, uuid_of
from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.telling import Told, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.sandbox_accounts import ordinary_account

Json = dict[str, Any]


@dataclass
class RailOfTests:
    """A rail that answers account checks with what a test put there, and pays nothing."""

    answers: list[Verification] = field(default_factory=list)
    asked: list[Account] = field(default_factory=list)

    @property
    def terms(self) -> RailTerms:
        """Those of the sandbox."""
        return SANDBOX_TERMS

    async def pay(self, _order: PaymentOrder) -> Outcome:
        """Nothing."""
        return NotSubmitted(1.0)

    async def look_up(self, _key: str) -> LookUp:
        """Nothing."""
        return NotFound()

    async def verify_account(self, account: Account) -> Verification:
        """The next answer; the account is the borrower's when none is left."""
        self.asked.append(account)
        return self.answers.pop(0) if self.answers else Verified(Verdict.MATCHES)

    async def aclose(self) -> None:
        """Nothing is open."""


@dataclass(frozen=True)
class Borrower:
    """Somebody with a contract."""

    client: Client
    contract_id: UUID
    offer: Told

    @property
    def contract(self) -> str:
        """The contract as the wire names it."""
        return typeid_of("ctr", self.contract_id)

    def account(self, **changed: Any) -> Json:
        """An account of the borrower's own."""
        return {
            "contract_id": self.contract,
            "holder_name": self.offer["borrower"]["name"],
            "account_number": ordinary_account(),
            "bank_code": "102100099996",
            **changed,
        }

    async def register(self, **changed: Any) -> Json:
        """Name an account."""
        answer = await self.client.post("/v1/payee-accounts", self.account(**changed))
        return expect(answer, 201)

    async def start(self, account: Json) -> Json:
        """Have its bank asked."""
        path = f"/v1/payee-accounts/{account['id']}/verifications"
        return expect(await self.client.post(path, version=account["version"]), 202)

    async def read(self, account: Json) -> Json:
        """How it stands."""
        return expect(await self.client.get(f"/v1/payee-accounts/{account['id']}"), 200)


NewBorrower = Callable[..., Awaitable[Borrower]]
Verify = Callable[[Json], Awaitable[None]]


@pytest.fixture
def borrower_with(client_for: ClientFor, drawn: Draw) -> NewBorrower:
    """A new borrower, whose accepted offer has these particulars."""

    async def make(**changed: Any) -> Borrower:
        client = client_for(Role.BORROWER)
        offer = told(owner=client.subject, **changed)
        return Borrower(client, await drawn(offer), offer)

    return make


@pytest.fixture
async def borrower(borrower_with: NewBorrower) -> Borrower:
    """A person with a contract."""
    return await borrower_with()


@pytest.fixture
def rail() -> RailOfTests:
    """A rail of the test's own."""
    return RailOfTests()


@pytest.fixture
def asking(service: RunningApp, rail: RailOfTests) -> Asking:
    """The worker's hands."""
    return Asking(service.sessions, service.clock, service.field_keys, rail)


@pytest.fixture
def verify(asking: Asking) -> Verify:
    """Do what the worker does for one account."""

    async def go(account: Json) -> None:
        await verify_account(uuid_of("acct", account["id"]), asking)

    return go
