"""What the application service is told of a contract, put together when it is sent."""

from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.conditions import entry as conditions
from services.disbursement.contracts import entry as contracts
from services.disbursement.contracts.messages import TOPICS
from services.kit.deliveries import Message
from services.kit.identifiers import typeid_of

CONTRACT_TOPICS: Final = TOPICS


async def contract_status(session: AsyncSession, message: Message, today: date) -> dict[str, Any]:
    """The status the event tells of, with the signers and what is missing as they are now."""
    told = await contracts.told(session, message.aggregate_id)
    return {
        "sequence": message.sequence,
        "after": message.after,
        "contract_id": typeid_of("ctr", message.aggregate_id),
        "number": told.number,
        "status": message.body["status"],
        "signers": [
            {
                "party_id": typeid_of("party", each.party_id),
                "role": each.role,
                "has_signed": each.has_signed,
            }
            for each in told.signers
        ],
        "missing": list(await conditions.missing(session, message.aggregate_id, today)),
        "ended_by": told.ended_by,
        "reason_code": told.reason_code,
    }
