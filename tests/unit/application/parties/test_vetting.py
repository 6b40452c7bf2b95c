"""Every wrong field of a registration is named at once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.application.domain.customers import CUSTOMER_TYPES, CustomerType, PartyKind
from services.application.parties.domain.party import Particulars
from services.application.parties.domain.vetting import vet
from services.kit.errors import Invalid
from tests.unit.application.parties.people import BUSINESS, PERSON, TODAY

YESTERDAY = TODAY - timedelta(days=1)


def _faults(customer_type: CustomerType, particulars: Particulars) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        vet(customer_type, particulars, today=TODAY)
    return {error.pointer: error.code for error in refused.value.errors}


def test_a_good_person_is_spelt_in_one_way() -> None:
    untidy = replace(PERSON, identity_number="31010119880615000x", mobile="+8613800138000")
    vetted = vet(CustomerType.SOLE_TRADER, untidy, today=TODAY)
    assert vetted.particulars == replace(
        PERSON, identity_number="31010119880615000X", mobile="13800138000"
    )


def test_warnings_are_gathered_from_every_field() -> None:
    doubtful = replace(PERSON, identity_number="123456199001010011", mobile="14912345678")
    assert vet(CustomerType.FARMER, doubtful, today=TODAY).warnings == (
        "identity_region_unverified",
        "mobile_range_unrecognised",
    )


def test_every_wrong_field_of_a_person_is_named_at_once() -> None:
    wrong = replace(
        PERSON,
        name="\u200b\u200b",
        identity_number="110101900307123",
        identity_valid_to=YESTERDAY,
        mobile="10086",
        bank_card="4111111111111112",
    )
    assert _faults(CustomerType.SOLE_TRADER, wrong) == {
        "/name": "name_not_readable",
        "/identity_number": "identity_old_form",
        "/identity_valid_to": "document_expired",
        "/mobile": "mobile_format",
        "/bank_card": "bank_card_check_digit",
    }


def test_every_wrong_field_of_a_business_is_named_at_once() -> None:
    wrong = replace(
        BUSINESS,
        credit_code="91310000MA1FL00B15",
        licence_valid_to=YESTERDAY,
        established_on=TODAY + timedelta(days=1),
        mobile="1380013800",
        bank_account="none",
    )
    assert _faults(CustomerType.ENTERPRISE, wrong) == {
        "/credit_code": "credit_code_organisation_check",
        "/licence_valid_to": "document_expired",
        "/established_on": "date_in_future",
        "/mobile": "mobile_format",
        "/bank_account": "bank_account_format",
    }


@pytest.mark.parametrize("last_day", [TODAY, None])
def test_a_card_is_good_on_its_last_day_and_without_one(last_day: date | None) -> None:
    person = replace(PERSON, identity_valid_to=last_day)
    assert vet(CustomerType.SOLE_TRADER, person, today=TODAY).particulars == person


@pytest.mark.parametrize("customer_type", list(CustomerType))
def test_a_kind_of_party_has_its_own_customer_types(customer_type: CustomerType) -> None:
    if customer_type in CUSTOMER_TYPES[PartyKind.PERSON]:
        assert vet(customer_type, PERSON, today=TODAY).customer_type is customer_type
    else:
        assert _faults(customer_type, PERSON) == {
            "/customer_type": "customer_type_not_of_this_kind"
        }


def test_a_business_is_of_the_type_its_code_was_issued_for() -> None:
    assert _faults(CustomerType.COOPERATIVE, BUSINESS) == {
        "/credit_code": "credit_code_customer_type"
    }
    assert vet(CustomerType.STARTUP, BUSINESS, today=TODAY).particulars == BUSINESS
