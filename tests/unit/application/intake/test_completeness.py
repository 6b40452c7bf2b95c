"""Submission is refused with everything that is missing; the fast track is narrow."""

from typing import Any

import pytest

from services.application.collaterals.domain.completeness import gaps
from services.application.domain.customers import CustomerType
from services.application.domain.parties import Agreed, ConsentPurpose, ConsentView
from services.application.intake.domain.completeness import Brought, is_fast, missing_for_submission
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import MaterialStatus
from services.application.intake.domain.wishes import Wishes
from services.kit.identifiers import new_id
from services.kit.money import Money
from tests.unit.application.intake.cases import (
    NOW,
    TODAY,
    a_consent,
    a_material,
    an_application,
    an_item,
    every_consent,
    some_terms,
    some_wishes,
    yuan,
)

TRADER = CustomerType.SOLE_TRADER


def missing(application: LoanApplication, **given: Any) -> list[tuple[str, str]]:
    asked: dict[str, Any] = {
        "terms": some_terms(),
        "customer_type": TRADER,
        "materials": [a_material(an_item("identity"), MaterialStatus.UPLOADED)],
        "agreed": Agreed(every_consent()),
        "security_gaps": (),
    } | given
    terms, customer_type = asked.pop("terms"), asked.pop("customer_type")
    brought = Brought(**asked)
    errors = missing_for_submission(application, terms, customer_type, brought, TODAY)
    return [(error.pointer, error.code) for error in errors]


def test_nothing_is_missing_from_a_complete_draft() -> None:
    assert missing(an_application()) == []


def test_everything_missing_is_told_at_once() -> None:
    told = missing(
        an_application(wishes=Wishes(amount=yuan(1))),
        customer_type=CustomerType.FARMER,
        security_gaps=gaps(0),
        materials=[a_material(an_item("identity"))],
        agreed=Agreed((a_consent(ConsentPurpose.PERSONAL_DATA, is_current=False),)),
    )
    assert told == [
        ("/term_months", "required"),
        ("/method", "required"),
        ("/purpose_code", "required"),
        ("/amount/amount", "amount_out_of_range"),
        ("/party_id", "customer_type_not_eligible"),
        ("/collaterals", "collateral_missing"),
        ("/materials/identity", "material_missing"),
        ("/consents/personal_data", "consent_lapsed"),
        ("/consents/sensitive_data", "consent_missing"),
        ("/consents/credit_bureau_query", "consent_missing"),
    ]


def test_a_renewed_consent_makes_up_for_a_revoked_one() -> None:
    revoked = a_consent(ConsentPurpose.PERSONAL_DATA, is_current=False)
    assert missing(an_application(), agreed=Agreed((revoked, *every_consent()))) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ((), "consent_missing"),
        ((a_consent(ConsentPurpose.PERSONAL_DATA),), "consent_missing"),
        ((a_consent(ConsentPurpose.CREDIT_BUREAU_QUERY, is_current=False),), "consent_lapsed"),
        ((a_consent(ConsentPurpose.CREDIT_BUREAU_QUERY),), None),
    ],
)
def test_who_represents_a_business_agrees_to_be_asked_about(
    given: tuple[ConsentView, ...], code: str | None
) -> None:
    agreed = Agreed(every_consent(), new_id(), given)
    pointer = "/legal_representative/consents/credit_bureau_query"
    assert missing(an_application(), agreed=agreed) == ([(pointer, code)] if code else [])


@pytest.mark.parametrize(
    ("amount", "customer_type"),
    [(yuan(50_001), TRADER), (yuan(50_000), CustomerType.MICRO_OWNER)],
)
def test_the_fast_track_is_for_small_amounts_of_the_named_customers(
    amount: Money, customer_type: CustomerType
) -> None:
    application = an_application(wishes=some_wishes(amount=amount))
    assert not is_fast(application, some_terms(), customer_type)


def test_the_fast_track_reaches_its_limit() -> None:
    application = an_application(wishes=some_wishes(amount=yuan(50_000)))
    assert is_fast(application, some_terms(), TRADER)


def test_a_product_without_a_fast_track_has_none() -> None:
    small = an_application(wishes=some_wishes(amount=yuan(5_000)))
    assert not is_fast(small, some_terms(fast_track=None), TRADER)


def test_a_resubmission_is_never_fast() -> None:
    again = an_application(wishes=some_wishes(amount=yuan(5_000)), submitted_at=NOW)
    assert not is_fast(again, some_terms(), TRADER)
