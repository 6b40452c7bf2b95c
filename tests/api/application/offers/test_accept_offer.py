"""accept_offer: by id and version alone, once, in time, and by whom it was made to."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.kit.verification import verify
from tests.api.application.intake.applicant import (
    Applicant,
    Json,
    a_borrower,
    a_partner,
    move,
    path_of,
)
from tests.api.application.intake.ledgers import audit_rows, topics_of
from tests.api.application.underwriter import OFFER_DAYS, with_offer
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused


def path_to(offer: Json) -> str:
    return f"/v1/offers/{offer['id']}"


async def accept(client: Client, offer: Json, *, key: str | None = None) -> Json:
    path = f"{path_to(offer)}/acceptances"
    return expect(await client.post(path, key=key, version=offer["version"]), 201)


async def test_an_offer_is_accepted_on_the_terms_it_was_made_with(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    answer = await borrower.client.post(f"{path_to(offer)}/acceptances", version=1)
    accepted = expect(answer, 201)
    assert answer.headers["ETag"] == '"2"'
    changed = {"status", "version", "accepted_at"}
    assert {k: v for k, v in accepted.items() if k not in changed} == {
        k: v for k, v in offer.items() if k not in changed
    }
    assert (accepted["status"], accepted["version"]) == ("accepted", 2)
    assert expect(await borrower.client.get(path_to(offer)), 200) == accepted
    assert (
        expect(await borrower.client.get(path_of(application)), 200)["status"] == "offer_accepted"
    )
    assert (await topics_of(service, application))[-1] == "application.offer_accepted"
    last = (await audit_rows(service, application))[-1]
    assert (last.action, last.actor) == ("application.offer_accepted", borrower.client.subject)
    assert (last.after["offer_id"], last.after["offered_minor"]) == (offer["id"], 4_000_000)
    async with service.sessions() as session:
        findings = await verify(session)
    application_id = uuid_of("app", application["id"])
    assert not [each for each in findings if str(application_id) in str(each)]


async def test_f2_accepting_twice_under_one_key_is_accepting_once(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    first = await accept(borrower.client, offer, key="yes-please")
    path = f"{path_to(offer)}/acceptances"
    again = await borrower.client.post(path, key="yes-please", version=offer["version"])
    assert again.headers["Idempotent-Replayed"] == "true"
    assert expect(again, 201) == first
    refused(await borrower.client.post(path, version=1), 412, "version_changed")
    refused(await borrower.client.post(path, version=2), 409, "transition_not_allowed")
    assert (await topics_of(service, application)).count("application.offer_accepted") == 1


@pytest.mark.parametrize(
    "body", [{"amount": {"amount": 99_999_999, "currency": "CNY"}}, {"annual_rate": "0"}, {}]
)
async def test_z8_terms_cannot_be_sent_along(
    borrower: Applicant, neighbour: Client, body: Json
) -> None:
    _, _, offer = await with_offer(borrower, neighbour)
    answer = await borrower.client.post(f"{path_to(offer)}/acceptances", body, version=1)
    refused(answer, 400, "body_not_expected")
    assert expect(await borrower.client.get(path_to(offer)), 200) == offer


@pytest.mark.parametrize(
    "change",
    ["amount_minor = 1", "rate_ppm = 0", "instalment_minor = 1", "valid_until = '2199-01-01'"],
)
async def test_z8_the_database_lets_nobody_change_terms(
    borrower: Applicant, neighbour: Client, service: RunningApp, change: str
) -> None:
    _, _, offer = await with_offer(borrower, neighbour)
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with service.sessions.begin() as session:
            await session.execute(
                text(f"UPDATE offers SET {change} WHERE offer_id = :id"),
                {"id": uuid_of("off", offer["id"])},
            )


async def test_z6_an_offer_is_accepted_until_its_last_day_is_over(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    """By the business date, also before any round has let it lapse."""
    application, _, offer = await with_offer(borrower, neighbour)
    service.advance(timedelta(days=OFFER_DAYS + 1))
    answer = await borrower.client.post(f"{path_to(offer)}/acceptances", version=1)
    refused(answer, 409, "offer_expired")
    assert expect(await borrower.client.get(path_to(offer)), 200) == offer
    step = expect(await borrower.client.get(path_of(application, "next-step")), 200)
    assert (step["blocked_because"], step["call"]) == ("offer_lapsed", None)
    service.advance(timedelta(days=-1))
    await accept(borrower.client, offer)


async def test_the_next_step_is_to_accept_and_says_until_when(
    borrower: Applicant, neighbour: Client
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    step = expect(await borrower.client.get(path_of(application, "next-step")), 200)
    assert (step["actor"], step["about"]) == ("borrower", offer["id"])
    assert step["due_at"].startswith(offer["valid_until"])
    call = step["call"]
    assert (call["method"], call["path"]) == ("POST", f"{path_to(offer)}/acceptances")
    headers = {each["name"]: each["value"] or "k" for each in call["headers"]}
    expect(await borrower.client.http.post(call["path"], headers=headers), 201)
    step = expect(await borrower.client.get(path_of(application, "next-step")), 200)
    assert (step["actor"], step["call"], step["about"]) == ("system", None, None)


async def test_z8_an_offer_without_the_version_that_was_read_is_not_accepted(
    borrower: Applicant, neighbour: Client
) -> None:
    _, _, offer = await with_offer(borrower, neighbour)
    path = f"{path_to(offer)}/acceptances"
    refused(await borrower.client.post(path), 428, "if_match_required")
    refused(await borrower.client.post(path, version=3), 412, "version_changed")


async def test_staff_look_at_offers_and_strangers_find_none(
    borrower: Applicant, neighbour: Client, client_for: ClientFor, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    officer = client_for(Role.LOAN_OFFICER)
    assert expect(await officer.get(path_to(offer)), 200) == offer
    assert expect(await officer.get(path_of(application, "offers")), 200)["data"] == [offer]
    path = f"{path_to(offer)}/acceptances"
    refused(await officer.post(path, version=1), 403, "insufficient_scope")
    stranger = (await a_borrower(service, client_for)).client
    refused(await stranger.get(path_to(offer)), 404, "not_found")
    refused(await stranger.get(path_of(application, "offers")), 404, "not_found")
    refused(await stranger.post(path, version=1), 404, "not_found")


async def test_a_reader_that_has_it_gets_304(borrower: Applicant, neighbour: Client) -> None:
    _, _, offer = await with_offer(borrower, neighbour)
    known = await borrower.client.http.get(path_to(offer), headers={"If-None-Match": '"1"'})
    assert known.status_code == 304


async def test_a_partner_accepts_for_its_own_borrower(
    service: RunningApp, client_for: ClientFor, neighbour: Client
) -> None:
    partner = await a_partner(service, client_for)
    application, _, offer = await with_offer(partner, neighbour)
    await accept(partner.client, offer)
    timeline = expect(await partner.client.get(path_of(application, "timeline"), limit=100), 200)
    last = timeline["data"][-1]
    assert (last["to_status"], last["actor"]) == ("offer_accepted", "partner")


async def test_an_offer_goes_with_its_application(borrower: Applicant, neighbour: Client) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    expect(await move(borrower.client, application, "withdrawals", {}), 201)
    shown = expect(await borrower.client.get(path_to(offer)), 200)
    assert (shown["status"], shown["version"]) == ("withdrawn", 2)
    path = f"{path_to(offer)}/acceptances"
    refused(await borrower.client.post(path, version=2), 409, "transition_not_allowed")


async def test_whoever_accepted_leaves_by_the_contract_alone(
    borrower: Applicant, neighbour: Client
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    await accept(borrower.client, offer)
    now = expect(await borrower.client.get(path_of(application)), 200)
    refused(await move(borrower.client, now, "withdrawals", {}), 409, "contract_decides")
    assert expect(await borrower.client.get(path_to(offer)), 200)["status"] == "accepted"


async def test_an_accept_under_the_applications_lock_is_told_to_come_again(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    async with service.sessions.begin() as holder:
        # It is idle for as long as the other one waits, which in tests is longer than is allowed.
        await holder.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
        await holder.execute(
            text("SELECT 1 FROM applications WHERE application_id = :id FOR UPDATE"),
            {"id": uuid_of("app", application["id"])},
        )
        answer = await borrower.client.post(f"{path_to(offer)}/acceptances", version=1)
    refused(answer, 503, "database_unavailable")
    await accept(borrower.client, offer)


async def test_c8_ten_hands_at_once_accept_once(
    borrower: Applicant, neighbour: Client, service: RunningApp
) -> None:
    application, _, offer = await with_offer(borrower, neighbour)
    path = f"{path_to(offer)}/acceptances"
    answers = await asyncio.gather(*(borrower.client.post(path, version=1) for _ in range(10)))
    assert sorted(each.status_code for each in answers) == [201, *[412] * 9]
    assert (await topics_of(service, application)).count("application.offer_accepted") == 1
