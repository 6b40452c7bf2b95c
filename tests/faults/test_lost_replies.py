"""F2: the reply is lost after the commit; the same request under the same key gets it again."""

from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from services.kit.roles import Role
from tests.faults.ledger import Ledger
from tests.journeys.applying import (
    a_borrower,
    accept_at_intake,
    offer_of,
    statuses,
    until,
)
from tests.journeys.deciding import Desk
from tests.journeys.person import Json, Person, Town, expect
from tests.journeys.running_stack import RunningStack
from tests.roads import Road, Trouble


@pytest.fixture
async def lossy(stack: RunningStack) -> AsyncIterator[httpx.AsyncClient]:
    """A way to the gateway by which nothing comes back."""
    async with (
        Road(stack.url) as road,
        road.suffering(Trouble.ANSWER_LOST),
        httpx.AsyncClient(base_url=road.address, timeout=10, trust_env=False) as client,
    ):
        yield client


async def sent_twice(person: Person, lossy: httpx.AsyncClient, path: str, etag: str) -> Json:
    """Send a POST whose reply is lost, and the same again by a good road."""
    key = uuid4().hex
    with pytest.raises(httpx.TransportError):
        await person.at(lossy).post(path, etag=etag, key=key)
    again = await person.post(path, etag=etag, key=key)
    assert again.headers["Idempotent-Replayed"] == "true"
    return expect(201, again)


async def test_f2_a_submission_whose_reply_was_lost_is_made_once(
    town: Town, lossy: httpx.AsyncClient, ledger: Ledger
) -> None:
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.draft(40_000)
    await applicant.hand_in_everything(application)
    etag = (await borrower.get(application)).headers["etag"]
    submitted = await sent_twice(borrower, lossy, f"{application}/submissions", etag)
    assert submitted["status"] == "accepted"
    assert (await statuses(borrower, application))[:3] == ["draft", "submitted", "accepted"]
    await Desk.of(town, application)  # nothing was said of means, so a person has it
    assert (await ledger.story_of(application))["cases"] == ["manual"]


async def test_f2_an_approval_whose_reply_was_lost_makes_one_offer(
    town: Town, lossy: httpx.AsyncClient, ledger: Ledger
) -> None:
    applicant = await a_borrower(town)
    application = await applicant.applied(80_000)
    await accept_at_intake(town.somebody(Role.LOAN_OFFICER), application)
    desk = await Desk.of(town, application)
    recommended = await desk.recommended(80_000)
    etag = f'"{recommended["version"]}"'
    approved = await sent_twice(desk.approver, lossy, f"{desk.path}/approvals", etag)
    assert approved["status"] == "approved"
    await until(applicant.person, application, "approved")
    story = await ledger.story_of(application)
    assert (story["decisions"], story["offers"]) == (["referred", "approved"], ["open"])
    assert story["events"] == ["case.started", "decision.approved"]


async def test_f2_an_acceptance_whose_reply_was_lost_accepts_once(
    town: Town, lossy: httpx.AsyncClient
) -> None:
    applicant = await a_borrower(town)
    borrower = applicant.person
    application = await applicant.applied()
    await until(borrower, application, "approved")
    offer = await offer_of(borrower, application)
    accepted = await sent_twice(borrower, lossy, f"/v1/offers/{offer['id']}/acceptances", '"1"')
    assert accepted["status"] == "accepted"
    assert (await statuses(borrower, application)).count("offer_accepted") == 1
