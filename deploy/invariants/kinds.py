"""What each kind of identifier on the wire names: the rows a service looks it up in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from services.kit.parked.schemas import PREFIX as DELIVERY


@dataclass(frozen=True, slots=True)
class Rows:
    """A table and the one UUID of its key."""

    name: str
    key: str


_EVERYWHERE: Final = {DELIVERY: Rows("parked_deliveries", "delivery_id")}
# By the service that answers about them, and the prefix they bear.
KINDS: Final[Mapping[str, Mapping[str, Rows]]] = {
    "application": {
        **_EVERYWHERE,
        "app": Rows("applications", "application_id"),
        "col": Rows("collaterals", "collateral_id"),
        "cons": Rows("consents", "consent_id"),
        "grp": Rows("groups", "group_id"),
        "inf": Rows("information_requests", "request_id"),
        "mat": Rows("material_uploads", "upload_id"),
        "off": Rows("offers", "offer_id"),
        "party": Rows("parties", "party_id"),
        "prv": Rows("product_versions", "version_id"),
    },
    "underwriting": {
        **_EVERYWHERE,
        "case": Rows("cases", "case_id"),
        "dec": Rows("decisions", "decision_id"),
        "inf": Rows("information_requests", "request_id"),
        "val": Rows("collateral_valuations", "valuation_id"),
        "wle": Rows("watchlist_entries", "entry_id"),
    },
    "disbursement": {
        **_EVERYWHERE,
        "acct": Rows("payee_accounts", "account_id"),
        "ctr": Rows("contracts", "contract_id"),
        "pay": Rows("payouts", "payout_id"),
    },
    "repayment": {
        **_EVERYWHERE,
        "loan": Rows("loans", "loan_id"),
        "refund": Rows("proposals", "proposal_id"),
        "waiver": Rows("proposals", "proposal_id"),
        "quote": Rows("payoff_quotes", "quote_id"),
        "repay": Rows("repayments", "repayment_id"),
    },
}
