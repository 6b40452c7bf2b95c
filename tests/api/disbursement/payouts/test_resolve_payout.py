"""P4 and O9: what the provider no longer knows two people decide, and a late word flips nothing."""

from datetime import date

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.domain.transfers import Transfer, TransferStatus
from services.disbursement.payouts import noting, repository
from services.disbursement.payouts.applying import amount_of
from services.disbursement.payouts.paying import LookUpKey
from services.disbursement.payouts.schemas.read import RESOLUTIONS_SHOWN
from services.disbursement.payouts.use_cases import drive_payout as driving
from services.kit.roles import Role
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import LATE, RETENTION, NewPayee
from tests.api.disbursement.payouts.desk import Desk
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.payouts.test_take_callback import signed, told
from tests.api.signed_clients import ClientFor, expect, refused

SETTLED_ON = date(2026, 11, 23)
SETTLED = {"outcome": "settled", "settled_on": "2026-11-23", "reason": "bank statement"}
FAILED = {"outcome": "failed", "settled_on": None, "reason": "the bank knows no such order"}


@pytest.fixture
async def given_up(street: Street, payee: NewPayee) -> Payee:
    """A payout the machine has given up."""
    waiting = await payee(Case.FORGETFUL)
    await street.drive(waiting)
    street.service.advance(RETENTION)
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    assert (await street.row(waiting)).is_for_a_person
    return waiting


async def test_two_people_settle_it(
    street: Street, given_up: Payee, desk: Desk, books: Books
) -> None:
    path = f"{given_up.path}/resolutions"
    proposed = expect(
        await desk.maker.post(path, SETTLED, version=await desk.version(given_up)), 201
    )
    assert proposed["status"] == "unknown"
    [resolution] = proposed["resolutions"]
    assert (resolution["proposed_by"], resolution["confirmed_by"]) == (desk.maker.subject, None)
    version = await desk.version(given_up)
    resolved = expect(await desk.checker.post(path, SETTLED, version=version), 201)
    assert (resolved["status"], resolved["settled_on"]) == ("settled", "2026-11-23")
    assert resolved["resolutions"][0]["confirmed_by"] == desk.checker.subject
    assert (await street.row(given_up)).settled_on == SETTLED_ON
    assert await books.balance_of(given_up.key) == {"cash": -3_000_000, "funded": 3_000_000}
    assert not await street.drive(given_up)
    await books.agree()


async def test_nobody_confirms_what_they_proposed(
    street: Street, given_up: Payee, desk: Desk
) -> None:
    path = f"{given_up.path}/resolutions"
    for number in (1, 2):
        version = await desk.version(given_up)
        shown = expect(await desk.maker.post(path, SETTLED, version=version), 201)
        assert len(shown["resolutions"]) == number
    assert (await street.row(given_up)).status == "unknown"


async def test_more_findings_than_are_shown_hide_nothing_but_the_oldest(
    given_up: Payee, desk: Desk
) -> None:
    path = f"{given_up.path}/resolutions"
    for number in range(RESOLUTIONS_SHOWN + 1):
        finding = {**SETTLED, "reason": f"statement {number}"}
        version = await desk.version(given_up)
        expect(await desk.maker.post(path, finding, version=version), 201)
    shown = expect(await desk.maker.get(given_up.path), 200)
    reasons = [each["reason"] for each in shown["resolutions"]]
    assert reasons == [f"statement {number}" for number in range(1, RESOLUTIONS_SHOWN + 1)]


async def test_a_wrong_finding_of_somebody_who_left_is_replaced_and_then_confirmed(
    given_up: Payee, desk: Desk, client_for: ClientFor, books: Books
) -> None:
    path = f"{given_up.path}/resolutions"
    gone = client_for(Role.FINANCE_MAKER)
    first = await desk.version(given_up)
    expect(await gone.post(path, FAILED, version=first), 201)
    second = await desk.version(given_up)
    replaced = expect(await desk.maker.post(path, SETTLED, version=second), 201)
    assert replaced["status"] == "unknown"
    assert [each["confirmed_by"] for each in replaced["resolutions"]] == [None, None]
    blind = await desk.checker.post(path, SETTLED, version=second)
    refused(blind, 412, "version_changed")
    resolved = expect(
        await desk.checker.post(path, SETTLED, version=await desk.version(given_up)), 201
    )
    assert resolved["status"] == "settled"
    hands = [(each["proposed_by"], each["confirmed_by"]) for each in resolved["resolutions"]]
    assert hands == [(gone.subject, None), (desk.maker.subject, desk.checker.subject)]
    await books.agree()


async def test_what_was_replaced_is_agreed_to_by_nobody(
    street: Street, given_up: Payee, desk: Desk, client_for: ClientFor
) -> None:
    """Two who say the same make no agreement when the last word is another's."""
    path = f"{given_up.path}/resolutions"
    third = client_for(Role.FINANCE_MAKER)
    said = [(desk.maker, SETTLED), (desk.checker, FAILED), (third, SETTLED), (desk.checker, FAILED)]
    for somebody, finding in said:
        version = await desk.version(given_up)
        expect(await somebody.post(path, finding, version=version), 201)
    row = await street.row(given_up)
    assert (row.status, row.settled_on) == ("unknown", None)


async def test_p9_a_late_settlement_of_what_two_people_failed_is_suspense(
    street: Street, given_up: Payee, desk: Desk, books: Books
) -> None:
    path = f"{given_up.path}/resolutions"
    for somebody in (desk.maker, desk.checker):
        version = await desk.version(given_up)
        expect(await somebody.post(path, FAILED, version=version), 201)
    row = await street.row(given_up)
    assert (row.status, row.reason_code) == ("failed", "not_named")
    body = told(given_up)
    assert (await street.call(body, signed(body))).status_code == 200
    assert (await street.row(given_up)).status == "failed"
    assert await street.alerts(given_up) == ["retention_passed", "conflicting_answer"]
    assert await books.balance_of(given_up.key) == {"cash": -3_000_000, "suspense": 3_000_000}
    await books.agree()


async def test_nobody_decides_while_the_machine_still_asks(
    street: Street, payee: NewPayee, desk: Desk
) -> None:
    waiting = await payee(Case.MOVED_SILENT)
    await street.drive(waiting)
    path, version = f"{waiting.path}/resolutions", await desk.version(waiting)
    early = await desk.maker.post(path, SETTLED, version=version)
    assert (early.status_code, early.json()["code"]) == (409, "not_for_a_person")


@pytest.mark.parametrize("is_called", [True, False], ids=["called", "looked_up"])
async def test_what_the_rail_has_in_hand_again_is_no_persons_any_more(
    street: Street, given_up: Payee, desk: Desk, books: Books, *, is_called: bool
) -> None:
    path = f"{given_up.path}/resolutions"
    expect(await desk.maker.post(path, FAILED, version=await desk.version(given_up)), 201)
    seen = await desk.version(given_up)
    if is_called:
        body = told(given_up, status="processing", settled_on=None)
        assert (await street.call(body, signed(body))).status_code == 200
    else:
        await found_again(street, given_up)
    assert not (await street.row(given_up)).is_for_a_person
    refused(await desk.checker.post(path, FAILED, version=seen), 412, "version_changed")
    late = await desk.checker.post(path, FAILED, version=await desk.version(given_up))
    refused(late, 409, "not_for_a_person")
    # Given up once more, what was proposed before counts no more.
    await street.let_time_pass(given_up)
    await street.drive(given_up)
    anew = await desk.checker.post(path, FAILED, version=await desk.version(given_up))
    assert expect(anew, 201)["status"] == "unknown"
    agreed = await desk.maker.post(path, FAILED, version=await desk.version(given_up))
    resolved = expect(agreed, 201)
    assert (resolved["status"], len(resolved["resolutions"])) == ("failed", 2)
    assert await street.alerts(given_up) == ["retention_passed"] * 2
    await books.agree()


async def found_again(street: Street, given_up: Payee) -> None:
    """A look-up finds it under way."""
    await street.let_time_pass(given_up)
    look = await driving.take_up(given_up.payout_id, street.paying)
    assert isinstance(look, LookUpKey)
    async with street.service.sessions.begin() as session:
        _, row = await repository.lock_any(session, given_up.payout_id)
        found = Transfer(
            key=given_up.key,
            reference="SR-00000001",
            status=TransferStatus.PROCESSING,
            amount=amount_of(row),
            account_number=given_up.number,
        )
        assert await noting.note_look_up(session, row, look, found, street.paying) is None


async def test_the_borrower_in_finance_says_nothing_of_it(
    given_up: Payee, client_for: ClientFor, desk: Desk
) -> None:
    themselves = client_for(Role.FINANCE_MAKER, subject=given_up.client.subject)
    version = await desk.version(given_up)
    answer = await themselves.post(f"{given_up.path}/resolutions", SETTLED, version=version)
    assert (answer.status_code, answer.json()["code"]) == (403, "own_work")


@pytest.mark.parametrize(
    "body", [SETTLED | {"settled_on": None}, FAILED | {"settled_on": "2026-11-23"}]
)
async def test_a_day_is_given_for_what_settled_alone(
    body: dict[str, object], given_up: Payee, desk: Desk
) -> None:
    version = await desk.version(given_up)
    answer = await desk.maker.post(f"{given_up.path}/resolutions", body, version=version)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == "settled_on_misplaced"


@pytest.mark.parametrize("day", ["2020-01-01", "2026-11-22", "2027-01-01"])
async def test_money_did_not_move_before_it_was_sent_nor_will_it(
    day: str, given_up: Payee, desk: Desk
) -> None:
    version = await desk.version(given_up)
    body = SETTLED | {"settled_on": day}
    answer = await desk.maker.post(f"{given_up.path}/resolutions", body, version=version)
    [error] = refused(answer, 422, "validation_failed")["errors"]
    assert (error["pointer"], error["code"]) == ("/settled_on", "impossible_day")


async def test_what_is_found_after_all_needs_no_person_any_more(
    street: Street, payee: NewPayee, books: Books
) -> None:
    waiting = await payee(Case.LATE)
    await street.drive(waiting)
    street.service.advance(RETENTION)
    await street.let_time_pass(waiting)
    await street.drive(waiting)
    assert (await street.row(waiting)).is_for_a_person
    street.rail_clock.advance(LATE)
    row = await street.until(waiting, "settled")
    assert not row.is_for_a_person
    await books.agree()
