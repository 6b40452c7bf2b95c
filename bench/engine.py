"""What exactness costs: `python -m bench.engine`.

Level schedules of the loan engine beside the usual loop in Decimal: the annuity formula, monthly
due dates, one quantize for each figure of a row; no conventions, no checks. Both draw the same
loans, and must agree, in alternating rounds of one run, so only the ratio travels.
"""

import asyncio
import statistics
import time
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bench.table import Figure, print_table
from services.loan_engine.loan_cost import cost_of
from services.loan_engine.schedule import schedule_of
from services.loan_engine.terms import LoanTerms, RepaymentMethod

ROUNDS: Final = 7
LOANS: Final = 120
INSTALMENTS: Final = (12, 36, 480)
CENT: Final = Decimal("0.01")
Made = tuple[int, int]  # the instalment and the last row's total, in minor units


async def rows() -> list[Figure]:
    """What the rounds show for each length of loan."""
    return [row for instalments in INSTALMENTS for row in _compared(instalments)]


def _compared(instalments: int) -> Iterator[Figure]:
    loans = list(_loans(instalments))
    if [_by_engine(loan) for loan in loans] != [_by_decimal(loan) for loan in loans]:
        raise SystemExit("the two do not agree")
    engine, decimal = _per_second(loans, _by_engine, _by_decimal)
    costs = _per_second(loans, _cost)[0]
    name = f"schedule of {instalments} instalments"
    plain = ("a loop in Decimal, nothing checked", f"{decimal:,.0f}/s")
    yield Figure(name, f"{engine:,.0f}/s", *plain, engine / decimal)
    yield Figure(f"{name}, with its annual cost", f"{costs:,.0f}/s", *plain, costs / decimal)


def _loans(instalments: int) -> Iterator[LoanTerms]:
    for number in range(LOANS):
        yield LoanTerms(
            principal_minor=5_000_000 + number * 77_777,
            currency="CNY",
            rate_ppm=48_000 + number * 100,
            method=RepaymentMethod.LEVEL_INSTALMENT,
            instalments=instalments,
            disbursed_on=date(2026, 1, 15),
        )


def _per_second(loans: list[LoanTerms], *makers: Callable[[LoanTerms], Made]) -> list[float]:
    """Alternate the makers, so that a busy moment of the machine hits them alike."""
    seconds: dict[Callable[[LoanTerms], Made], list[float]] = {maker: [] for maker in makers}
    for _ in range(ROUNDS):
        for maker in makers:
            began_s = time.perf_counter()
            for loan in loans:
                maker(loan)
            seconds[maker].append(time.perf_counter() - began_s)
    return [len(loans) / statistics.median(seconds[maker]) for maker in makers]


def _by_engine(loan: LoanTerms) -> Made:
    schedule = schedule_of(loan)
    return schedule.instalment_minor, schedule.rows[-1].total_minor


def _cost(loan: LoanTerms) -> Made:
    schedule = schedule_of(loan)
    return cost_of(loan, schedule).compound_ppm, schedule.instalment_minor


def _by_decimal(loan: LoanTerms) -> Made:
    balance = Decimal(loan.principal_minor) * CENT
    monthly = Decimal(loan.rate_ppm) / 1_000_000 / 12
    grown = (1 + monthly) ** loan.instalments
    instalment = (balance * monthly * grown / (grown - 1)).quantize(CENT, ROUND_HALF_UP)
    rows: list[dict[str, object]] = []
    last, before = balance, loan.disbursed_on
    for number in range(1, loan.instalments + 1):
        years, month = divmod(loan.disbursed_on.month - 1 + number, 12)
        year, month = loan.disbursed_on.year + years, month + 1
        day = min(loan.disbursed_on.day, monthrange(year, month)[1])
        due_on = date(year, month, day)
        interest = (balance * monthly).quantize(CENT, ROUND_HALF_UP)
        principal = balance if number == loan.instalments else instalment - interest
        balance -= principal
        last = principal + interest
        rows.append(
            {
                "number": number,
                "due_on": due_on,
                "days": (due_on - before).days,
                "principal": principal,
                "interest": interest,
                "total": last,
                "balance": balance,
            }
        )
        before = due_on
    return int(instalment / CENT), int(last / CENT)


if __name__ == "__main__":
    print_table(asyncio.run(rows()))
