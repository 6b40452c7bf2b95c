"""A contract with what stands below it, as readers are shown it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts.tables import (
    ContractRow,
    DraftRow,
    SignatureRow,
    SignerRow,
)
from services.disbursement.visibility import acts_as
from services.kit.caller import Caller


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractRecord:
    """A contract, its figures, who signs it and who has.

    `reader` is the part the reader takes: by it a signature is the reader's own to give.
    """

    row: ContractRow
    draft: DraftRow
    signers: Sequence[SignerRow]
    signatures: dict[int, SignatureRow]
    reader: str


async def record_of(session: AsyncSession, row: ContractRow, caller: Caller) -> ContractRecord:
    """The contract as it stands in this transaction."""
    return (await records_of(session, [row], caller))[0]


async def records_of(
    session: AsyncSession, rows: Sequence[ContractRow], caller: Caller
) -> list[ContractRecord]:
    """The same for several, in three questions however many there are."""
    ids = [row.contract_id for row in rows]
    drafts = await session.scalars(select(DraftRow).where(DraftRow.contract_id.in_(ids)))
    draft_of = {draft.contract_id: draft for draft in drafts}
    signers: dict[UUID, list[SignerRow]] = defaultdict(list)
    for signer in await session.scalars(
        select(SignerRow).where(SignerRow.contract_id.in_(ids)).order_by(SignerRow.number)
    ):
        signers[signer.contract_id].append(signer)
    signatures: dict[UUID, dict[int, SignatureRow]] = defaultdict(dict)
    for given in await session.scalars(
        select(SignatureRow).where(SignatureRow.contract_id.in_(ids))
    ):
        signatures[given.contract_id][given.number] = given
    return [
        ContractRecord(
            row=row,
            draft=draft_of[row.contract_id],
            signers=signers[row.contract_id],
            signatures=signatures[row.contract_id],
            reader=acts_as(caller),
        )
        for row in rows
    ]
