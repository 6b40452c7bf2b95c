"""Begin to read the disclosure of costs; the time runs by the database's clock."""

from uuid import UUID

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.disclosing import DisclosureRecord, disclosure_record
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.recorded import disclosure_recorded
from services.disbursement.contracts.tables import ReadingRow
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.kit.context import Ask
from services.kit.reply import Reply


async def begin_reading(contract_id: UUID, ask: Ask[DisclosureRecord]) -> Reply:
    """The disclosure, being read by the caller; beginning again does not begin anew.

    Raises `NotFound` and `TransitionNotAllowed`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, contract_id, ask.caller)
        CONTRACT_MOVES.step(ContractStatus(row.status), ContractStatus.DISCLOSED)
        draft = await repository.draft_of(session, contract_id)
        disclosure = disclosure_recorded(row, draft)
        place = (contract_id, ask.caller.subject)
        if await session.get(ReadingRow, place) is None:
            session.add(
                ReadingRow(
                    contract_id=contract_id, subject=ask.caller.subject, sha256=disclosure.digest
                )
            )
            await chronicle.changed(session, row, Step(Happening.READ), ask.caller)
            await chronicle.tell(session, row, messages.CONDITIONS_CHANGED)
        await session.flush()
        record = await disclosure_record(session, row, draft, ask.caller)
        return await ask.once.keep(session, record)
