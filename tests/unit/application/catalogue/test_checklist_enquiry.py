"""What somebody would have to bring, asked before there is any application."""

import pytest

from services.application.catalogue.domain.checklist_enquiry import Enquiry, checklist_of
from services.application.domain.customers import CustomerType
from services.kit.errors import Invalid
from services.kit.money import Money
from tests.unit.application.catalogue.versions import a_version

VERSION = a_version()
LOWEST, HIGHEST = VERSION.terms.amount_min, VERSION.terms.amount_max
NOT_SERVED = next(each for each in CustomerType if each not in VERSION.terms.customer_types)


def asked(amount_minor: int, currency: str | None = None) -> Enquiry:
    return Enquiry(CustomerType.SOLE_TRADER, amount_minor, currency)


@pytest.mark.parametrize("amount", [LOWEST, HIGHEST])
@pytest.mark.parametrize("currency", [None, LOWEST.currency])
def test_it_is_the_products_list_for_this_customer_and_amount(
    amount: Money, currency: str | None
) -> None:
    checklist = checklist_of(VERSION, asked(amount.amount_minor, currency))
    assert (checklist.amount, checklist.version) == (amount, VERSION)
    assert checklist.items
    assert checklist.is_fast is VERSION.terms.is_fast(CustomerType.SOLE_TRADER, amount)


@pytest.mark.parametrize(
    ("enquiry", "codes"),
    [
        (asked(LOWEST.amount_minor - 1), ["outside_amounts"]),
        (asked(HIGHEST.amount_minor + 1), ["outside_amounts"]),
        (asked(LOWEST.amount_minor, "USD"), ["currency_mismatch"]),
        (
            Enquiry(NOT_SERVED, 0, "USD"),
            ["customer_type_not_served", "currency_mismatch", "outside_amounts"],
        ),
    ],
)
def test_what_the_product_is_not_offered_for_is_said_at_once(
    enquiry: Enquiry, codes: list[str]
) -> None:
    with pytest.raises(Invalid) as refused:
        checklist_of(VERSION, enquiry)
    assert [each.code for each in refused.value.errors] == codes
