"""record_contract_status, record_payout_status, record_loan_status: once, in order, or not."""

import asyncio
import itertools
from typing import Any

import asyncpg
import pytest

from services.application.domain.statuses import ApplicationStatus
from services.application.fulfilment.domain.place import ENDED, LADDER
from services.kit.identifiers import new_id, typeid_of
from tests.api.application.disburser import TO_SENT, TO_SIGNED, Fulfilment, fulfilment_of
from tests.api.application.fulfilment.reading import everything, status_of
from tests.api.application.intake.applicant import Applicant, Json, a_borrower
from tests.api.application.intake.ledgers import put_into, topics_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.postgres_run import Addresses


def whole_story(fulfilment: Fulfilment) -> list[Json]:
    """Everything that is told on the way to a running loan."""
    return [
        *(fulfilment.contract(status) for status in TO_SIGNED),
        *(fulfilment.payout(status) for status in TO_SENT),
        fulfilment.payout("settled"),
        fulfilment.contract("effective"),
        fulfilment.loan("active"),
    ]


async def test_f2_a_repeat_is_answered_and_changes_nothing(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    """As when the answer to the first delivery was lost on its way."""
    messages = whole_story(fulfilment)
    for message in messages:
        await fulfilment.told(message)
        assert await fulfilment.told(message) == await fulfilment.told(message)
    before = await everything(service, application)
    for message in [*messages, *reversed(messages)]:
        assert (await fulfilment.told(message))["status"] == "active"
    assert await everything(service, application) == before


@pytest.mark.parametrize("seed", range(4))
async def test_f3_shuffled_and_doubled_deliveries_end_the_same(
    borrower: Applicant,
    application: Json,
    fulfilment: Fulfilment,
    service: RunningApp,
    seed: int,
) -> None:
    """In any order, each tried again until it is taken, as a relay without order would."""
    messages = whole_story(fulfilment)
    turned = messages[seed * 3 :] + messages[: seed * 3]
    left = list(itertools.chain.from_iterable((each, each) for each in reversed(turned)))
    while left:
        answer = await fulfilment.tell(left[0])
        if answer.status_code == 200:
            left.pop(0)
        else:
            assert refused(answer, 409, "sequence_gap")["retryable"]
            left.append(left.pop(0))
    assert await status_of(borrower, application) == "active"
    topics = await topics_of(service, application)
    assert topics[-3:] == [f"application.{each}" for each in ("contracted", "disbursed", "active")]


async def test_the_same_message_20_times_at_once_moves_once(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.sent()
    message = fulfilment.payout("settled")
    answers = await asyncio.gather(*(fulfilment.tell(message) for _ in range(20)))
    assert {expect(answer, 200)["status"] for answer in answers} == {"disbursed"}
    assert (await topics_of(service, application)).count("application.disbursed") == 1


async def test_the_two_stories_at_once_end_in_a_running_loan(
    borrower: Applicant, application: Json, fulfilment: Fulfilment
) -> None:
    await fulfilment.sent()
    settled, active = fulfilment.payout("settled"), fulfilment.loan("active")
    answers = await asyncio.gather(fulfilment.tell(settled), fulfilment.tell(active))
    assert {answer.status_code for answer in answers} == {200}
    assert await status_of(borrower, application) == "active"


async def test_w6_f1_a_move_whose_event_cannot_be_written_is_not_made(
    application: Json,
    fulfilment: Fulfilment,
    service: RunningApp,
    database: Addresses,
) -> None:
    """Killed between taking and telling on: nothing is kept, and the next try finds its place."""
    await fulfilment.sent()
    message = fulfilment.payout("settled")
    before = await everything(service, application)
    holder = await asyncpg.connect(database.admin_dsn)
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE application.outbox IN EXCLUSIVE MODE")
            refused(await fulfilment.tell(message), 503, "database_unavailable")
    finally:
        await holder.close()
    assert await everything(service, application) == before
    assert (await fulfilment.told(message))["status"] == "disbursed"


async def test_what_was_overtaken_is_taken_and_changes_nothing(
    application: Json, fulfilment: Fulfilment, service: RunningApp
) -> None:
    await fulfilment.paid()
    before = await everything(service, application)
    for late in (
        fulfilment.contract("disclosed", missing=["signature"]),
        fulfilment.payout("failed"),
        fulfilment.payout("created"),
    ):
        assert (await fulfilment.told(late))["status"] == "disbursed"
    assert await everything(service, application) == before
    await fulfilment.told(fulfilment.loan("active"))
    await fulfilment.told(fulfilment.loan("written_off"))
    before = await everything(service, application)
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "written_off"
    assert await everything(service, application) == before


async def test_a_settled_loan_whose_money_did_not_come_runs_again(fulfilment: Fulfilment) -> None:
    await fulfilment.paid()
    await fulfilment.told(fulfilment.loan("active"))
    assert (await fulfilment.told(fulfilment.loan("settled")))["status"] == "settled"
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "active"
    assert (await fulfilment.told(fulfilment.loan("settled")))["status"] == "settled"


async def test_an_active_loan_of_a_payout_that_came_back_is_not_believed(
    fulfilment: Fulfilment,
) -> None:
    await fulfilment.paid()
    await fulfilment.told(fulfilment.payout("returned"))
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "disbursing"


async def test_a_loan_heard_of_before_its_contract_waits_for_it(fulfilment: Fulfilment) -> None:
    assert (await fulfilment.told(fulfilment.loan("active")))["status"] == "offer_accepted"
    assert (await fulfilment.signed())["status"] == "contracted"
    assert (await fulfilment.told(fulfilment.payout("created")))["status"] == "active"


async def test_another_contract_or_loan_is_refused(
    application: Json, fulfilment: Fulfilment, borrower: Applicant
) -> None:
    await fulfilment.running()
    stranger = Fulfilment(
        fulfilment.disbursement, fulfilment.repayment, application["id"], borrower.party_id
    )
    refused(await stranger.tell(stranger.contract("draft")), 409, "another_contract")
    stranger.contract_story.last = 0
    refused(await stranger.tell(stranger.payout("created")), 409, "another_contract")
    refused(await stranger.tell(stranger.loan("active")), 409, "another_contract")
    stranger.contract_id, stranger.loan_story.last = fulfilment.contract_id, 0
    refused(await stranger.tell(stranger.loan("active")), 409, "another_loan")


async def test_a_payout_of_a_contract_nobody_told_of_is_refused(fulfilment: Fulfilment) -> None:
    refused(await fulfilment.tell(fulfilment.payout("created")), 409, "another_contract")


async def test_what_belongs_to_another_application_is_refused(
    fulfilment: Fulfilment,
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> None:
    await fulfilment.running()
    other = await a_borrower(service, client_for)
    _, theirs = await fulfilment_of(other, neighbour, disbursement, repayment)
    own_contract, theirs.contract_id = theirs.contract_id, fulfilment.contract_id
    theirs.contract_story.last = 50
    refused(await theirs.tell(theirs.contract("draft", after=0)), 409, "another_contract")
    theirs.contract_id, theirs.contract_story.last = own_contract, 0
    await theirs.told(theirs.contract("draft"))
    theirs.loan_id = fulfilment.loan_id
    refused(await theirs.tell(theirs.loan("active", sequence=9)), 409, "another_loan")


async def test_an_unknown_application_is_told_apart(fulfilment: Fulfilment) -> None:
    fulfilment.application_id = typeid_of("app", new_id())
    for message in (
        fulfilment.contract("draft"),
        fulfilment.loan("active"),
    ):
        refused(await fulfilment.tell(message), 404, "not_found")


@pytest.mark.parametrize("status", sorted(ApplicationStatus))
async def test_z6_a_contract_is_heard_of_only_once_the_offer_was_accepted(
    application: Json,
    fulfilment: Fulfilment,
    service: RunningApp,
    status: ApplicationStatus,
) -> None:
    await put_into(service, application, status)
    before = await everything(service, application)
    answer = await fulfilment.tell(fulfilment.contract("draft"))
    if status in ENDED or status in LADDER:
        expected = "contracting" if status == "offer_accepted" else status
        assert expect(answer, 200)["status"] == expected
    else:
        refused(answer, 409, "transition_not_allowed")
        assert await everything(service, application) == before


WRONG: list[tuple[str, str, Any]] = [
    ("contract", "number", "xw 1"),
    ("contract", "status", "lost"),
    ("contract", "missing", ["Condition"]),
    ("contract", "ended_by", "nobody"),
    ("payout", "tranche", 0),
    ("payout", "amount", {"amount": 0, "currency": "CNY"}),
    ("payout", "value_date", "2026-02-30"),
    ("loan", "next_due", {"due_on": "2026-04-11"}),
]


@pytest.mark.parametrize(("what", "member", "value"), WRONG)
async def test_a_message_out_of_form_is_refused_at_its_place(
    fulfilment: Fulfilment, what: str, member: str, value: Any
) -> None:
    made = {
        "contract": fulfilment.contract,
        "payout": fulfilment.payout,
        "loan": fulfilment.loan,
    }
    message = made[what]({"contract": "draft", "payout": "created", "loan": "active"}[what])
    problem = refused(await fulfilment.tell(message | {member: value}), 422, "validation_failed")
    assert all(error["pointer"].startswith(f"/{member}") for error in problem["errors"])
