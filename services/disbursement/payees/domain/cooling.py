"""How long an account that takes another's place is not paid to.

A thief who gets at a login changes the account; the day between gives the borrower time to
notice. Nobody gains a day by changing twice: an account is never usable before the one it
replaces would have been.
"""

from datetime import date
from functools import cache

from services.disbursement.payees.domain.accounts import AccountStatus, PayeeAccount
from services.kit.calendar import BusinessCalendar, china_calendar


def usable_from(earlier: PayeeAccount | None, today: date, cooling_off_days: int) -> date:
    """The first business day a new account may be paid to, counted from `today`.

    The first account of a contract, and one in place of an account the bank refuses, is usable at
    once; one in place of a verified account only after `cooling_off_days` business days.
    """
    if earlier is None:
        return today
    if earlier.status is not AccountStatus.VERIFIED:
        return max(today, earlier.usable_from)
    cooled = calendar_around(today.year).add_business_days(today, cooling_off_days)
    return max(cooled, earlier.usable_from)


@cache
def calendar_around(year: int) -> BusinessCalendar:
    """The business days of a year and the one after it."""
    return china_calendar({year, year + 1})
