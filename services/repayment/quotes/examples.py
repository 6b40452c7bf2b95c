"""The reference's example of a quote: a question and the answer to it."""

from typing import Any, Final

QUOTE_CREATE_EXAMPLE: Final[dict[str, Any]] = {
    "principal": {"amount": 3000000, "currency": "CNY"},
    "annual_rate": "12",
    "disbursed_on": "2026-01-15",
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
    "fees": [{"code": "service", "amount": 30000, "timing": "disbursement"}],
}

QUOTE_EXAMPLE: Final[dict[str, Any]] = {
    "instalment": {"amount": 1020066, "currency": "CNY"},
    "rows": [
        {
            "number": 1,
            "due_on": "2026-02-15",
            "days": 31,
            "principal": 990066,
            "interest": 30000,
            "fees": 0,
            "total": 1020066,
            "balance": 2009934,
        },
        {
            "number": 2,
            "due_on": "2026-03-15",
            "days": 28,
            "principal": 999967,
            "interest": 20099,
            "fees": 0,
            "total": 1020066,
            "balance": 1009967,
        },
        {
            "number": 3,
            "due_on": "2026-04-15",
            "days": 31,
            "principal": 1009967,
            "interest": 10100,
            "fees": 0,
            "total": 1020067,
            "balance": 0,
        },
    ],
    "totals": {"principal": 3000000, "interest": 60199, "fees": 30000, "paid": 3090199},
    "annual_cost": {"simple": "18.13", "compound": "19.72", "basis": "periodic irr"},
    "cash_flows": [
        {"on": "2026-01-15", "amount": 2970000},
        {"on": "2026-02-15", "amount": -1020066},
        {"on": "2026-03-15", "amount": -1020066},
        {"on": "2026-04-15", "amount": -1020067},
    ],
    "conventions": [
        "Level instalments: principal and interest together are the same each time.",
        (
            "The first instalment is due on 2026-02-15, each later one 1 month(s) after the "
            "one before."
        ),
        "Due dates are not moved for weekends or holidays.",
        "Each period bears its even share of the yearly rate, however many days it has.",
        "Each amount is rounded once to the smallest unit, a half upwards.",
        "What rounding leaves over is in the last instalment.",
        (
            "Fees at disbursement are paid once on that day and count in the annual cost; "
            "they are not taken out of the principal."
        ),
        (
            "The annual cost is the internal rate of return of equal periods; a year has 12 "
            "months or 365 days."
        ),
        (
            "Simple is the cost of a period times the periods of a year; compound counts "
            "interest on interest."
        ),
    ],
    "engine_version": "1.0",
}
