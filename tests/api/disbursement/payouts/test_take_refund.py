"""A refund is paid once, to the borrower's own verified account, and whoever asked hears its end.

`take_refund` begins its payout; the machinery of all payouts does the rest.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from deploy.sandbox.rail.truth_table import Case
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.domain.signing import INTENTS
from services.disbursement.contracts.tables import SignatureRow, SignerRow
from services.kit.identifiers import new_id, typeid_of, uuid_of
from tests.api.disbursement.payouts.book import Books
from tests.api.disbursement.payouts.conftest import NewPayee
from tests.api.disbursement.payouts.refund import (
    AMOUNT_MINOR,
    a_refund,
    account_of,
    refunded,
    repayment_of,
    tell,
)
from tests.api.disbursement.payouts.street import Payee, Street
from tests.api.disbursement.payouts.test_arrived_after_all import says
from tests.api.disbursement.payouts.test_killed import killed
from tests.api.signed_clients import ClientFor, expect, refused
from tests.sandbox_accounts import magic_account, ordinary_account

Sign = Callable[[Street, Payee, str], Awaitable[None]]


async def refunded_to(payee: Payee, client_for: ClientFor, account: str) -> Payee:
    """The payout of a refund to that account."""
    told = a_refund(payee, account)
    taken = await tell(repayment_of(client_for), new_id(), told)
    return replace(payee, payout_id=uuid_of("pay", taken["payout_id"]))


async def last_topic(street: Street, payee: Payee) -> str:
    """What was written last of the payout."""
    return str(
        await street.scalar(
            "SELECT topic FROM outbox WHERE aggregate_id = :id AND body->>'payout_id' = :key"
            " ORDER BY sequence DESC LIMIT 1",
            id=payee.contract_id,
            key=payee.key,
        )
    )


async def stands(street: Street, payee: Payee) -> tuple[str, str | None]:
    """Where the payout stands, and why."""
    row = await street.row(payee)
    return row.status, row.reason_code


async def test_it_goes_out_by_itself_and_leaves_the_loan_alone(
    street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    waiting = await payee()
    refund = await refunded(waiting, client_for)
    row = await street.until(refund, "settled")
    assert (row.kind, row.amount_minor) == ("refund", AMOUNT_MINOR)
    assert await books.balance_of(refund.key) == {"cash": -AMOUNT_MINOR, "refunded": AMOUNT_MINOR}
    topics = await street.column(
        "SELECT topic FROM outbox WHERE aggregate_id = :id AND body->>'payout_id' = :key"
        " ORDER BY sequence",
        id=refund.contract_id,
        key=refund.key,
    )
    assert topics == [
        *(f"refund.{status}" for status in ("created", "conditions_pending", "ready")),
        *(f"refund.{status}" for status in ("approved", "submitted", "settled")),
    ]
    shown = expect(await waiting.client.get(refund.path), 200)
    assert [hand["hand"] for hand in shown["approvals"]] == ["maker", "checker"]
    assert (shown["kind"], shown["status"]) == ("refund", "settled")
    await street.until(waiting, "settled")
    await books.agree()


async def test_f2_told_again_or_by_many_at_once_it_is_one_payout(
    street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    waiting, refund_id = await payee(), new_id()
    told, repayment = a_refund(waiting, await account_of(waiting)), repayment_of(client_for)
    taken = await asyncio.gather(*(tell(repayment, refund_id, told) for _ in range(6)))
    assert len({each["payout_id"] for each in taken}) == 1
    refund = replace(waiting, payout_id=uuid_of("pay", taken[0]["payout_id"]))
    await street.until(refund, "settled")
    again = await tell(repayment, refund_id, told)
    assert (again["payout_id"], again["status"]) == (refund.key, "settled")
    path = f"/internal/v1/refunds/{typeid_of('refund', refund_id)}"
    other = told | {"sequence": 3, "after": 2, "amount": {"amount": 1, "currency": "CNY"}}
    refused(await repayment.put(path, other), 409, "refund_differs")
    assert len(street.truth.of("moved", refund.key)) == 1
    await books.agree()


async def test_z10_an_account_of_somebody_else_gets_nothing(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting, stranger = await payee(), await payee()
    refund = await refunded_to(waiting, client_for, await account_of(stranger))
    assert await stands(street, refund) == ("cancelled", "account_not_the_borrowers")
    unheard = typeid_of("acct", new_id())
    refund = await refunded_to(waiting, client_for, unheard)
    assert await stands(street, refund) == ("cancelled", "account_not_the_borrowers")
    assert street.truth.of("moved", refund.key) == []


async def test_z5_who_borrows_is_no_hand(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting = await payee()
    own = {"approved_by": waiting.client.subject}
    refund = await refunded(waiting, client_for, **own)
    assert await stands(street, refund) == ("cancelled", "own_work")


async def guarantee(street: Street, payee: Payee, subject: str) -> None:
    """Let somebody answer for the payee's loan."""
    async with street.service.sessions.begin() as session:
        borrower = await session.get_one(SignerRow, (payee.contract_id, 1))
        guarantor = SignerRow(
            contract_id=payee.contract_id,
            number=2,
            party_id=new_id(),
            role=SignerRole.GUARANTOR.value,
            owner=subject,
            person_sealed=borrower.person_sealed,
        )
        session.add(guarantor)


async def sign_for(street: Street, payee: Payee, subject: str) -> None:
    """Let a clerk of a partner have signed for the payee."""
    digests = ("document_sha256", "head_before", "head_after", "certificate_sha256")
    async with street.service.sessions.begin() as session:
        signature = SignatureRow(
            contract_id=payee.contract_id,
            number=1,
            signature_id=new_id(),
            subject=subject,
            intent=INTENTS["zh-CN"],
            language="zh-CN",
            evidence_reference="archive/1",
            request_id="request",
            **dict.fromkeys(digests, b"d" * 32),
        )
        session.add(signature)


@pytest.mark.parametrize("hand", ["proposed_by", "approved_by"])
@pytest.mark.parametrize("sign", [guarantee, sign_for])
async def test_z5_who_signed_it_is_no_hand(
    hand: str, sign: Sign, street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting = await payee()
    await sign(street, waiting, "finance-who-signed")
    refund = await refunded(waiting, client_for, **{hand: "finance-who-signed"})
    assert await stands(street, refund) == ("cancelled", "own_work")


async def test_another_account_of_the_borrowers_own_cools_off_first(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting = await payee()
    await street.until(waiting, "settled")
    another = await waiting.name_account(ordinary_account())
    unverified = await refunded_to(waiting, client_for, another["id"])
    assert await stands(street, unverified) == ("cancelled", "account_not_usable")
    await street.verify(another)
    cooling = await refunded_to(waiting, client_for, another["id"])
    assert await stands(street, cooling) == ("cancelled", "account_not_usable")
    street.service.advance(timedelta(days=3))
    usable = await refunded_to(waiting, client_for, another["id"])
    await street.until(usable, "settled")
    assert street.truth.of("moved", usable.key)[0]["number"].endswith(
        another["account_number"][-4:]
    )


async def test_an_account_that_is_replaced_before_the_money_goes_gets_nothing(
    street: Street, payee: NewPayee, client_for: ClientFor
) -> None:
    waiting = await payee()
    await street.until(waiting, "settled")
    refund = await refunded(waiting, client_for)
    await waiting.name_account(ordinary_account())
    await street.until(refund, "cancelled")
    assert await stands(street, refund) == ("cancelled", "account_not_usable")
    assert street.truth.of("moved", refund.key) == []


@pytest.mark.parametrize("case", [Case.CLOSED_SINCE, Case.FAILING_LATER])
async def test_what_does_not_leave_is_told_with_its_reason(
    case: Case, street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    refund = await refunded(await payee(case), client_for)
    row = await street.until(refund, "failed")
    assert row.reason_code is not None
    assert await books.balance_of(refund.key) == {}
    assert await last_topic(street, refund) == "refund.failed"


async def test_p10_what_comes_back_days_later_is_told_too(
    street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    refund = await refunded(await payee(Case.RETURNED), client_for)
    await street.until(refund, "settled")
    await street.tell_day(street.service.clock.today() + timedelta(days=4))
    await street.until(refund, "returned")
    assert await books.balance_of(refund.key) == {}
    assert await last_topic(street, refund) == "refund.returned"


@pytest.mark.parametrize("case", [Case.MOVED_SILENT, Case.SILENT])
async def test_f3_a_worker_that_dies_between_the_call_and_its_record_refunds_once(
    case: Case, street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    refund = await refunded(await payee(case), client_for)
    await killed(street, refund, "payout_outcomes")
    await street.let_time_pass(refund)
    await street.until(refund, "settled")
    assert len(street.truth.of("moved", refund.key)) == 1
    await books.agree()


async def failed_refund(
    street: Street, payee: NewPayee, client_for: ClientFor, another: str
) -> tuple[Payee, Payee]:
    """Somebody with another account to pay to, and the refund that failed on the first one."""
    waiting = await payee(Case.CLOSED_SINCE)
    failed = await refunded(waiting, client_for)
    await street.drive(failed)
    assert await stands(street, failed) == ("failed", "account_closed")
    await street.verify(await waiting.name_account(another))
    return waiting, failed


async def arrives(street: Street, refund: Payee) -> None:
    """The rail says that it settled."""
    await says(street, refund, amount={"amount": AMOUNT_MINOR, "currency": "CNY"})


@pytest.mark.parametrize("is_first", [True, False], ids=["arrived_before", "arrives_after"])
async def test_p9_no_other_refund_goes_out_once_the_failed_one_arrived(
    street: Street, payee: NewPayee, client_for: ClientFor, books: Books, *, is_first: bool
) -> None:
    waiting, failed = await failed_refund(street, payee, client_for, ordinary_account())
    if is_first:
        await arrives(street, failed)
    second = await refunded(waiting, client_for)
    if not is_first:
        assert await stands(street, second) == ("approved", None)
        await arrives(street, failed)
    assert await stands(street, second) == ("cancelled", "earlier_payout_arrived")
    assert await last_topic(street, second) == "refund.cancelled"
    assert not await street.drive(second)
    await street.until(waiting, "settled")  # a refund stands in no loan's way
    assert street.truth.of("taken", second.key) == []
    suspended = {"cash": -AMOUNT_MINOR, "suspense": AMOUNT_MINOR}
    assert await books.balance_of(failed.key) == suspended
    await books.agree()


async def test_p9_a_refund_nobody_knows_of_is_not_sent_again_once_the_failed_one_arrived(
    street: Street, payee: NewPayee, client_for: ClientFor, books: Books
) -> None:
    silent = magic_account(Case.SILENT)
    waiting, failed = await failed_refund(street, payee, client_for, silent)
    second = await refunded(waiting, client_for)
    await street.drive(second)
    assert await stands(street, second) == ("unknown", None)
    await arrives(street, failed)
    for _ in range(2):
        await street.let_time_pass(second)
        await street.drive(second)
    assert (await street.row(second)).is_for_a_person
    assert await street.attempts(second) == ["ambiguous"]
    assert await street.alerts(second) == ["earlier_payout_arrived"]
    await books.agree()
