"""Doing what a provider's word comes to: the payout, the cash journal, the contract, an alert."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.cash import entry as cash
from services.disbursement.cash.entry import CashEvent, Movement
from services.disbursement.contracts import entry as contracts
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.domain.transfers import RejectionCode, Transfer, TransferStatus
from services.disbursement.payees import entry as payees
from services.disbursement.payouts import chronicle, messages, readiness
from services.disbursement.payouts.alerts import raise_alert
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.hearing import Judgement, Sent, judge, moved_on
from services.disbursement.payouts.persons import give_back_to_the_machine
from services.disbursement.payouts.tables import PayoutRow
from services.kit.caller import Caller
from services.kit.field_keys import FieldKeys
from services.kit.money import Money

_ACCOUNT_INDEX: Final = "payout.account_number"
UNNAMED: Final = "not_named"  # the provider did not say why

# Why a payout failed that is the account's fault, in the words of who keeps accounts.
_ACCOUNTS_FAULT: Final = frozenset(RejectionCode) - {RejectionCode.AMOUNT_NOT_TAKEN}


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears, on which business day, and with which keys accounts are compared."""

    caller: Caller
    today: date
    keys: FieldKeys


def account_index(number: str, keys: FieldKeys) -> bytes:
    """The keyed hash by which the account a provider names is compared with the one we sent."""
    return keys.blind_index.of(_ACCOUNT_INDEX, number)


async def apply(
    session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing
) -> Judgement:
    """Judge what was heard of a locked payout and do what follows; what it came to is returned."""
    sent = Sent(row.provider_key, amount_of(row), row.account_index, row.value_date, row.settled_on)
    index = account_index(heard.account_number, hearing.keys)
    judgement = judge(PayoutStatus(row.status), sent, heard, index, hearing.today)
    action = _ACTIONS.get(judgement)
    if action is not None:
        await action(session, row, heard, hearing)
    return judgement


async def fail(
    session: AsyncSession, row: PayoutRow, code: RejectionCode | None, hearing: Hearing
) -> None:
    """The money did not move and will not: an explicit word of the provider, or two persons'."""
    before = messages.payout_facts(row)
    row.reason_code = code.value if code else UNNAMED
    await chronicle.moved(session, row, PayoutStatus.FAILED, hearing.caller, before=before)
    await cash.book(session, CashEvent.FAILED, _movement(row, hearing, hearing.today))
    await _refuse_account(session, row, code, hearing)


async def settle(session: AsyncSession, row: PayoutRow, settled_on: date, hearing: Hearing) -> None:
    """The money arrived, and counts from `settled_on`."""
    before = messages.payout_facts(row)
    row.settled_on = settled_on
    row.is_for_a_person = False
    await chronicle.moved(session, row, PayoutStatus.SETTLED, hearing.caller, before=before)
    event, _ = _ARRIVALS[PayoutKind(row.kind)]
    await cash.book(session, event, _movement(row, hearing, settled_on))
    if row.kind == PayoutKind.LOAN:
        await contracts.make_effective(session, row.contract_id, hearing.caller)


def amount_of(row: PayoutRow) -> Money:
    """How much is paid."""
    return Money(row.amount_minor, row.currency)


async def _settle(session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing) -> None:
    assert heard.settled_on is not None  # a judgement to settle has a day
    row.provider_reference = heard.reference
    await settle(session, row, heard.settled_on, hearing)


async def _fail(session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing) -> None:
    row.provider_reference = heard.reference
    await fail(session, row, heard.code, hearing)


async def _give_back(
    session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing
) -> None:
    assert heard.returned_on is not None  # a judgement to return has a day
    before = messages.payout_facts(row)
    row.returned_on = heard.returned_on
    row.reason_code = heard.code.value if heard.code else UNNAMED
    await chronicle.moved(session, row, PayoutStatus.RETURNED, hearing.caller, before=before)
    _, event = _ARRIVALS[PayoutKind(row.kind)]
    await cash.book(session, event, _movement(row, hearing, heard.returned_on))
    await _refuse_account(session, row, heard.code, hearing)
    await raise_alert(session, AlertKind.RETURNED, row, {"reason_code": row.reason_code})


async def _settle_and_give_back(
    session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing
) -> None:
    await _settle(session, row, heard, hearing)
    await _give_back(session, row, heard, hearing)


async def _note(session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing) -> None:
    """The provider has it in hand: what becomes of it is no person's to say any more."""
    if row.provider_reference is None:
        before = messages.payout_facts(row)
        row.provider_reference = heard.reference
        await chronicle.noted(session, row, "taken", hearing.caller, before=before)
    await give_back_to_the_machine(session, row)


async def _suspend(
    session: AsyncSession, row: PayoutRow, heard: Transfer, hearing: Hearing
) -> None:
    """What contradicts an end moves nothing but money nobody claims; a person decides.

    Where the money arrived after all, and is not back, what was prepared in its place would be a
    second time: it is cancelled, unless it was sent.
    """
    for event, said in _contradictions(heard):
        # Said again it is booked, and the day of the first time stands, whichever is said now.
        if not await cash.is_booked(session, event, row.payout_id):
            day = moved_on(row.value_date, said, hearing.today)
            await cash.book(session, event, _movement(row, hearing, day))
    kind = PayoutKind(row.kind)
    if await readiness.earlier_arrived(session, row.contract_id, kind):
        await _CANCELLING[kind](session, row.contract_id, hearing.caller, readiness.ARRIVED)
    details = {"stands": row.status, "heard": heard.status.value}
    await raise_alert(session, AlertKind.CONFLICTING_ANSWER, row, details)


def _contradictions(heard: Transfer) -> Iterator[tuple[CashEvent, date | None]]:
    """What is booked of a word against an end, and the day it is said to have been on.

    What came back went before, whether or not we were told of that.
    """
    if heard.status is TransferStatus.FAILED:
        yield CashEvent.FAILED_AFTER_SETTLING, heard.settled_on
        return
    yield CashEvent.SETTLED_AFTER_FAILING, heard.settled_on
    if heard.status is TransferStatus.RETURNED:
        yield CashEvent.RETURNED_AFTER_FAILING, heard.returned_on


# What arriving and coming back are in the books, by what a payout is for.
_ARRIVALS: Final = {
    PayoutKind.LOAN: (CashEvent.SETTLED, CashEvent.RETURNED),
    PayoutKind.REFUND: (CashEvent.REFUNDED, CashEvent.REFUND_RETURNED),
}
_CANCELLING: Final = {
    PayoutKind.LOAN: readiness.cancel_unsent,
    PayoutKind.REFUND: readiness.cancel_unsent_refunds,
}
_Action = Callable[[AsyncSession, PayoutRow, Transfer, Hearing], Awaitable[None]]
_ACTIONS: Final[dict[Judgement, _Action]] = {
    Judgement.SETTLE: _settle,
    Judgement.FAIL: _fail,
    Judgement.RETURN: _give_back,
    Judgement.SETTLE_AND_RETURN: _settle_and_give_back,
    Judgement.NOTE: _note,
    Judgement.CONFLICT: _suspend,
}


def _movement(row: PayoutRow, hearing: Hearing, value_date: date) -> Movement:
    return Movement(row.payout_id, amount_of(row), hearing.today, value_date)


async def _refuse_account(
    session: AsyncSession, row: PayoutRow, code: RejectionCode | None, hearing: Hearing
) -> None:
    if row.account_id is not None and code is not None and code in _ACCOUNTS_FAULT:
        rejection = payees.Rejection(code.value)
        await payees.refuse(session, row.account_id, rejection, hearing.caller)
