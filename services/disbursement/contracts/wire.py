"""A loan's terms and schedule as a quote spells them: how neighbours are told of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from services.disbursement.contracts.domain.figures import Figures
from services.kit.wire_types import rate_percent
from services.loan_engine.schedule import Row, Totals
from services.loan_engine.terms import LoanTerms


def terms_told(loan: LoanTerms) -> dict[str, Any]:
    """Every field of the loan but the day of disbursement, as in `POST /v1/quotes`.

    And whose each fee is, which changes no figure of the loan.
    """
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
    }


def schedule_told(figures: Figures) -> dict[str, Any]:
    """The schedule with its totals and annual cost, in minor units and per cent."""
    totals = figures.totals
    return {
        "disbursed_on": figures.disbursed_on.isoformat(),
        "rows": [_row(row) for row in figures.rows],
        "instalment": figures.instalment_minor,
        "totals": {
            "principal": totals.principal_minor,
            "interest": totals.interest_minor,
            "fees": totals.fees_minor,
            "paid": totals.paid_minor,
        },
        "annual_cost": {
            "simple": figures.simple,
            "compound": figures.compound,
            "basis": figures.basis,
        },
    }


def schedule_recorded(told: Mapping[str, Any]) -> Figures:
    """The figures that were told so, as they were drawn then."""
    totals, cost = told["totals"], told["annual_cost"]
    return Figures(
        disbursed_on=date.fromisoformat(told["disbursed_on"]),
        rows=tuple(_row_recorded(row) for row in told["rows"]),
        instalment_minor=told["instalment"],
        totals=Totals(
            principal_minor=totals["principal"],
            interest_minor=totals["interest"],
            fees_minor=totals["fees"],
            paid_minor=totals["paid"],
        ),
        simple=cost["simple"],
        compound=cost["compound"],
        basis=cost["basis"],
    )


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


def _row_recorded(told: Mapping[str, Any]) -> Row:
    return Row(
        number=told["number"],
        due_on=date.fromisoformat(told["due_on"]),
        days=told["days"],
        principal_minor=told["principal"],
        interest_minor=told["interest"],
        fees_minor=told["fees"],
        total_minor=told["total"],
        balance_minor=told["balance"],
    )
