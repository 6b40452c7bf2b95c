"""The disclosure of costs with who read it and who confirmed it, as readers are shown it."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts.domain.disclosure import Disclosure
from services.disbursement.contracts.recorded import disclosure_recorded
from services.disbursement.contracts.tables import (
    ConfirmationRow,
    ContractRow,
    DraftRow,
    ReadingRow,
)
from services.kit.caller import Caller


@dataclass(frozen=True, slots=True)
class DisclosureRecord:
    """A contract's disclosure, when its reader began to read it, and that it was confirmed."""

    row: ContractRow
    disclosure: Disclosure
    reading: ReadingRow | None
    confirmation: ConfirmationRow | None


async def disclosure_record(
    session: AsyncSession, row: ContractRow, draft: DraftRow, caller: Caller
) -> DisclosureRecord:
    """The disclosure as it stands in this transaction."""
    return DisclosureRecord(
        row=row,
        disclosure=disclosure_recorded(row, draft),
        reading=await session.get(ReadingRow, (row.contract_id, caller.subject)),
        confirmation=await session.get(ConfirmationRow, row.contract_id),
    )
