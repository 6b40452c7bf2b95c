"""What neighbours are told of a payout, put together when it is sent."""

from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.contracts import entry as contracts
from services.disbursement.payouts import entry as payouts
from services.kit.deliveries import Message
from services.kit.identifiers import typeid_of, uuid_of

PAYOUT_TOPICS: Final = payouts.TOPICS


async def payout_status(session: AsyncSession, message: Message, _today: date) -> dict[str, Any]:
    """The status the event tells of; a value date once the payout was handed in."""
    told = await payouts.told(session, payout_of(message))
    return {
        "sequence": message.sequence,
        "after": message.after,
        "contract_id": typeid_of("ctr", message.aggregate_id),
        "payout_id": message.body["payout_id"],
        "tranche": told.tranche,
        "status": message.body["payout_status"],
        "amount": {"amount": told.amount.amount_minor, "currency": told.amount.currency},
        "value_date": message.body.get("value_date"),
        "reason_code": message.body.get("reason_code"),
    }


async def funding(session: AsyncSession, message: Message) -> dict[str, Any]:
    """What repayment opens the loan from: terms, planned schedule, that of the value date."""
    contract_id, payout_id = message.aggregate_id, payout_of(message)
    terms = await contracts.funding_terms(session, contract_id)
    bound = await contracts.lent_to(session, contract_id)
    told = await payouts.told(session, payout_id)
    value_date = date.fromisoformat(str(message.body["value_date"]))
    return {
        "sequence": message.sequence,
        "after": message.after,
        "kind": "funding",
        "application_id": typeid_of("app", bound.application_id),
        "owner": bound.owner,
        "partner_id": None if bound.partner_id is None else typeid_of("partner", bound.partner_id),
        "party_id": typeid_of("party", bound.party_id),
        "signers": sorted(await contracts.hands_of(session, contract_id)),
        "product": {
            "code": bound.product_code,
            "version": bound.product_version,
            "type": bound.product_type,
        },
        "contract": {
            "id": typeid_of("ctr", contract_id),
            "number": terms.number,
            "document_sha256": terms.document_sha256,
            "engine_version": terms.engine_version,
            "terms": terms.terms,
            "schedule": terms.planned,
        },
        "payout": {
            "id": typeid_of("pay", payout_id),
            "tranche": told.tranche,
            "amount": {"amount": told.amount.amount_minor, "currency": told.amount.currency},
            "value_date": value_date.isoformat(),
        },
        "schedule": terms.schedule_on(value_date),
    }


async def funding_reversal(session: AsyncSession, message: Message) -> dict[str, Any]:
    """What repayment takes the loan back by."""
    told = await payouts.told(session, payout_of(message))
    return {
        "sequence": message.sequence,
        "after": message.after,
        "kind": "funding_reversal",
        "contract_id": typeid_of("ctr", message.aggregate_id),
        "payout_id": message.body["payout_id"],
        "amount": {"amount": told.amount.amount_minor, "currency": told.amount.currency},
        "returned_on": message.body["returned_on"],
        "reason_code": message.body["reason_code"],
    }


async def refund_payout(session: AsyncSession, message: Message) -> dict[str, Any]:
    """What repayment is told of the end of a refund's payout."""
    told, body = await payouts.told(session, payout_of(message)), message.body
    return {
        "sequence": message.sequence,
        "after": message.after,
        "contract_id": typeid_of("ctr", message.aggregate_id),
        "payout_id": body["payout_id"],
        "status": body["payout_status"],
        "amount": {"amount": told.amount.amount_minor, "currency": told.amount.currency},
        "settled_on": body.get("value_date") if body["payout_status"] == "settled" else None,
        "reason_code": body.get("reason_code"),
    }


def payout_of(message: Message) -> UUID:
    """The payout an event is about."""
    return uuid_of("pay", str(message.body["payout_id"]))
