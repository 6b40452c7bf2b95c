"""Application's client against underwriting's own app: every kind of message it sends."""

from datetime import timedelta

import pytest

from services.application.offers.use_cases.expire_offers import expire_offers
from services.kit.deliveries import Delivery, DeliveryOutcome
from services.kit.roles import Role
from tests.api.application.intake.applicant import SECURED, move, verify_all, yuan
from tests.api.signed_clients import expect
from tests.contracts.life import MEANS, UNTOLD, Life, begun
from tests.contracts.messages import message_of, messages_of
from tests.contracts.pair import NOW, Pair
from tests.fixed_clock import FixedClock

DELIVERED = Delivery(DeliveryOutcome.DELIVERED, 200)


async def told(life: Life, topic: str) -> Delivery:
    """What comes of telling underwriting of the latest event under this topic."""
    return await life.pair.to_underwriting.deliver(await message_of(life, "application", topic))


async def kept(life: Life) -> tuple[str, int, int]:
    """Status, submission and amount of the case, as underwriting keeps it."""
    (row,) = await life.pair.rows(
        "underwriting",
        "SELECT status, submission, amount_minor FROM cases WHERE application_id = :id",
        id=life.id,
    )
    return row["status"], row["submission"], row["amount_minor"]


async def test_an_application_accepted_at_once_opens_a_case(pair: Pair) -> None:
    life = await begun(pair)
    assert await told(life, "application.accepted") == DELIVERED
    assert await kept(life) == ("queued", 1, 4_000_000)


async def test_an_application_an_officer_accepted_opens_a_case(pair: Pair) -> None:
    life = await begun(pair, 80_000)
    officer = pair.applying(Role.LOAN_OFFICER)
    await verify_all(officer, life.application)
    expect(await move(officer, await life.now(), "acceptances"), 201)
    assert await told(life, "application.accepted") == DELIVERED
    assert await kept(life) == ("queued", 1, 8_000_000)


async def test_property_opens_a_case_too(pair: Pair) -> None:
    life = await begun(pair, 500_000, product_code=SECURED)
    officer = pair.applying(Role.LOAN_OFFICER)
    await verify_all(officer, life.application)
    expect(await move(officer, await life.now(), "acceptances"), 201)
    assert await told(life, "application.accepted") == DELIVERED
    assert await kept(life) == ("queued", 1, 50_000_000)


@pytest.mark.parametrize("means", [{}, UNTOLD, MEANS | {"existing_debt": yuan(9_000)}])
async def test_means_may_be_told_whole_in_part_or_not_at_all(
    pair: Pair, means: dict[str, object]
) -> None:
    life = await begun(pair, financials=means)
    assert await told(life, "application.accepted") == DELIVERED


async def test_an_answer_is_the_next_submission(pair: Pair) -> None:
    life = await begun(pair, financials=UNTOLD)
    await pair.tell()
    await life.assessed()
    await life.asked()
    await pair.tell()
    await life.answered()
    assert await told(life, "application.information_answered") == DELIVERED
    assert await kept(life) == ("queued", 2, 4_000_000)


async def test_a_withdrawal_closes_the_case(pair: Pair) -> None:
    life = await begun(pair)
    await pair.tell()
    await life.withdrawn()
    assert await told(life, "application.withdrawn") == DELIVERED
    assert (await kept(life))[0] == "closed"


async def test_an_offer_that_lapsed_closes_the_case(pair: Pair) -> None:
    life = await begun(pair)
    await pair.tell()
    await life.assessed()
    await pair.tell()
    later = FixedClock(NOW)
    later.advance(timedelta(days=16))
    await expire_offers(pair.application.sessions, later)
    assert await told(life, "application.offer_expired") == DELIVERED
    assert (await kept(life))[0] == "closed"


async def test_what_comes_too_early_is_to_be_told_again(pair: Pair) -> None:
    life = await begun(pair)
    await life.withdrawn()
    early = (await messages_of(life, "application"))[-1]
    delivery = await pair.to_underwriting.deliver(early)
    assert delivery == Delivery(DeliveryOutcome.FAILED, 409, "sequence_gap")
    assert await told(life, "application.accepted") == DELIVERED
    assert await pair.to_underwriting.deliver(early) == DELIVERED
