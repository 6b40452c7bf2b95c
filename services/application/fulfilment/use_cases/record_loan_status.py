"""Take what is told of the loan: the application moves with it, once, however often.

The story of the loan and that of the contract come from two services in no agreed order.
"""

from uuid import UUID

from services.application.domain.actors import Actor
from services.application.domain.heard import Loan
from services.application.fulfilment import repository
from services.application.fulfilment.domain.belonging import (
    known_contract,
    require_no_other_loan,
)
from services.application.fulfilment.domain.news import News
from services.application.fulfilment.following import follow
from services.application.fulfilment.messages import loan_facts
from services.application.groups import entry as groups
from services.application.intake import entry as intake
from services.application.intake.entry import Happening, Note, Standing
from services.kit.context import Edit
from services.kit.inbox import apply_once


async def record_loan_status(application_id: UUID, news: News[Loan], edit: Edit) -> Standing:
    """Where the application stands after `news`, or after an earlier copy of it.

    With it freezes the borrower's group, if the borrower is late. What was overtaken is taken and
    changes nothing. Raises `NotFound`, `SequenceGap`,
    `AnotherContract`, `AnotherLoan` and `TransitionNotAllowed`.
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
        known_contract(heard, news.told.contract_id)
        require_no_other_loan(heard, news.told.loan_id)
        if not is_new or news.told.is_overtaken_by(heard.loan):
            return standing
        await repository.save_loan(session, application_id, news.told)
        after = await follow(session, standing, _note(heard.loan, news.told), edit.caller)
        is_late = intake.late_on(edit.clock.today())
        await groups.freeze_if_late(session, standing.party_id, is_late)
        return after


def _note(known: Loan | None, told: Loan) -> Note | None:
    """What happened, unless only the next instalment moved on."""
    same = known is not None and (known.status, known.payout_id) == (told.status, told.payout_id)
    if same:
        return None
    return Note(kind=Happening(f"loan_{told.status}"), actor=Actor.SYSTEM, facts=loan_facts(told))
