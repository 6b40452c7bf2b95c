"""The rules the particulars of a party keep: every wrong field is named at once."""

from collections.abc import Callable, Mapping, Set
from dataclasses import dataclass, field, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from services.application.domain.customers import CUSTOMER_TYPES, CustomerType
from services.application.domain.masks import readable
from services.application.parties.domain.contact import (
    MOBILE_UNRECOGNISED,
    checked_bank_account,
    checked_bank_card,
    checked_mobile,
)
from services.application.parties.domain.credit_code import checked_credit_code
from services.application.parties.domain.findings import Checked, Refused
from services.application.parties.domain.identity import (
    REGION_UNVERIFIED,
    RESIDENCE_PERMIT,
    checked_identity_number,
)
from services.application.parties.domain.party import Business, Particulars, Person, kind_of
from services.kit.errors import FieldError, Invalid, Title

# Which field a warning is about: it stands until that field changes.
WARNS_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        REGION_UNVERIFIED: "identity_number",
        RESIDENCE_PERMIT: "identity_number",
        MOBILE_UNRECOGNISED: "mobile",
    }
)
CUSTOMER_TYPE: Final = "customer_type"


@dataclass(frozen=True, slots=True)
class Vetted:
    """Particulars in their one spelling, and what a reviewer should look into."""

    customer_type: CustomerType
    particulars: Particulars
    warnings: tuple[str, ...]


def vet(customer_type: CustomerType, particulars: Particulars, *, today: date) -> Vetted:
    """Check everything, as at a registration; raises `Invalid` naming each wrong field."""
    every = {CUSTOMER_TYPE, *(each.name for each in fields(particulars))}
    return vet_fields(customer_type, particulars, every, today=today)


def vet_fields(
    customer_type: CustomerType, particulars: Particulars, names: Set[str], *, today: date
) -> Vetted:
    """Check the fields `names` only: a card that has expired since does not block a new mobile.

    Raises `Invalid` naming each wrong field.
    """
    # A new customer type may contradict the code the business is registered under.
    checked = {*names, "credit_code"} if CUSTOMER_TYPE in names else names
    desk = _Desk(checked, today)
    if CUSTOMER_TYPE in names and customer_type not in CUSTOMER_TYPES[kind_of(particulars)]:
        raise Invalid(errors=[_NOT_OF_THIS_KIND])
    desk.require("name", _NOT_READABLE, holds=bool(readable(particulars.name).strip()))
    if isinstance(particulars, Person):
        spelled: Particulars = _vet_person(particulars, desk)
    else:
        spelled = _vet_business(particulars, customer_type, desk)
    if desk.errors:
        raise Invalid(errors=desk.errors)
    return Vetted(customer_type, spelled, tuple(dict.fromkeys(desk.warnings)))


@dataclass(slots=True)
class _Desk:
    """Where fields are looked at one by one; only those in `names` are judged."""

    names: Set[str]
    today: date
    errors: list[FieldError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def spelled(self, name: str, text: str, check: Callable[[str], Checked]) -> str:
        """The field's one spelling; a refusal is noted and the text left as it is."""
        if name not in self.names:
            return text
        try:
            checked = check(text)
        except Refused as refused:
            self.errors.append(refused.at(f"/{name}"))
            return text
        self.warnings.extend(checked.warnings)
        return checked.text

    def spelled_if_any(
        self, name: str, text: str | None, check: Callable[[str], Checked]
    ) -> str | None:
        """The same for a field that may be missing."""
        return None if text is None else self.spelled(name, text, check)

    def require(self, name: str, error: FieldError, *, holds: bool) -> None:
        """Note `error` when the field is judged and the rule does not hold."""
        if name in self.names and not holds:
            self.errors.append(error)

    def require_valid(self, name: str, valid_to: date | None) -> None:
        """Note a document that has run out; None is one without end."""
        expired = FieldError(f"/{name}", "document_expired", Title("has expired", "证件已过期"))
        self.require(name, expired, holds=valid_to is None or valid_to >= self.today)


def _vet_person(person: Person, desk: _Desk) -> Person:
    desk.require_valid("identity_valid_to", person.identity_valid_to)
    return replace(
        person,
        identity_number=desk.spelled(
            "identity_number",
            person.identity_number,
            lambda text: checked_identity_number(text, today=desk.today),
        ),
        mobile=desk.spelled("mobile", person.mobile, checked_mobile),
        bank_card=desk.spelled_if_any("bank_card", person.bank_card, checked_bank_card),
    )


def _vet_business(business: Business, customer_type: CustomerType, desk: _Desk) -> Business:
    desk.require_valid("licence_valid_to", business.licence_valid_to)
    desk.require(
        "established_on", _NOT_YET_ESTABLISHED, holds=business.established_on <= desk.today
    )
    return replace(
        business,
        credit_code=desk.spelled(
            "credit_code",
            business.credit_code,
            lambda text: checked_credit_code(text, customer_type),
        ),
        mobile=desk.spelled("mobile", business.mobile, checked_mobile),
        bank_account=desk.spelled_if_any(
            "bank_account", business.bank_account, checked_bank_account
        ),
    )


_NOT_OF_THIS_KIND: Final = FieldError(
    "/customer_type",
    "customer_type_not_of_this_kind",
    Title("does not exist for this kind of party", "该类型不适用于此主体"),
)
_NOT_READABLE: Final = FieldError(
    "/name", "name_not_readable", Title("has no visible character", "不含可见字符")
)
_NOT_YET_ESTABLISHED: Final = FieldError(
    "/established_on", "date_in_future", Title("lies in the future", "日期不得晚于今天")
)
