"""The disclosure of costs: its figures, begin_reading and the time it takes, confirm_disclosure."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import text

from services.kit.roles import Role
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import (
    begin,
    confirm,
    disclose,
    path_to,
    shown,
    sign,
    topics_of,
)
from tests.api.disbursement.telling import co_signer, told
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

HOUR = timedelta(hours=1)


@pytest.fixture
def slow_reading(service: RunningApp) -> Iterator[None]:
    """A service that asks for an hour of reading."""
    resources = service.app.state.resources
    service.app.state.resources = replace(resources, reading=HOUR)
    yield
    service.app.state.resources = resources


async def test_every_cost_is_shown_and_the_sum_is_what_is_repaid(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    answer = expect(await borrower.get(path_to(contract_id, "cost-disclosure")), 200)
    items = {item["code"]: item["amount"]["amount"] for item in answer["items"]}
    assert items == {"interest": 198_557, "service": 15_000}
    assert answer["principal"]["amount"] + sum(items.values()) == answer["total"]["amount"]
    contract = await shown(borrower, contract_id)
    assert answer["annual_cost"] == contract["annual_cost"]
    assert [each["code"] for each in answer["contingent"]] == [
        "penalty_interest",
        "compound_interest",
        "legal_cost",
    ]
    assert answer["reading"] == {"began_at": None, "may_confirm_at": None, "confirmed_at": None}


async def test_reading_begins_once_and_the_journey_hears_of_it(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    first = await begin(borrower, contract_id)
    assert (await begin(borrower, contract_id))["reading"] == first["reading"]
    assert first["reading"]["may_confirm_at"] == first["reading"]["began_at"]
    assert await topics_of(service, contract_id) == [
        "contract.drafted",
        "contract.conditions_changed",
    ]


@pytest.mark.usefixtures("slow_reading")
async def test_a_confirmation_before_the_time_is_over_is_refused(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    begun = await begin(borrower, contract_id)
    assert begun["reading"]["may_confirm_at"] > begun["reading"]["began_at"]
    answer = await confirm(borrower, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "reading_time_not_over")
    assert answer.json()["retryable"] is True
    assert 0 < int(answer.headers["retry-after"]) <= HOUR.total_seconds()


async def test_a_confirmation_without_reading_is_refused(borrower: Client, drawn: Draw) -> None:
    contract_id = await drawn(told(borrower.subject))
    answer = await confirm(borrower, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "disclosure_unread")


async def test_another_disclosure_than_the_one_that_stands_is_refused(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await begin(borrower, contract_id)
    answer = await confirm(borrower, contract_id, "0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (409, "disclosure_changed")


async def test_a_confirmed_disclosure_opens_the_signing(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    contract = await disclose(borrower, contract_id)
    assert contract["status"] == "disclosed"
    read = expect(await borrower.get(path_to(contract_id, "cost-disclosure")), 200)["reading"]
    assert read["confirmed_at"] >= read["began_at"]
    assert (await topics_of(service, contract_id))[-1] == "contract.disclosed"
    async with service.sessions() as session:
        statement = text("SELECT count(*) FROM disclosure_confirmations WHERE contract_id = :id")
        assert await session.scalar(statement, {"id": contract_id}) == 1
    again = await confirm(borrower, contract_id)
    assert (again.status_code, again.json()["code"]) == (409, "transition_not_allowed")


async def test_nobody_signs_before_the_disclosure_is_confirmed(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    answer = await sign(borrower, contract_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "disclosure_unconfirmed")


async def test_a_guarantor_reads_but_does_not_confirm_for_the_borrower(
    client_for: ClientFor, borrower: Client, drawn: Draw
) -> None:
    guarantor = client_for(Role.BORROWER)
    offer = told(borrower.subject)
    offer["signers"].append(co_signer("guarantor", guarantor.subject))
    contract_id = await drawn(offer)
    expect(await guarantor.get(path_to(contract_id, "cost-disclosure")), 200)
    answer: httpx.Response = await guarantor.post(
        path_to(contract_id, "cost-disclosure", "readings")
    )
    assert answer.status_code == 404


async def test_c12_a_confirmation_at_an_old_version_is_refused(
    borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    await begin(borrower, contract_id)
    answer = await confirm(borrower, contract_id, version=1)
    assert answer.status_code == 412
