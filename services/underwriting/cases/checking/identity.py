"""Whether the numbers are numbers, whose birthday they hold, and whether papers still hold."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError

from services.underwriting.cases.schemas.told import PartyTold
from services.underwriting.decisions.entry import IdentityStatus

REGION_DIGITS: Final = 6


@dataclass(frozen=True, slots=True)
class Identity:
    """What the numbers say: of the borrower, or of whoever stands for it."""

    status: IdentityStatus
    is_card_current: bool
    age_years: int | None
    region_code: str | None


@dataclass(frozen=True, slots=True)
class Stated:
    """The identity that was stated: number, day of birth, and the card's last day (None: none)."""

    number: str | None
    birth_on: date | None
    valid_to: date | None


def stated_by(party: PartyTold) -> Stated:
    """The identity to check: the borrower's, or its legal representative's."""
    if party.kind == "business":
        person = party.person
        if person is None:
            return Stated(None, None, None)
        return Stated(person.identity_number, person.birth_on, person.identity_valid_to)
    return Stated(party.identity_number, party.birth_on, party.identity_valid_to)


def check_identity(party: PartyTold, today: date) -> Identity:
    """The identity as it stands on `today`; a business's credit code is checked too."""
    stated = stated_by(party)
    is_current = stated.valid_to is None or stated.valid_to >= today
    if stated.number is None:
        return Identity(IdentityStatus.UNVERIFIED, is_current, None, None)
    born_on = _born_on(stated.number)
    holds = born_on is not None and stated.birth_on in {None, born_on} and _has_good_code(party)
    return Identity(
        status=IdentityStatus.PASSED if holds else IdentityStatus.FAILED,
        is_card_current=is_current,
        age_years=None if born_on is None else whole_years(born_on, today),
        region_code=None if born_on is None else stated.number[:REGION_DIGITS],
    )


def whole_years(since: date, today: date) -> int:
    """Complete years from `since` to `today`."""
    return today.year - since.year - ((today.month, today.day) < (since.month, since.day))


def whole_months(since: date, today: date) -> int:
    """Complete months from `since` to `today`."""
    months = 12 * (today.year - since.year) + today.month - since.month
    return months - (today.day < since.day)


def _born_on(number: str) -> date | None:
    """The birthday within a number that checks; None when it does not."""
    try:
        born_on: date = ric.get_birth_date(number)
        if ric.calc_check_digit(number) != number[-1].upper():
            return None
    except (ValidationError, ValueError):
        return None
    return born_on


def _has_good_code(party: PartyTold) -> bool:
    if party.kind != "business":
        return True
    return party.business is not None and bool(uscc.is_valid(party.business.credit_code))
