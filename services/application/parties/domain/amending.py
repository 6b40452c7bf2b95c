"""Changing what is known of a party, without losing what was checked before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from services.application.domain.customers import CustomerType
from services.application.domain.holds import Hold
from services.application.parties.domain.errors import ApplicationUnderWay, IdentityFixed
from services.application.parties.domain.party import Particulars, Party
from services.application.parties.domain.vetting import CUSTOMER_TYPE, WARNS_OF, vet_fields
from services.kit.errors import FieldError, Invalid, Title

# Who somebody is: once an application was submitted under it, it stands.
IDENTITY_FIELDS: Final = ("name", "identity_number", "credit_code")
# What an application is judged by: which materials it takes, and who is looked into and signs.
JUDGED_BY: Final = frozenset({CUSTOMER_TYPE, "legal_representative_id"})
# What its papers are verified against, and the rules then go by.
PROVEN: Final = frozenset(
    {
        "established_on",
        "industry_code",
        "licence_valid_to",
        "identity_valid_to",
        "marital_status",
    }
)
_STANDING: Final[Mapping[Hold, frozenset[str]]] = MappingProxyType(
    {Hold.NONE: frozenset(), Hold.HANDED_BACK: JUDGED_BY, Hold.EXAMINED: JUDGED_BY | PROVEN}
)


@dataclass(frozen=True, slots=True)
class Amendment:
    """The party as it becomes, and the names of the fields that differ."""

    party: Party
    changed: tuple[str, ...]


def amend(party: Party, changes: Mapping[str, Any], *, today: date) -> Amendment:
    """The party with `changes` (field name → new value, None to clear).

    Raises `Invalid` for no change at all, a field this kind of party has not, or a value that does
    not check, and `IdentityFixed` when who it is would change after an application was submitted.
    """
    if not changes:
        raise Invalid(errors=[_NOTHING_TO_CHANGE])
    _require_own_fields(party.particulars, changes)
    values = {name: value for name, value in changes.items() if name != CUSTOMER_TYPE}
    customer_type: CustomerType = changes.get(CUSTOMER_TYPE, party.customer_type)
    wished = replace(party.particulars, **values)
    vetted = vet_fields(customer_type, wished, set(changes), today=today)
    changed = _differing(party, customer_type, vetted.particulars)
    if party.is_identity_fixed and not set(changed).isdisjoint(IDENTITY_FIELDS):
        raise IdentityFixed
    kept = tuple(code for code in party.warnings if WARNS_OF.get(code) not in changes)
    amended = replace(
        party,
        customer_type=customer_type,
        particulars=vetted.particulars,
        warnings=tuple(dict.fromkeys((*kept, *vetted.warnings))),
    )
    return Amendment(amended, changed)


def may_be_held(names: Iterable[str]) -> bool:
    """Whether an application can keep a field of `names` from changing."""
    return not _STANDING[Hold.EXAMINED].isdisjoint(names)


def require_free(changed: Iterable[str], hold: Hold) -> None:
    """Raise `ApplicationUnderWay` if `hold` keeps a field of `changed` as it is."""
    if not _STANDING[hold].isdisjoint(changed):
        raise ApplicationUnderWay


def _require_own_fields(particulars: Particulars, changes: Mapping[str, Any]) -> None:
    own = {CUSTOMER_TYPE, *(each.name for each in fields(particulars))}
    message = Title("does not exist for this kind of party", "该字段不适用于此主体")
    errors = [
        FieldError(f"/{name}", "field_not_of_this_kind", message)
        for name in changes
        if name not in own
    ]
    if errors:
        raise Invalid(errors=errors)


def _differing(
    party: Party, customer_type: CustomerType, particulars: Particulars
) -> tuple[str, ...]:
    names = [
        each.name
        for each in fields(particulars)
        if getattr(particulars, each.name) != getattr(party.particulars, each.name)
    ]
    return tuple([CUSTOMER_TYPE, *names] if customer_type is not party.customer_type else names)


_NOTHING_TO_CHANGE: Final = FieldError(
    "", "nothing_to_change", Title("names no field to change", "未指定要修改的字段")
)
