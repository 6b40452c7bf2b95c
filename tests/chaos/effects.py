"""How often each thing that was asked for has happened, counted where it is kept."""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

import asyncpg

from deploy.sandbox.rail.book import Book
from services.kit.identifiers import typeid_of, uuid_of
from tests.chaos.checker import Thing

# By kind; the parameters are what the operation was about.
COUNTED: Final[Mapping[str, str]] = {
    "register": "SELECT count(*) FROM application.parties WHERE owner = $1",
    "consent": "SELECT count(*) FROM application.consents "
    "WHERE party_id::text = $1 AND purpose = $2",
    "draft": "SELECT count(*) FROM application.applications WHERE party_id::text = $1",
    "submit": "SELECT count(*) FROM application.application_happenings "
    "WHERE application_id::text = $1 AND to_status = 'submitted'",
    "accept": "SELECT count(*) FROM application.application_happenings "
    "WHERE application_id::text = $1 AND to_status = 'accepted'",
    "review": "SELECT count(*) FROM application.materials "
    "WHERE application_id::text = $1 AND item = $2 AND status = 'verified'",
    "recommend": "SELECT count(*) FROM underwriting.case_recommendations WHERE case_id::text = $1",
    "approve": "SELECT count(*) FROM underwriting.case_approvals WHERE case_id::text = $1",
    "accept_offer": "SELECT count(*) FROM application.application_happenings "
    "WHERE application_id::text = $1 AND to_status = 'offer_accepted'",
    "read": "SELECT count(*) FROM disbursement.disclosure_readings WHERE contract_id::text = $1",
    "confirm_costs": "SELECT count(*) FROM disbursement.disclosure_confirmations "
    "WHERE contract_id::text = $1",
    "sign": "SELECT count(*) FROM disbursement.contract_signatures WHERE contract_id::text = $1",
    "name_account": "SELECT count(*) FROM disbursement.payee_accounts WHERE contract_id::text = $1",
    "verify": "SELECT rounds FROM disbursement.payee_accounts WHERE account_id::text = $1",
    "approve_payout": "SELECT count(*) FROM disbursement.payout_approvals "
    "WHERE payout_id::text = $1 AND subject = $2",
    "book": "SELECT count(*) FROM repayment.repayments WHERE external_reference = $1",
    "prepay": "SELECT count(*) FROM repayment.repayments WHERE external_reference = $1",
    "reverse": "SELECT count(*) FROM repayment.repayment_happenings "
    "WHERE repayment_id::text = $1 AND to_status = 'reversed'",
}
# To claim a case again is to hold it longer, and may be done twice.
UNCOUNTED: Final = frozenset({"claim"})
# A loan its borrower has seen running was paid out once, by the rail's own book.
PAID_OUT: Final = "paid_out"
_PAYOUTS: Final = "SELECT payout_id FROM disbursement.payouts WHERE application_id::text = $1"


def number_of(typeid: str) -> str:
    """The UUID behind an id of the wire, as text."""
    return str(uuid_of(typeid.rpartition("_")[0], typeid))


async def happened(
    things: Iterable[Thing], database: asyncpg.Connection, rail: Book
) -> Mapping[Thing, int]:
    """How often each of the things has happened."""
    moved = [line["key"] for line in rail.lines() if line["event"] == "moved"]
    counted = {}
    for thing in things:
        kind, about = thing[0], thing[1:]
        if kind == PAID_OUT:
            payouts: list[UUID] = [row[0] for row in await database.fetch(_PAYOUTS, *about)]
            counted[thing] = sum(moved.count(typeid_of("pay", each)) for each in payouts)
        elif kind not in UNCOUNTED:
            counted[thing] = await database.fetchval(COUNTED[kind], *about)
    return counted
