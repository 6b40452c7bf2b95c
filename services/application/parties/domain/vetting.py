"""The rules the particulars of a party keep: every wrong field is named at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from services.application.domain.customers import CUSTOMER_TYPES, CustomerType
from services.application.parties.domain.contact import (
    checked_bank_account,
    checked_bank_card,
    checked_mobile,
)
from services.application.parties.domain.credit_code import checked_credit_code
from services.application.parties.domain.findings import Checked, Refused
from services.application.parties.domain.identity import checked_identity_number
from services.application.parties.domain.party import Business, Particulars, Person, kind_of
from services.kit.errors import FieldError, Invalid, Title


@dataclass(frozen=True, slots=True)
class Vetted:
    """Particulars in their one spelling, and what a reviewer should look into."""

    customer_type: CustomerType
    particulars: Particulars
    warnings: tuple[str, ...]


def vet(customer_type: CustomerType, particulars: Particulars, *, today: date) -> Vetted:
    """Check every number and date; raises `Invalid` naming each wrong field at once."""
    ledger = _Findings()
    if customer_type not in CUSTOMER_TYPES[kind_of(particulars)]:
        ledger.errors.append(_NOT_OF_THIS_KIND)
        raise Invalid(errors=ledger.errors)
    if isinstance(particulars, Person):
        spelled: Particulars = _vet_person(particulars, ledger, today)
    else:
        spelled = _vet_business(particulars, customer_type, ledger, today)
    if ledger.errors:
        raise Invalid(errors=ledger.errors)
    return Vetted(customer_type, spelled, tuple(dict.fromkeys(ledger.warnings)))


class _Findings:
    """Errors and warnings gathered on the way through the fields."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []
        self.warnings: list[str] = []

    def spelled(self, pointer: str, text: str, check: Callable[[str], Checked]) -> str:
        """The field's one spelling; a refusal is noted and the text left as it is."""
        try:
            checked = check(text)
        except Refused as refused:
            self.errors.append(refused.at(pointer))
            return text
        self.warnings.extend(checked.warnings)
        return checked.text

    def optional(
        self, pointer: str, text: str | None, check: Callable[[str], Checked]
    ) -> str | None:
        """The same for a field that may be missing."""
        return None if text is None else self.spelled(pointer, text, check)

    def note(self, errors: Sequence[FieldError]) -> None:
        """Take over errors found elsewhere."""
        self.errors.extend(errors)


def _vet_person(person: Person, ledger: _Findings, today: date) -> Person:
    ledger.note(_expiry_faults("/identity_valid_to", person.identity_valid_to, today))
    return replace(
        person,
        identity_number=ledger.spelled(
            "/identity_number",
            person.identity_number,
            lambda text: checked_identity_number(text, today=today),
        ),
        mobile=ledger.spelled("/mobile", person.mobile, checked_mobile),
        bank_card=ledger.optional("/bank_card", person.bank_card, checked_bank_card),
    )


def _vet_business(
    business: Business, customer_type: CustomerType, ledger: _Findings, today: date
) -> Business:
    ledger.note(_expiry_faults("/licence_valid_to", business.licence_valid_to, today))
    if business.established_on > today:
        ledger.errors.append(_NOT_YET_ESTABLISHED)
    return replace(
        business,
        credit_code=ledger.spelled(
            "/credit_code",
            business.credit_code,
            lambda text: checked_credit_code(text, customer_type),
        ),
        mobile=ledger.spelled("/mobile", business.mobile, checked_mobile),
        bank_account=ledger.optional("/bank_account", business.bank_account, checked_bank_account),
    )


def _expiry_faults(pointer: str, valid_to: date | None, today: date) -> Sequence[FieldError]:
    if valid_to is None or valid_to >= today:
        return ()
    return (FieldError(pointer, "document_expired", Title("has expired", "证件已过期")),)


_NOT_OF_THIS_KIND: Final = FieldError(
    "/customer_type",
    "customer_type_not_of_this_kind",
    Title("does not exist for this kind of party", "该类型不适用于此主体"),
)
_NOT_YET_ESTABLISHED: Final = FieldError(
    "/established_on", "date_in_future", Title("lies in the future", "日期不得晚于今天")
)
