"""What the worker does next about a locked payout, written down before it is done."""

from datetime import datetime, timedelta
from functools import cache
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.cash import entry as cash
from services.disbursement.cash.entry import CashEvent, Movement
from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.machinery import own_machinery
from services.disbursement.payees import entry as payees
from services.disbursement.payouts import chronicle, messages, readiness, repository, stopping
from services.disbursement.payouts.alerts import raise_alert
from services.disbursement.payouts.applying import account_index, amount_of
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.approving import Hand, takes_people
from services.disbursement.payouts.domain.patience import value_date
from services.disbursement.payouts.domain.screening import ScreeningOutcome
from services.disbursement.payouts.paying import (
    LEASE,
    HandIn,
    Hold,
    LookAtLists,
    LookUpKey,
    Move,
    Paying,
)
from services.disbursement.payouts.persons import give_back_to_the_machine, stop_for_a_person
from services.disbursement.payouts.repository import Attempt
from services.disbursement.payouts.tables import (
    PayoutApprovalRow,
    PayoutAttemptRow,
    PayoutOutcomeRow,
    PayoutRow,
)
from services.disbursement.rails.protocol import Account, PaymentOrder
from services.kit.calendar import BusinessCalendar, china_calendar
from services.kit.identifiers import new_id

CUT_OFF_RETRY: Final = timedelta(minutes=10)
STOPPED_RETRY: Final = timedelta(minutes=10)


async def next_move(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> Move | None:
    """What is to be done now, committed with this transaction; None when there is nothing."""
    if row.claimed_until is not None and row.claimed_until > now:
        return None
    if row.status == PayoutStatus.READY and not takes_people(amount_of(row), paying.above_minor):
        await _approve(session, row, paying)
    if row.status == PayoutStatus.APPROVED:
        return await begin(session, row, now, paying)
    if row.status in {PayoutStatus.SUBMITTED, PayoutStatus.UNKNOWN} and row.next_try_at <= now:
        return await go_on(session, row, now, paying)
    return None


async def hand_in_again(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> HandIn:
    """Another attempt of a payout under way, under the key it has."""
    account = await _destination(session, row, paying)
    return await _attempt(session, row, account, now, paying.clock.now())


def claim(row: PayoutRow, now: datetime) -> Hold:
    """Take a locked payout in hand for `LEASE`."""
    row.claim_epoch = (row.claim_epoch or 0) + 1
    row.claimed_until = now + LEASE
    return Hold(row.payout_id, row.claim_epoch)


async def _approve(session: AsyncSession, row: PayoutRow, paying: Paying) -> None:
    """Approve a small payout to the account that is usable, if it still is ready."""
    caller, today = own_machinery(), paying.clock.today()
    await readiness.reconsider(session, row, caller, today)
    account = await payees.usable(session, row.contract_id, today)
    if row.status != PayoutStatus.READY or account is None:
        return
    before = messages.payout_facts(row)
    digest = await readiness.freeze(session, row, account)
    session.add(
        PayoutApprovalRow(
            application_id=row.application_id,
            payout_id=row.payout_id,
            round=row.approval_round,
            hand=Hand.SYSTEM.value,
            subject=caller.subject,
            account_digest=digest,
        )
    )
    await chronicle.moved(session, row, PayoutStatus.APPROVED, caller, before=before)


async def begin(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> Move | None:
    """Reserve the money and commit the first attempt, if the rail pays today and the lists let it.

    A loan's money goes out after a look at the lists that was clear on that very day; until there
    is one, that look is what is to be done. Nothing of it touches what was handed in already.
    """
    caller, today = own_machinery(), paying.clock.today()
    await readiness.reconsider(session, row, caller, today)
    if row.status != PayoutStatus.APPROVED:
        return None
    day = value_date(paying.clock.now(), paying.rail.terms.cut_off, _calendar(today.year))
    if day is None:
        row.next_try_at = now + CUT_OFF_RETRY
        return None
    if row.kind == PayoutKind.LOAN:
        seen = await repository.screening_on(session, row, today)
        if seen is None:
            return LookAtLists(claim(row, now), row.application_id)
        if seen.outcome != ScreeningOutcome.CLEAR:
            row.next_try_at = now + STOPPED_RETRY
            await stop_for_a_person(session, row, AlertKind.LISTED)
            return None
        await give_back_to_the_machine(session, row)
    account = await _destination(session, row, paying)
    before = messages.payout_facts(row)
    row.rail, row.value_date = paying.rail.terms.name, day
    row.account_index = account_index(account.number, paying.keys)
    await chronicle.moved(session, row, PayoutStatus.SUBMITTED, caller, before=before)
    movement = Movement(row.payout_id, amount_of(row), today, day)
    await cash.book(session, CashEvent.RESERVED, movement)
    return await _attempt(session, row, account, now, paying.clock.now())


async def go_on(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> Move | None:
    """Ask about what is under way, or set out anew with what provably never left."""
    attempts = await repository.attempts_of(session, row)
    if attempts[-1].outcome is None:
        await _lose(session, row, attempts[-1], now, paying)
        return None
    if not await stopping.has_never_left(session, row):
        return LookUpKey(claim(row, now), row.provider_key)
    if row.kind == PayoutKind.LOAN:
        return await _set_out_anew(session, row, now, paying)
    if await readiness.earlier_arrived(session, row.contract_id, PayoutKind.REFUND):
        today = paying.clock.today()
        await stopping.stop(session, row, own_machinery(), readiness.ARRIVED, today)
        return None
    return await hand_in_again(session, row, now, paying)


async def _set_out_anew(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> Move | None:
    """Hand in a loan's order that never left, while its people and conditions let it go today.

    It may be days since it was submitted. What may go out no more is over, for a person to begin
    another; nobody has the order, so nothing need be asked first.
    """
    # The order is of the day whose look lets it go, should a test clock pass that day meanwhile.
    at, today = paying.clock.now(), paying.clock.today()
    caller = own_machinery()
    seen = await repository.screening_on(session, row, today)
    if seen is None:
        return LookAtLists(claim(row, now), row.application_id)
    is_listed = seen.outcome == ScreeningOutcome.LISTED
    if is_listed:
        await raise_alert(session, AlertKind.LISTED, row, {"payout_id": messages.wire_id(row)})
    if is_listed or not await readiness.still_stands(session, row, today):
        await stopping.stop(session, row, caller, stopping.NEVER_SENT, today)
        return None
    await give_back_to_the_machine(session, row)
    account = await _destination(session, row, paying)
    return await _attempt(session, row, account, now, at)


async def _lose(
    session: AsyncSession, row: PayoutRow, attempt: Attempt, now: datetime, paying: Paying
) -> None:
    """Whoever made the attempt is gone, and nobody knows what came of it."""
    session.add(
        PayoutOutcomeRow(
            application_id=row.application_id,
            payout_id=row.payout_id,
            number=attempt.number,
            outcome="lost",
        )
    )
    row.claim_epoch += 1  # should it live after all, what it brings is too late
    row.claimed_until = None
    await fall_into_doubt(session, row, now, paying)


async def fall_into_doubt(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> None:
    """Nobody knows: it is asked about once the provider would show it."""
    row.next_try_at = now + paying.rail.terms.lookup_lag
    if row.status == PayoutStatus.SUBMITTED:
        before = messages.payout_facts(row)
        row.unknown_since = now
        await chronicle.moved(session, row, PayoutStatus.UNKNOWN, own_machinery(), before=before)


@cache
def _calendar(year: int) -> BusinessCalendar:
    return china_calendar({year})


async def _destination(session: AsyncSession, row: PayoutRow, paying: Paying) -> Account:
    """The account that was approved; raises `AccountChanged` should it ever say otherwise."""
    assert row.account_id is not None  # an approval froze both
    assert row.account_digest is not None
    return await payees.open_approved(session, row.account_id, row.account_digest, paying.keys)


async def _attempt(
    session: AsyncSession, row: PayoutRow, account: Account, now: datetime, at: datetime
) -> HandIn:
    assert row.value_date is not None  # it was given when the payout was submitted
    hold = claim(row, now)
    number = len(await repository.attempts_of(session, row)) + 1
    await session.flush()
    session.add(
        PayoutAttemptRow(
            application_id=row.application_id,
            payout_id=row.payout_id,
            number=number,
            attempt_id=new_id(),
            provider_key=row.provider_key,
            claim_epoch=hold.epoch,
            sent_at_clock=at,
        )
    )
    await session.flush()
    order = PaymentOrder(row.provider_key, amount_of(row), account, row.value_date)
    return HandIn(hold, number, order)
