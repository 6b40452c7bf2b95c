"""Writing down what the rail said, and what that asks for next."""

import logging
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.domain.statuses import PayoutKind, PayoutStatus
from services.disbursement.domain.transfers import Transfer
from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import readiness, repository
from services.disbursement.payouts.applying import Hearing, apply, fail
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.domain.attempting import NOT_SUBMITTED
from services.disbursement.payouts.domain.hearing import Judgement
from services.disbursement.payouts.domain.patience import (
    NextMove,
    Waited,
    after_not_found,
    next_look,
)
from services.disbursement.payouts.domain.screening import Screened, Withheld
from services.disbursement.payouts.paying import (
    HandIn,
    LookAtLists,
    LookUpKey,
    Move,
    Paying,
)
from services.disbursement.payouts.persons import give_to_a_person, stop_for_a_person
from services.disbursement.payouts.tables import PayoutOutcomeRow, PayoutRow
from services.disbursement.payouts.taking_up import (
    STOPPED_RETRY,
    begin,
    fall_into_doubt,
    go_on,
    hand_in_again,
)
from services.disbursement.rails.protocol import (
    Accepted,
    Ambiguous,
    LookUp,
    NotFound,
    NotSubmitted,
    Outcome,
    Rejected,
)

SCREENED: Final = frozenset({PayoutStatus.APPROVED.value, PayoutStatus.SUBMITTED.value})
UNDER_WAY: Final = frozenset({PayoutStatus.SUBMITTED.value, PayoutStatus.UNKNOWN.value})

UNANSWERED_RETRY: Final = timedelta(seconds=10)

_log = logging.getLogger("xiaowei.payouts")


async def note_answer(
    session: AsyncSession, row: PayoutRow, made: HandIn, outcome: Outcome, paying: Paying
) -> None:
    """Write down what came of an attempt; nothing when somebody took the payout over since."""
    if not _is_held(row, made):
        return
    now = await repository.now_of(session)
    row.claimed_until = None
    session.add(_outcome_row(row, made.number, outcome))
    if isinstance(outcome, Accepted):
        await _hear(session, row, outcome.transfer, now, paying)
    elif row.status not in UNDER_WAY:
        return  # a call back was faster, and knew
    elif isinstance(outcome, Rejected):
        await fail(session, row, outcome.code, _hearing(paying))
    elif isinstance(outcome, NotSubmitted):
        row.next_try_at = now + timedelta(seconds=outcome.wait_s)
    else:
        await fall_into_doubt(session, row, now, paying)


async def note_look_up(
    session: AsyncSession, row: PayoutRow, made: LookUpKey, found: LookUp, paying: Paying
) -> Move | None:
    """Write down what a look-up came to; an order to hand in again may follow."""
    if not _is_held(row, made) or row.status not in UNDER_WAY:
        return None
    now = await repository.now_of(session)
    row.claimed_until = None
    row.looked_up += 1
    _look_again_later(row, now, paying)
    if isinstance(found, Transfer):
        await _hear(session, row, found, now, paying)
    elif isinstance(found, NotFound):
        return await _not_found(session, row, now, paying)
    return None


async def note_screening(
    session: AsyncSession,
    row: PayoutRow,
    made: LookAtLists,
    seen: Screened | Withheld | None,
    paying: Paying,
) -> Move | None:
    """Write down what the lists said; the order may follow when they let the money go.

    Silence is no answer, and neither is one of another business day than ours: it is asked again.
    """
    if not _is_held(row, made):
        return None
    now = await repository.now_of(session)
    row.claimed_until = None
    if isinstance(seen, Screened):
        await repository.keep_screening(session, row, seen)
    if row.status not in SCREENED:
        return None  # it was cancelled, or is to be approved anew
    return await _let_go(session, row, seen, now, paying)


async def _let_go(
    session: AsyncSession,
    row: PayoutRow,
    seen: Screened | Withheld | None,
    now: datetime,
    paying: Paying,
) -> Move | None:
    """What follows for an order that waited for the look, its first one or one that never left."""
    if seen is Withheld.GROUP_LATE:
        row.next_try_at = now + STOPPED_RETRY
        await stop_for_a_person(session, row, AlertKind.GROUP_LATE)
        return None
    if seen is None or seen.screened_on != paying.clock.today():
        row.next_try_at = now + UNANSWERED_RETRY
        return None
    if row.status == PayoutStatus.SUBMITTED:
        return await go_on(session, row, now, paying)
    return await begin(session, row, now, paying)


async def _hear(
    session: AsyncSession, row: PayoutRow, heard: Transfer, now: datetime, paying: Paying
) -> None:
    judgement = await apply(session, row, heard, _hearing(paying))
    if judgement is Judgement.NOTE:
        _look_again_later(row, now, paying)
    if judgement is Judgement.QUARANTINE:
        await give_to_a_person(session, row, AlertKind.LOOK_UP_MISMATCH)
        await fall_into_doubt(session, row, now, paying)


async def _not_found(
    session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying
) -> Move | None:
    """Hand it in again where that cannot pay twice; the contract is locked, as by what may say so.

    Where the money of an earlier payout arrived after all, even the same key would pay once more.
    """
    terms = paying.rail.terms
    waited = await _waited(session, row, now, paying)
    move = after_not_found(waited, terms.lookup_lag, terms.key_retention)
    if move is NextMove.WAIT or row.is_for_a_person:
        return None
    kind = AlertKind.RETENTION_PASSED
    if move is NextMove.RESEND:
        if not await readiness.earlier_arrived(session, row.contract_id, PayoutKind(row.kind)):
            return await hand_in_again(session, row, now, paying)
        kind = AlertKind.EARLIER_ARRIVED
    await fall_into_doubt(session, row, now, paying)
    await give_to_a_person(session, row, kind)
    return None


async def _waited(session: AsyncSession, row: PayoutRow, now: datetime, paying: Paying) -> Waited:
    """Since when orders are out, by the database's clock or the handed-in one, if that is ahead."""
    made = await repository.attempts_of(session, row)
    # What the provider told us of counts as sent, whatever it answered before.
    sent = [each for each in made if each.outcome != NOT_SUBMITTED] or made
    first, last = sent[0], sent[-1]
    by_clock = paying.clock.now() - first.sent_at_clock
    return Waited(max(now - first.started_at, by_clock), now - last.started_at)


def _look_again_later(row: PayoutRow, now: datetime, paying: Paying) -> None:
    row.next_try_at = now + next_look(paying.rail.terms.lookup_lag, row.looked_up)


def _is_held(row: PayoutRow, made: Move) -> bool:
    if row.claim_epoch == made.hold.epoch:
        return True
    _log.warning("too late: the payout was taken over", extra={"epoch": made.hold.epoch})
    return False


def _hearing(paying: Paying) -> Hearing:
    return Hearing(own_machinery(), paying.clock.today(), paying.keys)


def _outcome_row(row: PayoutRow, number: int, outcome: Outcome) -> PayoutOutcomeRow:
    word, detail = _words(outcome)
    return PayoutOutcomeRow(
        application_id=row.application_id,
        payout_id=row.payout_id,
        number=number,
        outcome=word,
        detail=detail,
    )


def _words(outcome: Outcome) -> tuple[str, str | None]:
    if isinstance(outcome, Accepted):
        return "accepted", outcome.transfer.status.value
    if isinstance(outcome, Rejected):
        return "rejected", outcome.code.value
    if isinstance(outcome, Ambiguous):
        return "ambiguous", outcome.doubt.value
    return NOT_SUBMITTED, None
