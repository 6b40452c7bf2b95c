"""Beginning a payout: a contract's full principal in one tranche, waiting for its conditions."""

from datetime import date
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts.entry import ContractStanding
from services.disbursement.domain.statuses import ContractStatus, PayoutKind, PayoutStatus
from services.disbursement.payouts import chronicle, messages, readiness
from services.disbursement.payouts.tables import PayoutRow
from services.kit.caller import Caller
from services.kit.identifiers import new_id, typeid_of

ONLY_TRANCHE: Final = 1
PAYABLE: Final = frozenset({ContractStatus.SIGNED, ContractStatus.EFFECTIVE})


async def begin(
    session: AsyncSession, contract: ContractStanding, caller: Caller, today: date
) -> PayoutRow:
    """A new payout of a locked contract, as far on its way as its conditions are.

    The provider's key for it is its own identifier, so it is the same whoever sends it.
    """
    payout_id = new_id()
    row = PayoutRow(
        application_id=contract.application_id,
        payout_id=payout_id,
        contract_id=contract.contract_id,
        kind=PayoutKind.LOAN.value,
        tranche=ONLY_TRANCHE,
        status=PayoutStatus.CREATED.value,
        owner=contract.owner,
        partner_id=contract.partner_id,
        amount_minor=contract.amount.amount_minor,
        currency=contract.amount.currency,
        provider_key=typeid_of("pay", payout_id),
    )
    session.add(row)
    await session.flush()
    await chronicle.begun(session, row, caller)
    before = messages.payout_facts(row)
    await chronicle.moved(session, row, PayoutStatus.CONDITIONS_PENDING, caller, before=before)
    await readiness.reconsider(session, row, caller, today)
    return row
