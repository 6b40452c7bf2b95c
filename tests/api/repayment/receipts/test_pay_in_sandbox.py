"""In a sandbox the borrower's bank pays us when it is told to; elsewhere there is no such bank."""

import pytest
from fastapi.routing import APIRoute, iter_route_contexts

from services.kit.foundation import Foundation
from services.kit.roles import Role
from services.repayment.main import create_app
from services.repayment.settings import Settings
from tests.api.repayment.paying import Body, loan_of, quote
from tests.api.repayment.telling import FREE_OF_FEES, a_funding, tell
from tests.api.signed_clients import Client, ClientFor, expect, refused

PAYMENTS = "/v1/sandbox/payments"


@pytest.fixture
def borrower(client_for: ClientFor) -> Client:
    """Whose loan it is."""
    return client_for(Role.BORROWER)


@pytest.fixture
async def own(neighbour: Client, borrower: Client) -> str:
    """A loan of the borrower."""
    told = a_funding(FREE_OF_FEES, owner=borrower.subject)
    taken: str = expect(await tell(neighbour, told), 200)["loan_id"]
    return taken


def to(loan_id: str, amount_minor: int, **changes: object) -> Body:
    return {"loan_id": loan_id, "amount": {"amount": amount_minor, "currency": "CNY"}, **changes}


async def test_a_borrower_pays_its_own_loan(borrower: Client, own: str) -> None:
    paid = expect(await borrower.post(PAYMENTS, to(own, 500)), 201)
    assert (paid["channel"], paid["status"], paid["loan_id"]) == ("sandbox_bank", "posted", own)
    again = expect(await borrower.post(PAYMENTS, to(own, 500)), 201)
    assert again["id"] != paid["id"]
    assert (await loan_of(borrower, own))["figures"]["suspense"] == 1_000


async def test_and_settles_it_before_its_time(borrower: Client, own: str) -> None:
    owed = (await quote(borrower, own))["days"][0]["total"]["amount"]
    expect(await borrower.post(PAYMENTS, to(own, owed, mode="prepay")), 201)
    assert (await loan_of(borrower, own))["status"] == "settled"


async def test_a_contract_is_paid_by_its_number(borrower: Client, own: str) -> None:
    number = (await loan_of(borrower, own))["contract_number"]
    body = to(own, 7)
    del body["loan_id"]
    paid = expect(await borrower.post(PAYMENTS, body | {"contract_number": number}), 201)
    assert paid["loan_id"] == own
    answer = await borrower.post(PAYMENTS, body | {"contract_number": "XW-NONE"})
    refused(answer, 404, "not_found")


async def test_nobody_pays_anothers_loan(client_for: ClientFor, own: str) -> None:
    refused(await client_for(Role.BORROWER).post(PAYMENTS, to(own, 1)), 404, "not_found")


async def test_one_of_loan_and_number_is_named(borrower: Client, own: str) -> None:
    both = to(own, 1, contract_number="XW20260310-0001AB")
    refused(await borrower.post(PAYMENTS, both), 422, "validation_failed")
    neither = {"amount": {"amount": 1, "currency": "CNY"}}
    refused(await borrower.post(PAYMENTS, neither), 422, "validation_failed")


async def test_f2_the_same_key_pays_once(borrower: Client, own: str) -> None:
    first, again = [await borrower.post(PAYMENTS, to(own, 5), key="s") for _ in range(2)]
    assert first.content == again.content
    assert (await loan_of(borrower, own))["figures"]["suspense"] == 5


@pytest.mark.parametrize("is_sandbox", [True, False])
async def test_outside_a_sandbox_there_is_no_bank(
    repayment_settings: Settings, *, is_sandbox: bool
) -> None:
    settings = repayment_settings.model_copy(update={"sandbox": is_sandbox})
    app = create_app(settings, Foundation.lay("repayment", settings))
    routes = [context.original_route for context in iter_route_contexts(app.routes)]
    paths = {route.path_format for route in routes if isinstance(route, APIRoute)}
    assert (PAYMENTS in paths) is is_sandbox
