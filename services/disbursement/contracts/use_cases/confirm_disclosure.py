"""Confirm the disclosure of costs after the time for reading it; only then may anybody sign."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import chronicle, messages, repository
from services.disbursement.contracts.domain.happenings import Happening, Step
from services.disbursement.contracts.domain.reading import Reading, require_read
from services.disbursement.contracts.recorded import disclosure_recorded
from services.disbursement.contracts.records import ContractRecord, record_of
from services.disbursement.contracts.schemas.written import ConfirmationCreate
from services.disbursement.contracts.tables import ConfirmationRow, ReadingRow
from services.disbursement.domain.statuses import CONTRACT_MOVES, ContractStatus
from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.etags import require_version
from services.kit.reply import Reply


async def confirm_disclosure(
    contract_id: UUID, given: ConfirmationCreate, takes: timedelta, ask: Ask[ContractRecord]
) -> Reply:
    """The contract, open for signing.

    Raises `NotFound`, `PreconditionFailed`, `TransitionNotAllowed`, `DisclosureUnread`,
    `DisclosureChanged` and `StillReading`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await repository.lock(session, contract_id, ask.caller)
        require_version(row.version, ask.if_match)
        CONTRACT_MOVES.step(ContractStatus(row.status), ContractStatus.DISCLOSED)
        draft = await repository.draft_of(session, contract_id)
        current = disclosure_recorded(row, draft).digest
        reading = require_read(
            await _reading(session, contract_id, ask.caller),
            bytes.fromhex(given.disclosure_hash),
            current,
            await repository.now_of(session),
            takes,
        )
        session.add(
            ConfirmationRow(
                contract_id=contract_id,
                subject=ask.caller.subject,
                sha256=current,
                language=given.language,
                request_id=ask.caller.request_id,
                began_at=reading.began_at,
            )
        )
        step = Step(Happening.DISCLOSED, ContractStatus.DISCLOSED)
        await chronicle.changed(session, row, step, ask.caller)
        await chronicle.tell(session, row, messages.DISCLOSED)
        await session.flush()
        return await ask.once.keep(session, await record_of(session, row, ask.caller))


async def _reading(session: AsyncSession, contract_id: UUID, caller: Caller) -> Reading | None:
    row = await session.get(ReadingRow, (contract_id, caller.subject))
    return None if row is None else Reading(row.began_at, row.sha256)
