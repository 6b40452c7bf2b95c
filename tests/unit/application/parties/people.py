"""Parties as the tests of their rules need them; all numbers are made up."""

from datetime import UTC, date, datetime

from services.application.domain.customers import CustomerType
from services.application.parties.domain.party import (
    Business,
    Particulars,
    Party,
    Person,
    Premises,
)
from services.kit.identifiers import new_id
from services.kit.money import Money

TODAY = date(2026, 11, 23)
MOMENT = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)

PERSON = Person(
    name="王小明",
    identity_number="110101199003070003",
    identity_valid_to=date(2036, 3, 7),
    mobile="13800138000",
    address="北京市东城区示例路1号",
    marital_status=None,
    bank_card="6222020200000000006",
)
BUSINESS = Business(
    name="上海示例贸易有限公司",
    credit_code="91310000MA1FL00B7P",
    legal_representative_id=new_id(),
    established_on=date(2020, 5, 1),
    licence_valid_to=None,
    industry_code="F5212",
    employees=12,
    premises=Premises.RENTED,
    monthly_sales=Money(20_000_000, "CNY"),
    mobile="13900139000",
    address="上海市黄浦区示例路2号",
    bank_account="0200001009000012345",
)


def registered(particulars: Particulars, customer_type: CustomerType) -> Party:
    """A party registered with these particulars, without warnings."""
    return Party(
        party_id=new_id(),
        owner="borrower",
        partner_id=None,
        customer_type=customer_type,
        particulars=particulars,
        warnings=(),
        is_identity_fixed=False,
        version=1,
        created_at=MOMENT,
        updated_at=MOMENT,
    )
