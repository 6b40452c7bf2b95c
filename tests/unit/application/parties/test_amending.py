"""Changing a party keeps what was checked before, and who it is once that stands."""

from dataclasses import replace

import pytest

from services.application.domain.customers import CustomerType
from services.application.domain.holds import Hold
from services.application.parties.domain.amending import (
    JUDGED_BY,
    PROVEN,
    amend,
    may_be_held,
    require_free,
)
from services.application.parties.domain.errors import ApplicationUnderWay, IdentityFixed
from services.application.parties.domain.party import Party
from services.kit.errors import Invalid
from tests.unit.application.parties.people import BUSINESS, PERSON, TODAY, registered

PERSON_PARTY = registered(PERSON, CustomerType.SOLE_TRADER)
FIXED = replace(PERSON_PARTY, is_identity_fixed=True)


def _faults(party: Party, changes: dict[str, object]) -> dict[str, str]:
    with pytest.raises(Invalid) as refused:
        amend(party, changes, today=TODAY)
    return {error.pointer: error.code for error in refused.value.errors}


def test_only_what_is_sent_changes() -> None:
    amendment = amend(PERSON_PARTY, {"mobile": "+8613900139000"}, today=TODAY)
    assert amendment.party.particulars == replace(PERSON, mobile="13900139000")
    assert amendment.changed == ("mobile",)


def test_a_change_names_at_least_one_field() -> None:
    assert _faults(PERSON_PARTY, {}) == {"": "nothing_to_change"}


def test_null_clears_what_may_be_empty() -> None:
    amendment = amend(PERSON_PARTY, {"bank_card": None}, today=TODAY)
    assert amendment.party.particulars == replace(PERSON, bank_card=None)


def test_a_field_of_the_other_kind_is_refused() -> None:
    assert _faults(PERSON_PARTY, {"employees": 3, "credit_code": "x"}) == {
        "/employees": "field_not_of_this_kind",
        "/credit_code": "field_not_of_this_kind",
    }


def test_a_card_that_has_expired_since_does_not_block_a_new_mobile() -> None:
    old = replace(PERSON_PARTY, particulars=replace(PERSON, identity_valid_to=TODAY))
    later = TODAY.replace(year=TODAY.year + 1)
    assert amend(old, {"mobile": "13900139000"}, today=later).changed == ("mobile",)


def test_a_wrong_value_is_named() -> None:
    assert _faults(PERSON_PARTY, {"mobile": "10086"}) == {"/mobile": "mobile_format"}


def test_a_new_customer_type_must_agree_with_the_code_that_stays() -> None:
    business = registered(BUSINESS, CustomerType.ENTERPRISE)
    assert _faults(business, {"customer_type": CustomerType.COOPERATIVE}) == {
        "/credit_code": "credit_code_customer_type"
    }
    amendment = amend(business, {"customer_type": CustomerType.STARTUP}, today=TODAY)
    assert amendment.changed == ("customer_type",)


@pytest.mark.parametrize("changes", [{"name": "李小红"}, {"identity_number": "440305198511011235"}])
def test_who_it_is_stands_once_an_application_was_submitted(changes: dict[str, object]) -> None:
    assert amend(PERSON_PARTY, changes, today=TODAY).changed == tuple(changes)
    with pytest.raises(IdentityFixed):
        amend(FIXED, changes, today=TODAY)


def test_saying_the_same_identity_again_changes_nothing() -> None:
    amendment = amend(FIXED, {"identity_number": PERSON.identity_number}, today=TODAY)
    assert amendment.changed == ()


def test_a_warning_stands_until_its_field_changes() -> None:
    doubtful = replace(
        PERSON_PARTY, warnings=("identity_region_unverified", "mobile_range_unrecognised")
    )
    mobile_changed = amend(doubtful, {"mobile": "13900139000"}, today=TODAY)
    assert mobile_changed.party.warnings == ("identity_region_unverified",)
    both = amend(
        doubtful,
        {"mobile": "15412345678", "identity_number": "440305198511011235"},
        today=TODAY,
    )
    assert both.party.warnings == ("mobile_range_unrecognised",)


@pytest.mark.parametrize(
    ("hold", "standing"),
    [
        (Hold.NONE, set()),
        (Hold.HANDED_BACK, JUDGED_BY),
        (Hold.EXAMINED, JUDGED_BY | PROVEN),
    ],
)
def test_what_is_under_way_holds_what_it_goes_by(hold: Hold, standing: set[str]) -> None:
    require_free(["mobile", "address", "employees"], hold)
    for name in JUDGED_BY | PROVEN:
        assert may_be_held(["mobile", name])
        if name in standing:
            with pytest.raises(ApplicationUnderWay):
                require_free(["mobile", name], hold)
        else:
            require_free(["mobile", name], hold)
    assert not may_be_held(["mobile"])
