"""From the accepted offer on, leaving is voiding the contract; then everybody hears of it."""

import pytest

from services.application.destinations.case_messages import WITHDRAWALS
from services.application.domain.statuses import CONTRACT_DECIDES
from tests.api.application.disburser import Fulfilment
from tests.api.application.fulfilment.reading import everything, history_of, shown
from tests.api.application.intake.applicant import Applicant, Json, move, path_of
from tests.api.application.intake.ledgers import put_into, topics_of
from tests.api.signed_clients import RunningApp, expect, refused


@pytest.mark.parametrize("status", sorted(CONTRACT_DECIDES))
async def test_a_withdrawal_is_refused_while_the_contract_decides(
    borrower: Applicant,
    application: Json,
    service: RunningApp,
    status: str,
) -> None:
    await put_into(service, application, status)
    before = await everything(service, application)
    answer = await move(borrower.client, application, "withdrawals", {})
    refused(answer, 409, "contract_decides")
    assert await everything(service, application) == before


@pytest.mark.parametrize(
    ("ended_by", "status", "actor"),
    [
        ("borrower", "withdrawn", "borrower"),
        ("partner", "withdrawn", "partner"),
        ("lender", "cancelled", "loan_officer"),
    ],
)
async def test_a_void_ends_the_application_by_whoever_voided_it(
    borrower: Applicant,
    begun: tuple[Json, Fulfilment],
    service: RunningApp,
    ended_by: str,
    status: str,
    actor: str,
) -> None:
    application, fulfilment = begun
    await fulfilment.signed()
    void = fulfilment.contract("voided", ended_by=ended_by, reason_code="better_offer")
    assert (await fulfilment.told(void))["status"] == status
    ended = await shown(borrower, application)
    assert ended["closing"] == {"reason_code": "better_offer", "reason": None}
    last = (await history_of(borrower, application))[-1]
    assert (last["to_status"], last["actor"]) == (status, actor)
    (offer,) = expect(await borrower.client.get(path_of(application, "offers")), 200)["data"]
    assert offer["status"] == "withdrawn"
    # Underwriting takes its promise back when it hears this.
    topic = (await topics_of(service, application))[-1]
    assert topic == f"application.{status}"
    assert topic in WITHDRAWALS


async def test_a_draft_is_voided_as_well(fulfilment: Fulfilment) -> None:
    await fulfilment.told(fulfilment.contract("draft"))
    void = fulfilment.contract("voided", ended_by="lender")
    assert (await fulfilment.told(void))["status"] == "cancelled"


async def test_a_contract_given_up_after_a_return_cancels(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.running()
    await fulfilment.told(fulfilment.payout("returned"))
    ended = fulfilment.contract("terminated", ended_by="lender", reason_code="unreachable")
    assert (await fulfilment.told(ended))["status"] == "cancelled"
    assert (await topics_of(service, application))[-1] == "application.cancelled"


async def test_what_comes_after_the_end_is_taken_and_moves_nothing(
    borrower: Applicant, fulfilment: Fulfilment
) -> None:
    await fulfilment.signed()
    await fulfilment.told(fulfilment.contract("voided", ended_by="borrower"))
    for late in (fulfilment.payout("cancelled"), fulfilment.contract("effective")):
        assert (await fulfilment.told(late))["status"] == "withdrawn"
    await borrower.draft()  # the way is free for the next one


async def test_a_contract_drawn_anew_ends_nothing_and_the_next_one_takes_its_place(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    """Two contracts are two stories: the next one may be told of before the first one's end."""
    await fulfilment.told(fulfilment.contract("draft"))
    voided = fulfilment.contract("voided", reason_code="terms_changed")
    first = fulfilment.contract_id
    fulfilment.draw_anew()
    drawn = fulfilment.contract("draft")
    early = refused(await fulfilment.tell(drawn), 409, "another_contract")
    assert early["retryable"]
    assert (await fulfilment.told(voided))["status"] == "contracting"
    assert (await fulfilment.told(drawn))["status"] == "contracting"
    assert (await fulfilment.told(voided))["status"] == "contracting"
    for status in ("disclosed", "signing", "signed"):
        await fulfilment.told(fulfilment.contract(status))
    assert fulfilment.contract_id != first
    assert (await shown(borrower, application))["status"] == "contracted"
