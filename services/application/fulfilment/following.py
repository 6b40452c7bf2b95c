"""Taking an application where what was heard says it belongs, and writing down that it was heard.

All of it is written in the transaction that holds the application's lock.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.actors import Actor
from services.application.domain.heard import Contract, EndedBy, Heard
from services.application.domain.statuses import ApplicationStatus
from services.application.fulfilment import repository
from services.application.fulfilment.domain.place import place_of, steps
from services.application.intake import entry as intake
from services.application.intake.entry import Move, Note, Standing
from services.application.offers import entry as offers
from services.kit.caller import Caller

_EXITS = frozenset({ApplicationStatus.WITHDRAWN, ApplicationStatus.CANCELLED})
_LEAVERS = {
    EndedBy.BORROWER: Actor.BORROWER,
    EndedBy.PARTNER: Actor.PARTNER,
    EndedBy.LENDER: Actor.LOAN_OFFICER,
}


async def follow(
    session: AsyncSession, standing: Standing, happened: Note | None, caller: Caller
) -> Standing:
    """Where the application stands after it was noted what `happened`, if anything did.

    Raises `TransitionNotAllowed` for an application whose offer was not accepted.
    """
    if happened is not None:
        standing = await intake.note(session, standing.application_id, happened, caller)
    heard = await repository.heard_of(session, standing.application_id)
    target = place_of(heard)
    if target is None:
        return standing
    for step in steps(standing.status, target):
        move = _move(step, heard)
        standing = await intake.advance(session, standing.application_id, move, caller)
        if step in _EXITS:
            await offers.withdraw(session, standing.application_id)
    return standing


def actor_of(contract: Contract) -> Actor:
    """Who gave the contract up; our own machinery when nobody did."""
    return Actor.SYSTEM if contract.ended_by is None else _LEAVERS[contract.ended_by]


def _move(step: ApplicationStatus, heard: Heard) -> Move:
    if step in _EXITS and heard.contract is not None:
        actor, reason_code = actor_of(heard.contract), heard.contract.reason_code
        return Move(to=step, actor=actor, reason_code=reason_code)
    return Move(to=step, actor=Actor.SYSTEM)
