"""The disbursement service's words: money arrived, money went back; drawn anew by the engine."""

from dataclasses import replace
from datetime import date
from typing import Any

import httpx

from services.kit.identifiers import new_id, typeid_of
from services.kit.wire_types import rate_percent
from services.loan_engine import ENGINE_VERSION
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms, RepaymentMethod
from tests.api.signed_clients import Client

Told = dict[str, Any]

PLANNED_ON = date(2026, 3, 10)
VALUE_DATE = date(2026, 3, 12)
FEE_MINOR = 30_000
LENT_MINOR = 3_000_000
LEVEL = LoanTerms(
    principal_minor=LENT_MINOR,
    currency="CNY",
    rate_ppm=120_000,
    method=RepaymentMethod.LEVEL_INSTALMENT,
    instalments=12,
    disbursed_on=PLANNED_ON,
    fees=(Fee("service", FEE_MINOR, FeeTiming.DISBURSEMENT),),
)
FREE_OF_FEES = replace(LEVEL, fees=())


def terms_told(loan: LoanTerms) -> Told:
    """The terms as they were signed."""
    return {
        "principal": {"amount": loan.principal_minor, "currency": loan.currency},
        "annual_rate": rate_percent(loan.rate_ppm),
        "terms": {
            "method": loan.method.value,
            "instalments": loan.instalments,
            "every": loan.every,
            "unit": loan.unit.value,
            "first_due_on": loan.first_due_on.isoformat() if loan.first_due_on else None,
            "day_count": loan.day_count.value,
            "interest_per": loan.interest_per.value,
            "rounding": loan.rounding.value,
        },
        "fees": [
            {
                "code": fee.code,
                "amount": fee.amount_minor,
                "timing": fee.timing.value,
                "payee": fee.payee.value,
            }
            for fee in loan.fees
        ],
        "planned_on": loan.disbursed_on.isoformat(),
        "penalty_multiple": "1.5",
        "grace_days": 3,
    }


def schedule_told(loan: LoanTerms) -> Told:
    """The schedule as the engine draws it."""
    drawn = schedule_of(loan)
    cost = cost_of(loan, drawn)
    return {
        "disbursed_on": loan.disbursed_on.isoformat(),
        "rows": [
            {
                name.removesuffix("_minor"): value.isoformat() if name == "due_on" else value
                for name, value in row._asdict().items()
            }
            for row in drawn.rows
        ],
        "instalment": drawn.instalment_minor,
        "totals": {
            "principal": drawn.totals.principal_minor,
            "interest": drawn.totals.interest_minor,
            "fees": drawn.totals.fees_minor,
            "paid": drawn.totals.paid_minor,
        },
        "annual_cost": {
            "simple": cost.percent_simple(2),
            "compound": cost.percent_compound(2),
            "basis": cost.basis.value,
        },
    }


def a_funding(
    loan: LoanTerms = LEVEL, *, value_date: date = VALUE_DATE, owner: str = "borrower-1"
) -> Told:
    """A payout of a new contract arrived."""
    return {
        "sequence": 9,
        "after": 0,
        "kind": "funding",
        "application_id": typeid_of("app", new_id()),
        "owner": owner,
        "partner_id": None,
        "party_id": typeid_of("party", new_id()),
        "product": {"code": "SOLE_TRADER_CREDIT", "version": 1, "type": "credit"},
        "contract": {
            "id": typeid_of("ctr", new_id()),
            "number": "XW20260310-0001AB",
            "document_sha256": "ab" * 32,
            "engine_version": ENGINE_VERSION,
            "terms": terms_told(loan),
            "schedule": schedule_told(loan),
        },
        "payout": {
            "id": typeid_of("pay", new_id()),
            "tranche": 1,
            "amount": {"amount": loan.principal_minor, "currency": loan.currency},
            "value_date": value_date.isoformat(),
        },
        "schedule": schedule_told(replace(loan, disbursed_on=value_date)),
    }


def another_payout(funding: Told, *, sequence: int, after: int, value_date: date) -> Told:
    """The same contract, funded again by another payout on another day."""
    terms = funding["contract"]["terms"]
    planned = date.fromisoformat(terms["planned_on"])
    loan = replace(LEVEL, disbursed_on=value_date)
    assert terms == terms_told(replace(LEVEL, disbursed_on=planned))
    payout = funding["payout"] | {
        "id": typeid_of("pay", new_id()),
        "value_date": value_date.isoformat(),
    }
    return funding | {
        "sequence": sequence,
        "after": after,
        "payout": payout,
        "schedule": schedule_told(loan),
    }


def a_reversal(funding: Told, *, sequence: int = 12, after: int | None = None) -> Told:
    """The bank returned that payout."""
    return {
        "sequence": sequence,
        "after": funding["sequence"] if after is None else after,
        "kind": "funding_reversal",
        "contract_id": funding["contract"]["id"],
        "payout_id": funding["payout"]["id"],
        "amount": dict(funding["payout"]["amount"]),
        "returned_on": "2026-03-16",
        "reason_code": "account_closed",
    }


async def tell(client: Client, message: Told) -> httpx.Response:
    """The answer to a message put where it belongs."""
    if message["kind"] == "funding":
        return await client.put(f"/internal/v1/loans/{message['contract']['id']}", message)
    return await client.put(f"/internal/v1/funding-reversals/{message['payout_id']}", message)
