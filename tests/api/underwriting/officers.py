"""Staff at work on a case, each step at the version that was read last."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from services.kit.identifiers import typeid_of
from services.kit.ledgers import outbox
from services.kit.roles import Role
from services.underwriting.cases.securities_examples import VALUATION_CREATE_EXAMPLE
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect
from tests.api.underwriting.telling import Told, collateral, told, yuan

Json = dict[str, Any]

WISH: Json = {"amount": yuan(20_000), "term_months": 12, "note": "流水稳定"}
REFUSAL: Json = {"reasons": ["repayment_capacity"], "note": "收入不足"}
QUESTION: Json = {"text": "请补充银行流水", "items": ["bank_statement"], "due_on": "2026-12-01"}


@dataclass(frozen=True)
class Bench:
    """The people of one desk, and the case before them."""

    client_for: ClientFor
    underwriter: Client
    approver: Client
    case_id: UUID

    @property
    def path(self) -> str:
        """Where the case is."""
        return f"/v1/cases/{typeid_of('case', self.case_id)}"

    async def read(self) -> Json:
        """The case as it stands."""
        found = expect(await self.underwriter.get(self.path), 200)
        assert isinstance(found, dict)
        return found

    async def step(self, who: Client, name: str, body: Json | None = None) -> httpx.Response:
        """Take the case one step further, at the version that stands."""
        version = (await self.read())["version"]
        return await who.post(f"{self.path}/{name}", body, version=version)

    async def claimed(self) -> Json:
        """The case on the underwriter's desk."""
        return expect(await self.step(self.underwriter, "claims"), 201)

    async def recommended(self, **changed: Any) -> Json:
        """The case with a recommendation."""
        await self.claimed()
        answer = await self.step(self.underwriter, "recommendations", WISH | changed)
        return expect(answer, 201)


def bench_for(client_for: ClientFor, case_id: UUID) -> Bench:
    """Two people nobody has met before."""
    return Bench(client_for, client_for(Role.UNDERWRITER), client_for(Role.APPROVER), case_id)


def referred() -> Told:
    """What a person must look at: the number begins with a region nobody knows."""
    submission = told()
    submission["party"]["warnings"] = ["identity_region_unverified"]
    return submission


def secured(*things: Json) -> Told:
    """What asks for a loan on property: on a home, unless other `things` are told."""
    product = {"type": "collateral", "amount_max": yuan(3_000_000)}
    return told(product=product, collaterals=[*things] or [collateral()])


def valuation_of(thing: Json, **changed: Any) -> Json:
    """What the underwriter finds about a thing that was told: worth 100,000 yuan, and free."""
    said = VALUATION_CREATE_EXAMPLE | {
        "collateral_id": thing["id"],
        "kind": thing["kind"],
        "value": yuan(100_000),
        "prior_liens": yuan(0),
    }
    return said | changed


async def events_of(service: RunningApp, case_id: UUID) -> list[str]:
    """What was told about a case, in order."""
    async with service.sessions() as session:
        found = await session.scalars(
            select(outbox.c.topic)
            .where(outbox.c.aggregate_id == case_id)
            .order_by(outbox.c.sequence)
        )
        return list(found)
