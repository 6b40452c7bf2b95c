"""Parties as rows keep them, and back: what is personal is sealed on the way in."""

from typing import Any, Final
from uuid import UUID

from services.application.domain.customers import CustomerType, PartyKind
from services.application.parties.domain.party import (
    Business,
    MaritalStatus,
    Particulars,
    Party,
    Person,
    Premises,
    kind_of,
)
from services.application.parties.tables import PartyRow
from services.kit.field_keys import FieldKeys
from services.kit.money import Money

# Bound into every sealed field; renaming one would make old rows unreadable.
_NAME: Final = "party.name"
_IDENTITY: Final = "party.identity"
_MOBILE: Final = "party.mobile"
_ADDRESS: Final = "party.address"
_ACCOUNT: Final = "party.account"


class _Sealer:
    """Seals and opens the fields of one party."""

    def __init__(self, keys: FieldKeys, party_id: UUID) -> None:
        self._keys = keys
        self._party_id = party_id

    def seal(self, name: str, text: str) -> bytes:
        """The field sealed for its place in this party."""
        return self._keys.ring.seal(text, context=f"{name}:{self._party_id}")

    def open(self, name: str, sealed: bytes) -> str:
        """The field's text; raises `SealBroken`."""
        return self._keys.ring.open(sealed, context=f"{name}:{self._party_id}")

    def index(self, name: str, text: str) -> bytes:
        """What equal texts of this field have in common."""
        return self._keys.blind_index.of(name, text)


def columns_of(particulars: Particulars, party_id: UUID, keys: FieldKeys) -> dict[str, Any]:
    """The columns of a party row that hold `particulars`, but for the legal representative."""
    sealer = _Sealer(keys, party_id)
    identity, account = particulars.identity, particulars.account
    return {
        "kind": kind_of(particulars).value,
        "name_sealed": sealer.seal(_NAME, particulars.name),
        "identity_sealed": sealer.seal(_IDENTITY, identity),
        "identity_index": sealer.index(_IDENTITY, identity),
        "mobile_sealed": sealer.seal(_MOBILE, particulars.mobile),
        "mobile_index": sealer.index(_MOBILE, particulars.mobile),
        "address_sealed": sealer.seal(_ADDRESS, particulars.address),
        "account_sealed": sealer.seal(_ACCOUNT, account) if account else None,
        "account_index": sealer.index(_ACCOUNT, account) if account else None,
        **_own_columns(particulars),
    }


def identity_index_of(particulars: Particulars, keys: FieldKeys) -> bytes:
    """What rows of the same identity number or credit code have in common."""
    return keys.blind_index.of(_IDENTITY, particulars.identity)


def party_of(row: PartyRow, legal_representative_id: UUID | None, keys: FieldKeys) -> Party:
    """The party `row` holds."""
    sealer = _Sealer(keys, row.party_id)
    if row.kind == PartyKind.PERSON.value:
        particulars: Particulars = _person(row, sealer)
    else:
        particulars = _business(row, sealer, legal_representative_id)
    return Party(
        party_id=row.party_id,
        owner=row.owner,
        partner_id=row.partner_id,
        customer_type=CustomerType(row.customer_type),
        particulars=particulars,
        warnings=tuple(row.warnings),
        is_identity_fixed=row.identity_fixed_at is not None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _own_columns(particulars: Particulars) -> dict[str, Any]:
    if isinstance(particulars, Person):
        return _person_columns(particulars)
    return _business_columns(particulars)


def _person_columns(person: Person) -> dict[str, Any]:
    return {
        "document_valid_to": person.identity_valid_to,
        "marital_status": person.marital_status.value if person.marital_status else None,
    }


def _business_columns(business: Business) -> dict[str, Any]:
    sales = business.monthly_sales
    return {
        "document_valid_to": business.licence_valid_to,
        "established_on": business.established_on,
        "industry_code": business.industry_code,
        "employees": business.employees,
        "premises": business.premises.value,
        "monthly_sales_minor": sales.amount_minor if sales else None,
        "monthly_sales_currency": sales.currency if sales else None,
    }


def _person(row: PartyRow, sealer: _Sealer) -> Person:
    return Person(
        name=sealer.open(_NAME, row.name_sealed),
        identity_number=sealer.open(_IDENTITY, row.identity_sealed),
        identity_valid_to=row.document_valid_to,
        mobile=sealer.open(_MOBILE, row.mobile_sealed),
        address=sealer.open(_ADDRESS, row.address_sealed),
        marital_status=MaritalStatus(row.marital_status) if row.marital_status else None,
        bank_card=sealer.open(_ACCOUNT, row.account_sealed) if row.account_sealed else None,
    )


def _business(row: PartyRow, sealer: _Sealer, legal_representative_id: UUID | None) -> Business:
    # Of a business these columns are never empty: the schema and a CHECK see to it.
    assert legal_representative_id is not None
    assert row.established_on is not None
    assert row.industry_code is not None
    assert row.employees is not None
    assert row.premises is not None
    return Business(
        name=sealer.open(_NAME, row.name_sealed),
        credit_code=sealer.open(_IDENTITY, row.identity_sealed),
        legal_representative_id=legal_representative_id,
        established_on=row.established_on,
        licence_valid_to=row.document_valid_to,
        industry_code=row.industry_code,
        employees=row.employees,
        premises=Premises(row.premises),
        monthly_sales=_sales(row),
        mobile=sealer.open(_MOBILE, row.mobile_sealed),
        address=sealer.open(_ADDRESS, row.address_sealed),
        bank_account=sealer.open(_ACCOUNT, row.account_sealed) if row.account_sealed else None,
    )


def _sales(row: PartyRow) -> Money | None:
    if row.monthly_sales_minor is None or row.monthly_sales_currency is None:
        return None
    return Money(row.monthly_sales_minor, row.monthly_sales_currency)
