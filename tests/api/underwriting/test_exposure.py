"""What one borrower was promised, and that no two hands promise more than the cap."""

import asyncio
from uuid import UUID

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
from tests.api.underwriting.telling import Told, another, identity_number, path_of, told, yuan

CAP = 10_000_000
EACH = 3_000_000
HANDS = 20


async def case_of(neighbour: Client, submission: Told) -> UUID:
    answer = expect(await neighbour.put(path_of(submission), submission), 200)
    return uuid_of("case", answer["case_id"])


def promise_of(service: RunningApp, submission: Told, case_id: UUID, amount: int) -> Promise:
    party = SubmissionTold.model_validate(submission).party
    index = borrower_index(party, service.field_keys)
    return Promise(index, case_id, Money(amount, "CNY"), "credit")


async def reserve(service: RunningApp, promise: Promise, cap: int = CAP) -> Reserved | OverLimit:
    async with service.sessions.begin() as session:
        return await exposure.reserve(session, promise, cap_minor=cap)


@pytest.fixture
async def applied(neighbour: Client, service: RunningApp) -> tuple[Told, Promise]:
    """A new borrower with one case, and a promise for it."""
    submission = told()
    case_id = await case_of(neighbour, submission)
    return submission, promise_of(service, submission, case_id, EACH)


async def test_c15_twenty_promises_at_once_do_not_beat_the_cap(
    neighbour: Client, service: RunningApp
) -> None:
    """One person under twenty accounts, each approved at the same moment."""
    number = identity_number()
    submissions = [told(party={"identity_number": number}) for _ in range(HANDS)]
    cases = [await case_of(neighbour, submission) for submission in submissions]
    promises = [
        promise_of(service, submission, case_id, EACH)
        for submission, case_id in zip(submissions, cases, strict=True)
    ]
    together = asyncio.Barrier(HANDS)

    async def hand(promise: Promise) -> Reserved | OverLimit:
        async with service.sessions.begin() as session:
            await session.connection()
            await together.wait()
            return await exposure.reserve(session, promise, cap_minor=CAP)

    outcomes = await asyncio.gather(*map(hand, promises))
    held = [outcome for outcome in outcomes if isinstance(outcome, Reserved)]
    assert len(held) == CAP // EACH
    assert {o.available_minor for o in outcomes if isinstance(o, OverLimit)} == {CAP % EACH}
    assert sorted(each.taken.in_flight_minor for each in held) == [EACH, 2 * EACH, 3 * EACH]
    async with service.sessions() as session:
        after = await exposure.standing(session, promises[0].borrower_index, "CNY", NOW.date())
    assert after.total_minor == CAP // EACH * EACH <= CAP


async def test_c15_two_borrowers_do_not_wait_for_one_another(
    neighbour: Client, service: RunningApp
) -> None:
    promises = []
    for _ in range(2):
        submission = told()
        promises.append(promise_of(service, submission, await case_of(neighbour, submission), EACH))
    async with service.sessions.begin() as one:
        await exposure.reserve(one, promises[0], cap_minor=CAP)
        async with asyncio.timeout(5), service.sessions.begin() as other:
            assert isinstance(await exposure.reserve(other, promises[1], cap_minor=CAP), Reserved)


async def test_promising_again_for_a_case_replaces_its_amount(
    applied: tuple[Told, Promise], service: RunningApp
) -> None:
    _, promise = applied
    for amount in (EACH, CAP, EACH - 1):
        again = Promise(promise.borrower_index, promise.case_id, Money(amount, "CNY"), "credit")
        held = await reserve(service, again)
        assert isinstance(held, Reserved)
        assert held.taken.in_flight_minor == amount


async def test_a_refused_promise_leaves_the_earlier_one(
    applied: tuple[Told, Promise], service: RunningApp
) -> None:
    _, promise = applied
    await reserve(service, promise)
    greedy = Promise(promise.borrower_index, promise.case_id, Money(CAP + 1, "CNY"), "credit")
    assert await reserve(service, greedy) == OverLimit(CAP)
    async with service.sessions() as session:
        assert (
            await exposure.standing(session, promise.borrower_index, "CNY", NOW.date())
        ).in_flight_minor == EACH


async def test_what_is_released_can_be_promised_anew_and_twice_is_once(
    applied: tuple[Told, Promise], service: RunningApp
) -> None:
    _, promise = applied
    await reserve(service, promise)
    for _ in range(2):
        async with service.sessions.begin() as session:
            await exposure.release(session, promise.borrower_index, promise.case_id)
            after = await exposure.standing(session, promise.borrower_index, "CNY", NOW.date())
            assert after.total_minor == 0
    assert isinstance(await reserve(service, promise, cap=EACH), Reserved)


async def test_staff_see_what_a_party_was_promised_under_every_account(
    client_for: ClientFor, neighbour: Client, service: RunningApp
) -> None:
    number = identity_number()
    submissions = [told(party={"identity_number": number}) for _ in range(2)]
    cases = [await case_of(neighbour, submission) for submission in submissions]
    for submission, case_id in zip(submissions, cases, strict=True):
        await reserve(service, promise_of(service, submission, case_id, EACH))
    for role in (Role.UNDERWRITER, Role.APPROVER, Role.RISK_MANAGER, Role.AUDITOR):
        party_id = submissions[0]["party"]["id"]
        shown = expect(await client_for(role).get(f"/v1/parties/{party_id}/exposure"), 200)
        assert shown["party_id"] == party_id
        assert shown["in_flight"] == shown["total"] == yuan(2 * EACH // 100)
        assert shown["outstanding"] == yuan(0)
        assert {uuid_of("case", each["case_id"]) for each in shown["reservations"]} == set(cases)


async def test_a_party_that_was_promised_nothing_has_an_exposure_of_nothing(
    client_for: ClientFor, applied: tuple[Told, Promise]
) -> None:
    submission, _ = applied
    path = f"/v1/parties/{submission['party']['id']}/exposure"
    shown = expect(await client_for(Role.UNDERWRITER).get(path), 200)
    assert (shown["total"], shown["reservations"]) == (yuan(0), [])


async def test_a_party_nobody_told_us_of_is_not_found(client_for: ClientFor) -> None:
    path = f"/v1/parties/{another('party')}/exposure"
    refused(await client_for(Role.UNDERWRITER).get(path), 404, "not_found")


@pytest.mark.parametrize("role", [Role.BORROWER, Role.PARTNER, Role.SUPPORT, Role.LOAN_OFFICER])
async def test_z2_others_do_not_see_exposures(
    role: Role, client_for: ClientFor, applied: tuple[Told, Promise]
) -> None:
    submission, _ = applied
    caller = client_for(role, subject=submission["application"]["owner"])
    path = f"/v1/parties/{submission['party']['id']}/exposure"
    refused(await caller.get(path), 403, "insufficient_scope")
