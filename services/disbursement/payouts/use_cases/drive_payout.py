"""Drive a payout on: look at the lists, hand the order in, look it up, and write down what came
of it.

What is about to be done is committed first, done with no transaction open, then written down. So a
process may die on any line: what it had in hand is found, and asked about before anything else.
"""

from typing import Final
from uuid import UUID

from services.disbursement.failpoints import DisbursementPoint
from services.disbursement.payouts import noting, repository, taking_up
from services.disbursement.payouts.paying import HandIn, LookAtLists, LookUpKey, Move, Paying
from services.kit.failpoints import reached

# A look-up, or a look at the lists, may lead to an order, and midnight to a second look before it;
# more than that is the next round's.
MOVES_MAX: Final = 3


async def drive_payout(payout_id: UUID, paying: Paying) -> bool:
    """Whether there was anything to do; the next round goes on from there. Raises `NotFound`."""
    move = await take_up(payout_id, paying)
    was_moved = move is not None
    for _ in range(MOVES_MAX):
        if move is None:
            break
        if isinstance(move, LookAtLists):
            await reached(DisbursementPoint.SCREENING_CLAIMED)
        else:
            await reached(DisbursementPoint.MOVE_CLAIMED)
        move = await make(move, paying)
    return was_moved


async def take_up(payout_id: UUID, paying: Paying) -> Move | None:
    """Commit what is to be done next, and claim it; None when there is nothing to do now."""
    async with paying.sessions.begin() as session:
        _, row = await repository.lock_any(session, payout_id)
        now = await repository.now_of(session)
        return await taking_up.next_move(session, row, now, paying)


async def make(move: Move, paying: Paying) -> Move | None:
    """Do what is committed, and write down what came of it; what follows is committed, too."""
    match move:
        case LookAtLists():
            return await _look_at_lists(move, paying)
        case HandIn():
            await _hand_in(move, paying)
            return None
        case LookUpKey():
            return await _look_up(move, paying)


async def _look_at_lists(move: LookAtLists, paying: Paying) -> Move | None:
    seen = await paying.lists.look(move.hold.payout_id, move.application_id)
    await reached(DisbursementPoint.SCREENING_ANSWERED)
    async with paying.sessions.begin() as session:
        _, row = await repository.lock_any(session, move.hold.payout_id)
        next_move = await noting.note_screening(session, row, move, seen, paying)
    await reached(DisbursementPoint.SCREENING_NOTED)
    return next_move


async def _hand_in(move: HandIn, paying: Paying) -> None:
    outcome = await paying.rail.pay(move.order)
    await reached(DisbursementPoint.ORDER_ANSWERED)
    async with paying.sessions.begin() as session:
        _, row = await repository.lock_any(session, move.hold.payout_id)
        await noting.note_answer(session, row, move, outcome, paying)
    await reached(DisbursementPoint.ORDER_NOTED)


async def _look_up(move: LookUpKey, paying: Paying) -> Move | None:
    found = await paying.rail.look_up(move.key)
    await reached(DisbursementPoint.LOOK_UP_ANSWERED)
    async with paying.sessions.begin() as session:
        _, row = await repository.lock_any(session, move.hold.payout_id)
        next_move = await noting.note_look_up(session, row, move, found, paying)
    await reached(DisbursementPoint.LOOK_UP_NOTED)
    return next_move
