"""Leave: the borrower takes the application back, until the offer is accepted.

What underwriting still asks and offers goes with it. From then on the contract decides: while it is
drawn, signed and paid out elsewhere, only who keeps it can tell whether there is still time.
"""

from uuid import UUID

from services.application.assessment import entry as assessment
from services.application.domain.actors import applicant_of
from services.application.intake import chronicle, repository
from services.application.intake.domain.happenings import moved
from services.application.intake.domain.loan_application import WithdrawalReason
from services.application.intake.domain.records import ApplicationRecord
from services.application.intake.stored import application_of
from services.application.offers import entry as offers
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def withdraw_application(
    application_id: UUID,
    reason_code: WithdrawalReason | None,
    reason: str | None,
    ask: Ask[ApplicationRecord],
) -> Reply:
    """The application, withdrawn for good.

    Raises `NotFound`, `PreconditionFailed`, `ContractDecides` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, application_id, ask.caller)
        require_version(row.version, ask.if_match)
        before = application_of(row)
        before.require_no_contract()
        withdrawn = before.withdraw(reason_code, reason)
        event = moved(before, withdrawn, applicant_of(ask.caller), reason)
        await chronicle.changed(session, row, withdrawn, event, ask.caller)
        await assessment.drop_question(session, application_id)
        await offers.withdraw(session, application_id)
        await session.flush()
        return await ask.once.keep(session, await repository.application_record_of(session, row))
