"""Take what is told of the contract: the application moves with it, once, however often."""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.heard import Contract
from services.application.domain.lives import ContractStatus
from services.application.fulfilment import repository
from services.application.fulfilment.domain.belonging import known_contract
from services.application.fulfilment.domain.news import News
from services.application.fulfilment.following import actor_of, follow
from services.application.fulfilment.messages import contract_facts
from services.application.intake import entry as intake
from services.application.intake.entry import Happening, Note, Standing
from services.kit.context import Edit
from services.kit.inbox import apply_once

_BY_THE_BORROWER = frozenset({ContractStatus.DISCLOSED, ContractStatus.SIGNING})


async def record_contract_status(
    application_id: UUID, news: News[Contract], edit: Edit
) -> Standing:
    """Where the application stands after `news`, or after an earlier copy of it.

    What was overtaken is taken and changes nothing. Raises `NotFound`, `SequenceGap`,
    `AnotherContract` and `TransitionNotAllowed`.
    """
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=news.aggregate_id,
            sequence=news.sequence,
            after=news.after,
        )
        standing = await intake.lock_any(session, application_id)
        heard = await repository.heard_of(session, application_id)
        known = known_contract(heard, news.told.contract_id)
        if not is_new or news.told.is_overtaken_by(known):
            return standing
        await repository.save_contract(session, application_id, news.told)
        return await follow(session, standing, _note(known, news.told, standing), edit.caller)


def _note(known: Contract | None, told: Contract, standing: Standing) -> Note | None:
    """What happened, unless all of it was known; a signature more is something."""
    is_known = known is not None and known.status is told.status
    if known is not None and is_known and known.signatures == told.signatures:
        return None
    return Note(
        kind=Happening(f"contract_{told.status}"),
        actor=_actor(told, standing),
        reason_code=told.reason_code,
        facts=contract_facts(told),
    )


def _actor(told: Contract, standing: Standing) -> Actor:
    if told.status not in _BY_THE_BORROWER:
        return actor_of(told)
    return Actor.BORROWER if standing.partner_id is None else Actor.PARTNER
