"""What a loan owes takes the place of its case's promise, and gives it back with the money."""

import asyncio
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from services.kit.identifiers import uuid_of
from services.kit.money import Money
from services.kit.roles import Role
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.sealed_submissions import borrower_index
from services.underwriting.exposure import entry as exposure
from services.underwriting.exposure.entry import OverLimit, Promise, Reserved
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused
from tests.api.underwriting.conftest import NOW
from tests.api.underwriting.telling import Told, another, path_of, told, withdrawal, yuan

LENT = 3_000_000
CAP = 10_000_000
TODAY = NOW.date()


@dataclass(frozen=True)
class Borrowing:
    """A borrower whose case was promised an amount."""

    submission: Told
    promise: Promise

    def loan(self, **changes: Any) -> Told:
        """What the repayment service tells of the loan once its money arrived."""
        return {
            "sequence": 1,
            "after": 0,
            "loan_id": another("loan"),
            "application_id": self.submission["application"]["id"],
            "party_id": self.submission["party"]["id"],
            "outstanding": {"amount": LENT, "currency": "CNY"},
            "days_past_due": 0,
            "status": "active",
        } | changes


def returned(loan: Told) -> Told:
    """The money of that loan went back."""
    nothing = {"amount": 0, "currency": "CNY"}
    return loan | {"sequence": 2, "after": 1, "outstanding": nothing, "status": "pending"}


@pytest.fixture
def repayment(client_for: ClientFor) -> Client:
    """The repayment service's relay."""
    return client_for(subject="system:relay", signer="repayment")


@pytest.fixture
async def borrowing(neighbour: Client, service: RunningApp) -> Borrowing:
    """A new borrower, promised the amount."""
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    index = borrower_index(SubmissionTold.model_validate(submission).party, service.field_keys)
    case_id = uuid_of("case", answer["case_id"])
    promise = Promise(index, case_id, Money(LENT, "CNY"), "credit")
    assert isinstance(await reserve(service, promise), Reserved)
    return Borrowing(submission, promise)


async def reserve(service: RunningApp, promise: Promise) -> Reserved | OverLimit:
    async with service.sessions.begin() as session:
        return await exposure.reserve(session, promise, cap_minor=CAP)


async def tell(repayment: Client, loan: Told) -> Any:
    return await repayment.put(f"/internal/v1/exposures/{loan['party_id']}", loan)


async def sums(service: RunningApp, promise: Promise, today: date = TODAY) -> tuple[int, int, int]:
    async with service.sessions() as session:
        found = await exposure.standing(session, promise.borrower_index, "CNY", today)
    return found.outstanding_minor, found.in_flight_minor, found.days_past_due_max


async def test_a_promise_becomes_what_is_owed_and_the_sum_stays(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    assert await sums(service, borrowing.promise) == (0, LENT, 0)
    loan = borrowing.loan()
    answer = expect(await tell(repayment, loan), 200)
    assert answer == {"loan_id": loan["loan_id"], "party_id": loan["party_id"]}
    assert await sums(service, borrowing.promise) == (LENT, 0, 0)


async def test_money_that_went_back_is_promised_again(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    expect(await tell(repayment, returned(loan)), 200)
    assert await sums(service, borrowing.promise) == (0, LENT, 0)
    again = borrowing.loan(loan_id=loan["loan_id"], sequence=3, after=2)
    expect(await tell(repayment, again), 200)
    assert await sums(service, borrowing.promise) == (LENT, 0, 0)


async def test_money_that_went_back_after_the_case_was_closed_is_promised_to_nobody(
    neighbour: Client, repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    expect(await neighbour.put(path_of(borrowing.submission), withdrawal(4, 3)), 200)
    assert await sums(service, borrowing.promise) == (LENT, 0, 0)
    expect(await tell(repayment, returned(loan)), 200)
    assert await sums(service, borrowing.promise) == (0, 0, 0)


async def test_money_that_went_back_before_the_case_was_closed_is_given_back_with_it(
    neighbour: Client, repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    expect(await tell(repayment, returned(loan)), 200)
    assert await sums(service, borrowing.promise) == (0, LENT, 0)
    expect(await neighbour.put(path_of(borrowing.submission), withdrawal(4, 3)), 200)
    assert await sums(service, borrowing.promise) == (0, 0, 0)


async def test_what_is_repaid_and_late_is_seen(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    left = {"amount": 1_000_000, "currency": "CNY"}
    later = loan | {"sequence": 2, "after": 1, "outstanding": left, "days_past_due": 12}
    expect(await tell(repayment, later), 200)
    assert await sums(service, borrowing.promise) == (1_000_000, 0, 12)


async def test_a_loan_grows_late_by_itself_from_the_day_after_it_was_due(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    due_on = date(2027, 2, 15)
    loan = borrowing.loan(late_after=due_on.isoformat())
    expect(await tell(repayment, loan), 200)
    days = [date(2027, 1, 15), due_on, date(2027, 2, 16), date(2027, 3, 31)]
    late = [(await sums(service, borrowing.promise, day))[2] for day in days]
    assert late == [0, 0, 1, 44]
    paid = loan | {"sequence": 2, "after": 1, "late_after": "2027-03-31"}
    expect(await tell(repayment, paid), 200)
    assert await sums(service, borrowing.promise, days[-1]) == (LENT, 0, 0)


async def test_the_latest_of_several_loans_counts_and_what_was_told_is_never_less(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    today = date(2027, 3, 1)
    for told_days, late_after in ((3, "2027-02-28"), (0, "2027-02-22"), (0, None)):
        loan = borrowing.loan(days_past_due=told_days, late_after=late_after)
        expect(await tell(repayment, loan), 200)
    assert (await sums(service, borrowing.promise, today))[2] == 7
    assert (await sums(service, borrowing.promise))[2] == 3


async def test_a_loan_that_has_ended_leaves_nothing_promised(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    nothing = {"amount": 0, "currency": "CNY"}
    ended = loan | {"sequence": 2, "after": 1, "outstanding": nothing, "status": "settled"}
    expect(await tell(repayment, ended), 200)
    assert await sums(service, borrowing.promise) == (0, 0, 0)


async def test_c14_the_same_message_at_once_and_old_ones_later_change_nothing(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    loan = borrowing.loan()
    for answer in await asyncio.gather(*(tell(repayment, loan) for _ in range(20))):
        expect(answer, 200)
    expect(await tell(repayment, returned(loan)), 200)
    expect(await tell(repayment, loan), 200)
    assert await sums(service, borrowing.promise) == (0, LENT, 0)


async def test_what_comes_too_early_is_refused(repayment: Client, borrowing: Borrowing) -> None:
    problem = refused(await tell(repayment, returned(borrowing.loan())), 409, "sequence_gap")
    assert problem["retryable"] is True


async def test_what_was_drawn_is_neither_released_nor_replaced(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    expect(await tell(repayment, borrowing.loan()), 200)
    promise = borrowing.promise
    async with service.sessions.begin() as session:
        await exposure.release(session, promise.borrower_index, promise.case_id)
    assert await sums(service, promise) == (LENT, 0, 0)


async def test_a_promise_given_back_before_stays_so_and_the_loan_counts_by_itself(
    repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    promise = borrowing.promise
    async with service.sessions.begin() as session:
        await exposure.release(session, promise.borrower_index, promise.case_id)
    loan = borrowing.loan()
    expect(await tell(repayment, loan), 200)
    assert await sums(service, promise) == (LENT, 0, 0)
    expect(await tell(repayment, returned(loan)), 200)
    assert await sums(service, promise) == (0, 0, 0)


async def test_a_case_that_was_promised_nothing_has_its_loan_counted_all_the_same(
    neighbour: Client, repayment: Client, service: RunningApp
) -> None:
    submission = told()
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    index = borrower_index(SubmissionTold.model_validate(submission).party, service.field_keys)
    promise = Promise(index, uuid_of("case", answer["case_id"]), Money(LENT, "CNY"), "credit")
    expect(await tell(repayment, Borrowing(submission, promise).loan()), 200)
    assert await sums(service, promise) == (LENT, 0, 0)


async def test_c15_what_is_owed_counts_against_the_cap(
    neighbour: Client, repayment: Client, service: RunningApp, borrowing: Borrowing
) -> None:
    expect(await tell(repayment, borrowing.loan()), 200)
    number = borrowing.submission["party"]["identity_number"]
    second = told(party={"identity_number": number})
    answer = expect(await neighbour.put(path_of(second), second), 200)
    index, case_id = borrowing.promise.borrower_index, uuid_of("case", answer["case_id"])
    greedy = Promise(index, case_id, Money(CAP, "CNY"), "credit")
    assert await reserve(service, greedy) == OverLimit(CAP - LENT)


async def test_staff_see_the_loan(
    client_for: ClientFor, repayment: Client, borrowing: Borrowing
) -> None:
    loan = borrowing.loan(days_past_due=3)
    expect(await tell(repayment, loan), 200)
    path = f"/v1/parties/{loan['party_id']}/exposure"
    shown = expect(await client_for(Role.RISK_MANAGER).get(path), 200)
    assert shown["outstanding"] == shown["total"] == yuan(LENT // 100)
    (listed,) = shown["loans"]
    assert (listed["loan_id"], listed["days_past_due"]) == (loan["loan_id"], 3)
    assert listed["outstanding"] == yuan(LENT // 100)


@pytest.mark.parametrize("wrong", ["application_id", "party_id"])
async def test_a_loan_no_case_led_to_is_not_found(
    repayment: Client, borrowing: Borrowing, wrong: str
) -> None:
    loan = borrowing.loan(**{wrong: another("app" if wrong == "application_id" else "party")})
    refused(await tell(repayment, loan), 404, "not_found")


async def test_the_path_and_the_message_name_the_same_party(
    repayment: Client, borrowing: Borrowing
) -> None:
    answer = await repayment.put(f"/internal/v1/exposures/{another('party')}", borrowing.loan())
    problem = refused(answer, 422, "validation_failed")
    assert problem["errors"][0]["pointer"] == "/party_id"


@pytest.mark.parametrize("signer", ["gateway", "application"])
async def test_nobody_but_repayment_reaches_the_door(
    client_for: ClientFor, borrowing: Borrowing, signer: str
) -> None:
    stranger = client_for(subject="system:relay", signer=signer)
    answer = await tell(stranger, borrowing.loan())
    assert answer.status_code in {401, 403, 404}, answer.text
