"""Two hands at once: exactly one move happens, and the other is told that it came too late."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial

import httpx

from services.kit.roles import Role
from tests.api.application.intake.applicant import (
    Applicant,
    Json,
    a_borrower,
    move,
    path_of,
    verify_all,
)
from tests.api.application.intake.ledgers import audit_of, topics_of
from tests.api.signed_clients import ClientFor, RunningApp, expect

ROUNDS = 8
REJECTION = {"reason_code": "other", "reason": "no"}
TOO_LATE = {"version_changed", "transition_not_allowed"}

Move = Callable[[], Awaitable[httpx.Response]]


async def race(*moves: Move) -> list[httpx.Response]:
    """All moves at once."""
    gate = asyncio.Event()

    async def go(each: Move) -> httpx.Response:
        await gate.wait()
        return await each()

    running = [asyncio.create_task(go(each)) for each in moves]
    gate.set()
    return await asyncio.gather(*running)


def one_won(answers: list[httpx.Response]) -> Json:
    """The body of the one success; all others came too late."""
    won = [answer for answer in answers if answer.status_code == 201]
    lost = [answer.json()["code"] for answer in answers if answer.status_code != 201]
    assert len(won) == 1, lost
    assert set(lost) <= TOO_LATE
    return expect(won[0], 201)


async def on_the_desk(service: RunningApp, client_for: ClientFor) -> tuple[Applicant, Json]:
    borrower = await a_borrower(service, client_for)
    submitted = await borrower.submitted()
    await verify_all(client_for(Role.LOAN_OFFICER), submitted)
    return borrower, submitted


async def test_c8_accept_against_withdraw_has_one_winner(
    service: RunningApp, client_for: ClientFor
) -> None:
    winners: Counter[str] = Counter()
    for turn in range(ROUNDS):
        borrower, submitted = await on_the_desk(service, client_for)
        officer = client_for(Role.LOAN_OFFICER)

        moves: list[Move] = [
            partial(move, officer, submitted, "acceptances"),
            partial(borrower.move, submitted, "withdrawals", {}),
        ]
        if turn % 2:
            moves.reverse()
        final = one_won(await race(*moves))
        winners[final["status"]] += 1
        assert expect(await officer.get(path_of(submitted)), 200) == final
        assert (await topics_of(service, submitted))[1:] == [f"application.{final['status']}"]
        assert (await audit_of(service, submitted))[-1] == f"application.{final['status']}"
    assert sum(winners.values()) == ROUNDS


async def test_c8_two_officers_accept_once(service: RunningApp, client_for: ClientFor) -> None:
    _, submitted = await on_the_desk(service, client_for)
    officers = [client_for(Role.LOAN_OFFICER) for _ in range(10)]
    answers = await race(
        *(partial(move, officer, submitted, "acceptances") for officer in officers)
    )
    assert one_won(answers)["status"] == "accepted"
    assert await topics_of(service, submitted) == ["application.submitted", "application.accepted"]


async def test_c8_accept_reject_and_withdraw_leave_one_history(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower, submitted = await on_the_desk(service, client_for)
    one, two = client_for(Role.LOAN_OFFICER), client_for(Role.LOAN_OFFICER)
    answers = await race(
        lambda: move(one, submitted, "acceptances"),
        lambda: move(two, submitted, "rejections", REJECTION),
        lambda: borrower.move(submitted, "withdrawals", {}),
    )
    final = one_won(answers)
    timeline = expect(await one.get(path_of(submitted, "timeline"), limit=100), 200)["data"]
    assert timeline[-1]["to_status"] == final["status"]
    assert [each["number"] for each in timeline] == list(range(1, len(timeline) + 1))


async def test_an_upload_and_a_submission_at_once_are_one_after_the_other(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower = await a_borrower(service, client_for)
    draft = await borrower.complete_draft()
    uploaded, submitted = await race(
        lambda: borrower.upload(draft, "premises_proof"), lambda: borrower.submit(draft)
    )
    expect(submitted, 201)
    material = await borrower.material(draft, "premises_proof")
    if uploaded.status_code == 200:
        assert material == uploaded.json()
    else:
        assert uploaded.json()["code"] == "application_not_editable"
        assert material["version"] == 2


async def test_two_uploads_for_one_item_leave_one_and_lose_none_silently(
    service: RunningApp, client_for: ClientFor
) -> None:
    borrower = await a_borrower(service, client_for)
    draft = await borrower.draft()
    answers = await race(
        *(lambda: borrower.upload(draft, "premises_proof", version=1) for _ in range(6))
    )
    won = [answer for answer in answers if answer.status_code == 200]
    lost = {answer.json()["code"] for answer in answers if answer.status_code != 200}
    assert len(won) == 1
    assert lost == {"version_changed"}
    assert await borrower.material(draft, "premises_proof") == won[0].json()
