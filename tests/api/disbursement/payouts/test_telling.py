"""What the neighbours are told of a payout: the journey all of it, repayment when money moved."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.destinations.application import ApplicationService
from services.disbursement.destinations.repayment import RepaymentService
from services.kit.http import ServiceClient
from services.kit.internal_tokens import InternalSigner
from services.kit.relay import Relay
from services.kit.service_keys import private_key_file
from services.repayment.loans.domain.reproduction import reproduced
from services.repayment.loans.schemas.told import FundingTold
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.signed_clients import RunningApp
from tests.serving import served

Heard = list[tuple[str, dict[str, Any]]]


@dataclass
class Neighbours:
    """Everything that was put, in its order."""

    heard: Heard = field(default_factory=list)

    async def take(self, request: Request) -> JSONResponse:
        """Write down one message."""
        self.heard.append((request.url.path, await request.json()))
        return JSONResponse({})

    def about(self, payee: Payee, ending: str) -> list[dict[str, Any]]:
        """The messages about one payout, on paths that end so."""
        return [
            body
            for path, body in self.heard
            if path.endswith(ending)
            and payee.key in {body.get("payout_id"), body.get("payout", {}).get("id")}
        ]


@pytest.fixture
def neighbours() -> Neighbours:
    return Neighbours()


@pytest.fixture
async def relay(
    service: RunningApp, neighbours: Neighbours, disbursement_keys: Path
) -> AsyncIterator[Relay]:
    """Our relay, with both neighbours listening on a real port."""
    app = Starlette(routes=[Route("/{path:path}", neighbours.take, methods=["PUT"])])
    signer = InternalSigner(private_key_file(disbursement_keys, "disbursement"), "svc:disbursement")
    async with (
        served(app) as address,
        ServiceClient("application", address, signer, timeout_s=5) as application,
        ServiceClient("repayment", address, signer, timeout_s=5) as repayment,
    ):
        yield Relay(
            service.sessions,
            [
                ApplicationService(service.sessions, application, service.clock),
                RepaymentService(service.sessions, repayment),
            ],
        )


async def told(relay: Relay, neighbours: Neighbours, payee: Payee, ending: str, count: int) -> None:
    """Sweep until so many messages arrived: a sweep takes a bounded number of stories."""
    for _ in range(100):
        if len(neighbours.about(payee, ending)) >= count:
            return
        await relay.sweep()
    raise AssertionError(neighbours.heard[-5:])


async def test_the_journey_hears_every_step_in_order(
    street: Street, payee: NewPayee, relay: Relay, neighbours: Neighbours
) -> None:
    waiting = await payee()
    settled = await street.until(waiting, "settled")
    await told(relay, neighbours, waiting, "/payout-status", 6)
    heard = neighbours.about(waiting, "/payout-status")
    assert [body["status"] for body in heard] == [
        *("created", "conditions_pending", "ready", "approved", "submitted", "settled")
    ]
    assert settled.settled_on is not None
    assert heard[-1] | {"sequence": 0, "after": 0} == {
        "sequence": 0,
        "after": 0,
        "contract_id": waiting.contract,
        "payout_id": waiting.key,
        "tranche": 1,
        "status": "settled",
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "value_date": settled.settled_on.isoformat(),
        "reason_code": None,
    }
    assert [body["sequence"] for body in heard] == sorted(body["sequence"] for body in heard)


async def test_repayment_is_given_the_terms_and_both_schedules(
    street: Street, payee: NewPayee, relay: Relay, neighbours: Neighbours
) -> None:
    waiting = await payee()
    settled = await street.until(waiting, "settled")
    await told(relay, neighbours, waiting, waiting.contract, 1)
    [funding] = neighbours.about(waiting, f"/internal/v1/loans/{waiting.contract}")
    assert settled.settled_on is not None
    day = settled.settled_on.isoformat()
    assert funding["kind"] == "funding"
    assert funding["application_id"] == waiting.offer["application"]["id"]
    assert (funding["owner"], funding["partner_id"]) == (waiting.client.subject, None)
    assert funding["signers"] == [waiting.client.subject]
    assert funding["product"] == {"code": "SOLE_TRADER_CREDIT", "version": 1, "type": "credit"}
    assert funding["payout"] == {
        "id": waiting.key,
        "tranche": 1,
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "value_date": day,
    }
    assert funding["contract"]["id"] == waiting.contract
    assert funding["schedule"]["disbursed_on"] == day
    assert funding["contract"]["schedule"]["rows"]
    arrived = FundingTold.model_validate_json(json.dumps(funding)).funding()
    assert arrived.signers == (waiting.client.subject,)
    taken = arrived.figures
    assert (
        reproduced(taken).schedule.rows[0].due_on.isoformat()
        == (funding["schedule"]["rows"][0]["due_on"])
    )
    assert [fee.payee.value for fee in taken.terms.planned.loan.fees] == ["lender"]
    assert taken.terms.contingent_fees["legal_cost"].payee.value == "third_party"


async def test_money_that_came_back_is_told_to_both(
    street: Street, payee: NewPayee, relay: Relay, neighbours: Neighbours
) -> None:
    waiting = await payee(Case.RETURNED)
    settled = await street.until(waiting, "settled")
    assert settled.settled_on is not None
    back_on = settled.settled_on + timedelta(days=3)
    await street.tell_day(back_on)
    await street.until(waiting, "returned")
    path = f"/internal/v1/funding-reversals/{waiting.key}"
    await told(relay, neighbours, waiting, path, 1)
    [reversal] = neighbours.about(waiting, path)
    assert reversal | {"sequence": 0, "after": 0} == {
        "sequence": 0,
        "after": 0,
        "kind": "funding_reversal",
        "contract_id": waiting.contract,
        "payout_id": waiting.key,
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "returned_on": back_on.isoformat(),
        "reason_code": "account_closed",
    }
    await told(relay, neighbours, waiting, "/payout-status", 7)
    assert neighbours.about(waiting, "/payout-status")[-1]["status"] == "returned"


async def test_why_it_failed_is_told(
    street: Street, payee: NewPayee, relay: Relay, neighbours: Neighbours
) -> None:
    waiting = await payee(Case.CLOSED_SINCE)
    await street.until(waiting, "failed")
    await told(relay, neighbours, waiting, "/payout-status", 6)
    last = neighbours.about(waiting, "/payout-status")[-1]
    assert (last["status"], last["reason_code"]) == ("failed", "account_closed")
