"""What is due may be forgiven, by two people (`approve_proposal`), and no more than is due."""

import pytest

from services.kit.roles import Role
from tests.api.repayment.paying import (
    Body,
    a_receipt,
    a_waiver,
    approve,
    as_quoted,
    book_of,
    loan_of,
    pay,
    prepay,
    quote,
)
from tests.api.signed_clients import Client, ClientFor, expect, refused


@pytest.fixture
def approver(client_for: ClientFor) -> Client:
    """Who approves what others propose."""
    return client_for(Role.APPROVER)


async def propose(client: Client, loan_id: str, body: Body) -> Body:
    return expect(await client.post(f"/v1/loans/{loan_id}/waivers", body), 201)


async def test_nothing_is_forgiven_before_a_second_person_says_so(
    maker: Client, approver: Client, weekly: str
) -> None:
    owed = (await loan_of(maker, weekly))["figures"]["owed"]["penalty"]
    assert owed > 100
    proposed = await propose(maker, weekly, a_waiver(100, "penalty"))
    assert (proposed["status"], proposed["reason"]) == ("proposed", "hardship")
    assert (await loan_of(maker, weekly))["figures"]["owed"]["penalty"] == owed
    booked = expect(await approve(approver, "waivers", proposed), 201)
    assert booked["status"] == "booked"
    figures = (await loan_of(maker, weekly))["figures"]
    assert (figures["owed"]["penalty"], figures["waived"]["penalty"]) == (owed - 100, 100)
    assert (await book_of(maker, weekly))["concessions"] == 100
    refused(await approve(approver, "waivers", booked), 409, "transition_not_allowed")


async def test_z5_nobody_forgives_what_they_proposed(client_for: ClientFor, weekly: str) -> None:
    both = client_for(Role.FINANCE_MAKER, Role.APPROVER)
    proposed = await propose(both, weekly, a_waiver(100, "penalty"))
    refused(await approve(both, "waivers", proposed), 403, "own_work")


async def test_no_more_is_forgiven_than_is_due(
    maker: Client, approver: Client, weekly: str
) -> None:
    owed = (await loan_of(maker, weekly))["figures"]["owed"]["penalty"]
    too_much = a_waiver(owed + 1, "penalty")
    path = f"/v1/loans/{weekly}/waivers"
    refused(await maker.post(path, too_much), 409, "more_than_due")
    first = await propose(maker, weekly, a_waiver(owed, "penalty"))
    second = await propose(maker, weekly, a_waiver(owed, "penalty"))
    expect(await approve(approver, "waivers", first), 201)
    refused(await approve(approver, "waivers", second), 409, "more_than_due")


async def test_what_was_paid_the_same_day_is_not_forgiven(
    maker: Client, approver: Client, weekly: str
) -> None:
    proposed = await propose(maker, weekly, a_waiver(100, "interest"))
    due = (await loan_of(maker, weekly))["figures"]["due"]["total"]
    expect(await pay(maker, weekly, a_receipt(due)), 201)
    paid_up = await loan_of(maker, weekly)
    for component in ("fee", "penalty", "interest"):
        assert paid_up["figures"]["paid"][component] > 1
        answer = await maker.post(f"/v1/loans/{weekly}/waivers", a_waiver(1, component))
        refused(answer, 409, "more_than_due")
    refused(await approve(approver, "waivers", proposed), 409, "more_than_due")
    assert await loan_of(maker, weekly) == paid_up


async def test_nothing_is_forgiven_of_a_loan_that_ended(maker: Client, weekly: str) -> None:
    drawn = await quote(maker, weekly)
    expect(await prepay(maker, weekly, as_quoted(drawn, "2026-03-31")), 201)
    answer = await maker.post(f"/v1/loans/{weekly}/waivers", a_waiver(1, "interest"))
    refused(answer, 409, "more_than_due")


async def test_a_proposal_that_was_read_before_it_changed_is_not_approved(
    maker: Client, approver: Client, weekly: str
) -> None:
    proposed = await propose(maker, weekly, a_waiver(1, "interest"))
    refused(await approve(approver, "waivers", proposed, version=7), 412, "version_changed")


async def test_waivers_are_listed_and_shown(maker: Client, weekly: str) -> None:
    proposed = await propose(maker, weekly, a_waiver(1))
    page = expect(await maker.get(f"/v1/loans/{weekly}/waivers"), 200)
    assert page["data"] == [proposed]
    path = f"/v1/loans/{weekly}/waivers/{proposed['id']}"
    assert expect(await maker.get(path), 200) == proposed
    refunds = f"/v1/loans/{weekly}/refunds/{proposed['id'].replace('waiver', 'refund')}"
    refused(await maker.get(refunds), 404, "not_found")


async def test_principal_is_never_waived(maker: Client, weekly: str) -> None:
    answer = await maker.post(f"/v1/loans/{weekly}/waivers", a_waiver(1, "principal"))
    assert refused(answer, 422, "validation_failed")["errors"][0]["pointer"] == "/component"
