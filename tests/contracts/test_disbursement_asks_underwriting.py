"""Disbursement's client against underwriting's app, which keeps the lists; and its stand-in."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from services.disbursement.destinations.underwriting import UnderwritingService
from services.disbursement.payouts.domain.screening import Screened, ScreeningOutcome, Withheld
from services.kit.http import Call, ServiceClient
from services.kit.identifiers import new_id, typeid_of, uuid_of
from services.kit.roles import Role
from services.underwriting.cases.schemas.screening import ScreeningAsked, ScreeningRead
from tests.api.application.intake.applicant import PERSON
from tests.api.disbursement.payouts.lists import Lists
from tests.api.signed_clients import expect
from tests.api.underwriting.conftest import assessing
from tests.api.underwriting.officers import bench_for
from tests.api.underwriting.telling import told
from tests.api.underwriting.test_group_loans import grouped
from tests.api.underwriting.test_late_borrowers import Running
from tests.api.underwriting.watchlist.listing import listed, path_of
from tests.contracts.life import Life, begun
from tests.contracts.pair import NOW, TIMEOUT_S, Pair
from tests.serving import served


@pytest.fixture
async def asking(pair: Pair) -> AsyncIterator[ServiceClient]:
    """Disbursement's client of underwriting."""
    async with (
        served(pair.underwriting.app) as address,
        ServiceClient(
            "underwriting",
            address,
            pair.application.signers["disbursement"],
            timeout_s=TIMEOUT_S,
        ) as client,
    ):
        yield client


@pytest.fixture
async def approved(pair: Pair) -> Life:
    """An application the machine approved."""
    life = await begun(pair)
    await pair.tell()
    await life.assessed()
    await pair.tell()
    return life


async def look(asking: ServiceClient, life: Life, payout_id: UUID) -> Screened | Withheld | None:
    """What disbursement makes of the answer."""
    application_id = uuid_of("app", life.application["id"])
    return await UnderwritingService(asking).look(payout_id, application_id)


async def test_who_is_on_no_list_may_be_paid_and_who_is_listed_since_may_not(
    pair: Pair, asking: ServiceClient, approved: Life
) -> None:
    payout_id = new_id()
    clear = await look(asking, approved, payout_id)
    assert isinstance(clear, Screened)
    assert (clear.outcome, clear.screened_on) == (ScreeningOutcome.CLEAR, NOW.date())
    assert await look(asking, approved, payout_id) == clear
    keeper = pair.deciding(Role.RISK_MANAGER)
    entry = await listed(keeper, kind="sanctions", name=PERSON["name"], number=None)
    seen = await look(asking, approved, payout_id)
    assert isinstance(seen, Screened)
    assert seen.outcome is ScreeningOutcome.LISTED
    assert seen.list_version != clear.list_version
    path, reason = f"{path_of(entry)}/removals", {"reason": "another person"}
    remover = pair.deciding(Role.RISK_MANAGER)
    expect(await remover.post(path, reason, version=entry["version"]), 201)
    assert await look(asking, approved, payout_id) == clear


async def test_of_a_group_with_a_late_member_it_is_said_that_it_is_late(
    pair: Pair, asking: ServiceClient
) -> None:
    relay = pair.deciding(subject="system:relay", signer="application")
    member, other = told(), told()
    submission, assessed = grouped(member, other), assessing(relay, pair.desk)
    for each in (member, other):
        await assessed(each)
    bench = bench_for(pair.deciding, await assessed(submission))
    await bench.recommended()
    expect(await bench.step(bench.approver, "approvals"), 201)
    loan, lists = Running(pair.deciding, member), UnderwritingService(asking)
    payout_id, application_id = new_id(), uuid_of("app", submission["application"]["id"])
    await loan.days_past_due(1)
    assert await lists.look(payout_id, application_id) is Withheld.GROUP_LATE
    await loan.days_past_due(0)
    assert isinstance(await lists.look(payout_id, application_id), Screened)


async def test_what_is_not_approved_or_not_known_gets_no_answer(
    pair: Pair, asking: ServiceClient
) -> None:
    life = await begun(pair)
    await pair.tell()
    assert await look(asking, life, new_id()) is None
    assert await UnderwritingService(asking).look(new_id(), new_id()) is None


async def test_the_lists_of_disbursements_tests_say_what_underwriting_says(
    pair: Pair, asking: ServiceClient, approved: Life
) -> None:
    application_id = approved.application["id"]
    payout_id = typeid_of("pay", new_id())
    template = "/internal/v1/screenings/{payout_id}"
    call = Call(
        method="PUT",
        path=template.format(payout_id=payout_id),
        template=template,
        subject="system:disbursement",
        body={"application_id": application_id},
    )
    ScreeningAsked.model_validate(call.body)
    said: dict[str, Any] = (await asking.send(call)).body
    lists = Lists(pair.underwriting.clock)
    async with (
        served(lists.app) as address,
        ServiceClient(
            "underwriting", address, pair.application.signers["disbursement"], timeout_s=TIMEOUT_S
        ) as client,
    ):
        stood_in: dict[str, Any] = (await client.send(call)).body
    for answer in (said, stood_in):
        ScreeningRead.model_validate(answer)
    same = ("payout_id", "application_id", "outcome", "screened_on")
    assert [said[name] for name in same] == [stood_in[name] for name in same]
    assert set(said) == set(stood_in)
