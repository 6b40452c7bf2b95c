"""What the reference shows of loans: one of three instalments that was paid out."""

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

from services.loan_engine import ENGINE_VERSION
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.schedule import Row, schedule_of
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms, RepaymentMethod
from services.repayment.loans import guidance_views, standing_views, statement_views, views
from services.repayment.loans.domain.next_steps import next_step
from services.repayment.loans.domain.reproduction import ToldCost
from services.repayment.loans.domain.statement import statement_of
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.domain.terms import PinnedTerms
from services.repayment.loans.folding import LoanOn
from services.repayment.loans.queries import Guidance, LoanSchedule, LoanStatement
from services.repayment.loans.schemas.read import LoanTaken
from services.repayment.loans.stored_terms import columns_of
from services.repayment.loans.tables import LoanRow, LoanTransactionRow

_ID: Final = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
_DAY: Final = date(2026, 11, 27)
_AT: Final = datetime(2026, 11, 27, 2, 30, tzinfo=UTC)
_PAYOUT: Final = "pay_01h455vb4pex5vsknk084sn02q"
_LOAN: Final = LoanTerms(
    principal_minor=3_000_000,
    currency="CNY",
    rate_ppm=120_000,
    method=RepaymentMethod.LEVEL_INSTALMENT,
    instalments=3,
    disbursed_on=_DAY,
    fees=(Fee("service", 30_000, FeeTiming.DISBURSEMENT),),
)
_DRAWN: Final = schedule_of(_LOAN)
_TERMS: Final = PinnedTerms(Agreement(loan=_LOAN, grace_days=3), ENGINE_VERSION)


def _row_told(row: Row) -> dict[str, Any]:
    return {
        "number": row.number,
        "due_on": row.due_on.isoformat(),
        "days": row.days,
        "principal": row.principal_minor,
        "interest": row.interest_minor,
        "fees": row.fees_minor,
        "total": row.total_minor,
        "balance": row.balance_minor,
    }


def _schedule_told() -> dict[str, Any]:
    totals, cost = _DRAWN.totals, ToldCost.of(cost_of(_LOAN, _DRAWN))
    return {
        "disbursed_on": _DAY.isoformat(),
        "rows": [_row_told(row) for row in _DRAWN.rows],
        "instalment": _DRAWN.instalment_minor,
        "totals": {
            "principal": totals.principal_minor,
            "interest": totals.interest_minor,
            "fees": totals.fees_minor,
            "paid": totals.paid_minor,
        },
        "annual_cost": {"simple": cost.simple, "compound": cost.compound, "basis": cost.basis},
    }


FUNDING_TOLD_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 9,
    "after": 0,
    "kind": "funding",
    "application_id": "app_01h455vb4pex5vsknk084sn02q",
    "owner": "borrower-1",
    "partner_id": None,
    "party_id": "party_01h455vb4pex5vsknk084sn02q",
    "signers": ["borrower-1"],
    "product": {"code": "SOLE_TRADER_CREDIT", "version": 1, "type": "credit"},
    "contract": {
        "id": "ctr_01h455vb4pex5vsknk084sn02q",
        "number": "XW20261127-0001AB",
        "document_sha256": "00" * 32,
        "engine_version": ENGINE_VERSION,
        "terms": {
            "principal": {"amount": 3_000_000, "currency": "CNY"},
            "annual_rate": "12",
            "terms": {
                "method": "level_instalment",
                "instalments": 3,
                "every": 1,
                "unit": "months",
                "first_due_on": None,
                "day_count": "30/360",
                "interest_per": "period",
                "rounding": "half_up",
            },
            "fees": [
                {
                    "code": "service",
                    "amount": 30_000,
                    "timing": "disbursement",
                    "payee": "lender",
                }
            ],
            "contingent_fees": [
                {"code": "legal_cost", "amount": 50_000, "payee": "third_party"},
            ],
            "planned_on": _DAY.isoformat(),
            "penalty_multiple": "1.5",
            "grace_days": 3,
        },
        "schedule": _schedule_told(),
    },
    "payout": {
        "id": _PAYOUT,
        "tranche": 1,
        "amount": {"amount": 3_000_000, "currency": "CNY"},
        "value_date": _DAY.isoformat(),
    },
    "schedule": _schedule_told(),
}
REVERSAL_TOLD_EXAMPLE: Final[dict[str, Any]] = {
    "sequence": 12,
    "after": 9,
    "kind": "funding_reversal",
    "contract_id": "ctr_01h455vb4pex5vsknk084sn02q",
    "payout_id": _PAYOUT,
    "amount": {"amount": 3_000_000, "currency": "CNY"},
    "returned_on": "2026-11-30",
    "reason_code": "account_closed",
}

_ROW: Final = LoanRow(
    loan_id=_ID,
    contract_id=_ID,
    contract_number="XW20261127-0001AB",
    application_id=_ID,
    owner="borrower-1",
    partner_id=None,
    party_id=_ID,
    product_code="SOLE_TRADER_CREDIT",
    product_version=1,
    product_type="credit",
    status=LoanStatus.ACTIVE.value,
    version=2,
    disbursed_on=_DAY,
    matures_on=_DRAWN.rows[-1].due_on,
    payout_id=_ID,
    next_due_on=_DAY,
    next_due_minor=30_000,
    created_at=_AT,
    updated_at=_AT,
    **columns_of(_TERMS),
)
_HAPPENED: Final = LoanTransactionRow(
    sequence=1,
    kind=Kind.DISBURSED.value,
    value_date=_DAY,
    booked_on=_DAY,
    amount_minor=3_000_000,
    currency="CNY",
    reference=_PAYOUT,
    reverses=None,
    reason_code=None,
    recorded_at=_AT,
)


def _page_of(shown: dict[str, Any]) -> dict[str, Any]:
    return {"data": [shown], "has_more": False, "next_cursor": None}


LOAN_TAKEN_EXAMPLE: Final = views.loan_taken(_ROW).model_dump(mode="json")
LOAN_WAITS_EXAMPLE: Final = LoanTaken(loan_id=_ID, status=LoanStatus.PENDING, version=3).model_dump(
    mode="json"
)
LOAN_EXAMPLE: Final = views.loan(_ROW).model_dump(mode="json")
LOAN_PAGE_EXAMPLE: Final = _page_of(LOAN_EXAMPLE)
_HISTORY: Final = (
    Transaction(kind=Kind.DISBURSED, value_date=_DAY, reference=_PAYOUT, amount_minor=3_000_000),
)
_FOUND: Final = LoanOn(
    _ROW, _DAY, _TERMS.planned, _HISTORY, fold(_TERMS.planned, _HISTORY, horizon=_DAY)
)
LOAN_DETAIL_EXAMPLE: Final = standing_views.loan(_FOUND).model_dump(mode="json")
LOAN_SCHEDULE_EXAMPLE: Final = standing_views.schedule(
    LoanSchedule(_FOUND, _DRAWN.rows)
).model_dump(mode="json")
TRANSACTION_PAGE_EXAMPLE: Final = _page_of(views.transaction(_HAPPENED).model_dump(mode="json"))
LOAN_NEXT_STEP_EXAMPLE: Final = guidance_views.next_step(
    Guidance(_ROW, next_step(LoanStatus.ACTIVE, _FOUND.figures, _TERMS.planned.grace_days)), "en"
).model_dump(mode="json")
STATEMENT_EXAMPLE: Final = statement_views.statement(
    LoanStatement(_ROW, statement_of(_FOUND.loan, _HISTORY, _DAY, _DAY))
).model_dump(mode="json")
