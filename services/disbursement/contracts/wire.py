"""A loan's terms and schedule as a quote spells them: how neighbours are told of them."""

from typing import Any, Final

from services.disbursement.contracts.domain.drawing import Drawn
from services.kit.wire_types import rate_percent
from services.loan_engine.schedule import Row
from services.loan_engine.terms import LoanTerms

PERCENT_DECIMALS: Final = 2


def terms_told(loan: LoanTerms) -> dict[str, Any]:
    """Every field of the loan but the day of disbursement, as in `POST /v1/quotes`."""
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
            {"code": fee.code, "amount": fee.amount_minor, "timing": fee.timing.value}
            for fee in loan.fees
        ],
    }


def schedule_told(drawn: Drawn) -> dict[str, Any]:
    """The schedule with its totals and annual cost, in minor units and per cent."""
    totals, cost = drawn.schedule.totals, drawn.cost
    return {
        "disbursed_on": drawn.loan.disbursed_on.isoformat(),
        "rows": [_row(row) for row in drawn.schedule.rows],
        "instalment": drawn.schedule.instalment_minor,
        "totals": {
            "principal": totals.principal_minor,
            "interest": totals.interest_minor,
            "fees": totals.fees_minor,
            "paid": totals.paid_minor,
        },
        "annual_cost": {
            "simple": cost.percent_simple(PERCENT_DECIMALS),
            "compound": cost.percent_compound(PERCENT_DECIMALS),
            "basis": cost.basis.value,
        },
    }


def _row(row: Row) -> dict[str, Any]:
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
