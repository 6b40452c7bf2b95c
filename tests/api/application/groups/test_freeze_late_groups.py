"""A member is late with a loan, whichever: the group freezes, and a person releases it."""

from datetime import date, timedelta
from typing import Any

from services.application.groups.use_cases.freeze_late_groups import freeze_late_groups
from services.kit.roles import Role
from tests.api.application.disburser import Fulfilment, fulfilment_of
from tests.api.application.groups.crowd import (
    REASON,
    Crowd,
    a_forming_group,
    actions_of,
    an_active_group,
    events_of,
)
from tests.api.application.intake.applicant import Json
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect, refused

GRACE = timedelta(days=3)
TOTAL = {"amount": 353_176, "currency": "CNY"}


async def with_a_loan(crowd: Crowd, *relays: Client) -> Fulfilment:
    """The running loan of the group's second member: a credit loan, and the member's alone."""
    _, told = await fulfilment_of(crowd.people[1], *relays)
    await told.running()
    return told


def due(on: date, **changed: Any) -> Json:
    """What repayment tells of a loan that is to be paid on that day."""
    return {"next_due": {"due_on": on.isoformat(), "total": TOTAL}} | changed


async def test_a_loan_that_is_not_paid_in_its_days_of_grace_freezes_the_group(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> None:
    crowd = await an_active_group(service, client_for)
    told = await with_a_loan(crowd, neighbour, disbursement, repayment)
    today = service.clock.today()
    await told.told(told.loan("active", **due(today)))
    service.advance(GRACE)
    await freeze_late_groups(service.sessions, service.clock)
    assert (await crowd.now())["status"] == "active"
    service.advance(timedelta(days=1))
    assert await freeze_late_groups(service.sessions, service.clock) > 0
    assert await freeze_late_groups(service.sessions, service.clock) == 0
    frozen = await crowd.now()
    assert (frozen["status"], frozen["frozen_because"]) == ("frozen", "member_late")
    assert (await events_of(service, frozen))[-1] == "group.frozen"
    refused(await crowd.move("releases", REASON), 409, "group_member_late")
    await told.told(told.loan("active", **due(today + timedelta(days=30))))
    assert (await crowd.now())["status"] == "frozen"
    assert expect(await crowd.move("releases", REASON), 201)["status"] == "active"


async def test_what_is_heard_of_a_late_loan_freezes_the_group_with_it(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> None:
    crowd = await an_active_group(service, client_for)
    told = await with_a_loan(crowd, neighbour, disbursement, repayment)
    long_ago = service.clock.today() - GRACE - timedelta(days=1)
    message = told.loan("active", **due(long_ago))
    await told.told(message)
    await told.told(message)
    assert (await crowd.now())["frozen_because"] == "member_late"
    assert (await actions_of(service, await crowd.now())).count("group.frozen") == 1


async def test_a_loan_that_is_written_off_freezes_the_group_for_good(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> None:
    crowd = await an_active_group(service, client_for)
    told = await with_a_loan(crowd, neighbour, disbursement, repayment)
    await told.told(told.loan("written_off"))
    assert (await crowd.now())["frozen_because"] == "member_late"
    manager = client_for(Role.RISK_MANAGER)
    refused(await crowd.move("releases", REASON, manager), 409, "group_member_late")
    expect(await crowd.move("dissolutions", REASON), 201)


async def test_neither_a_paid_loan_nor_a_group_that_forms_is_frozen(
    service: RunningApp,
    client_for: ClientFor,
    neighbour: Client,
    disbursement: Client,
    repayment: Client,
) -> None:
    crowd = await an_active_group(service, client_for)
    paid = await with_a_loan(crowd, neighbour, disbursement, repayment)
    await paid.told(paid.loan("settled"))
    forming = await a_forming_group(service, client_for)
    late = await with_a_loan(forming, neighbour, disbursement, repayment)
    await late.told(late.loan("active", **due(service.clock.today() - timedelta(days=90))))
    await freeze_late_groups(service.sessions, service.clock)
    assert (await crowd.now())["status"] == "active"
    assert (await forming.now())["status"] == "forming"


async def test_a_group_that_forms_is_not_released_into_being(
    service: RunningApp, client_for: ClientFor
) -> None:
    crowd = await a_forming_group(service, client_for)
    refused(await crowd.move("releases", REASON), 409, "transition_not_allowed")
