"""Whether an application is complete: everything that is missing is said at once."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.application.domain.customers import CustomerType
from services.application.domain.parties import Agreed, ConsentPurpose, ConsentView
from services.application.domain.products import ProductTerms
from services.application.intake.domain.checklist import not_handed_in
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import Material
from services.kit.errors import FieldError, Title

# Processing and sensitive data each need their own consent (PIPL 13, 29), and so does asking the
# credit bureau (credit bureau regulation 18).
CONSENTS_REQUIRED: Final = (
    ConsentPurpose.PERSONAL_DATA,
    ConsentPurpose.SENSITIVE_DATA,
    ConsentPurpose.CREDIT_BUREAU_QUERY,
)

# Whoever represents a business is asked about as a person, on a consent of its own.
REPRESENTATIVES_REQUIRED: Final = (ConsentPurpose.CREDIT_BUREAU_QUERY,)
REPRESENTATIVES_CONSENTS: Final = "/legal_representative/consents"

_ABSENT: Final = Title("consent has not been given", "尚未授权同意")
_LAPSED: Final = Title(
    "consent was revoked, ended with a refusal, or its text is no longer in force; give it anew",
    "授权已撤回、已随申请被拒而失效或文本已失效，请重新授权",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What comes with the fields: materials, consents, and what the security still lacks."""

    materials: Sequence[Material]
    agreed: Agreed
    security_gaps: Sequence[FieldError] = ()


def missing_for_submission(
    application: LoanApplication,
    terms: ProductTerms,
    customer_type: CustomerType,
    brought: Brought,
    today: date,
) -> tuple[FieldError, ...]:
    """Everything that keeps `application` from being submitted today; empty when nothing does."""
    breach = customer_breach(terms, customer_type)
    return (
        *application.wishes.gaps(),
        *application.breaches(terms),
        *((breach,) if breach else ()),
        *brought.security_gaps,
        *not_handed_in(brought.materials, today),
        *_missing_consents(brought.agreed),
    )


def customer_breach(terms: ProductTerms, customer_type: CustomerType) -> FieldError | None:
    """Whether the product is not for this kind of customer."""
    if customer_type in terms.customer_types:
        return None
    told = Title("This product is not for this type of customer.", "该产品不适用于此类客户。")
    return FieldError("/party_id", "customer_type_not_eligible", told)


def is_fast(application: LoanApplication, terms: ProductTerms, customer_type: CustomerType) -> bool:
    """Whether a complete application skips the officer: small, unsecured, and not asked about yet.

    An officer who asked a question sees the answer, so a resubmission is never fast.
    """
    amount = application.wishes.amount
    return (
        amount is not None
        and not application.was_submitted_before
        and terms.is_fast(customer_type, amount)
    )


def _missing_consents(agreed: Agreed) -> Iterator[FieldError]:
    yield from _missing_among(agreed.own, CONSENTS_REQUIRED, "/consents")
    if agreed.representative_id is not None:
        wanted = REPRESENTATIVES_REQUIRED
        yield from _missing_among(agreed.representatives, wanted, REPRESENTATIVES_CONSENTS)


def _missing_among(
    given: Sequence[ConsentView], wanted: Sequence[ConsentPurpose], place: str
) -> Iterator[FieldError]:
    for purpose in wanted:
        alike = [consent for consent in given if consent.purpose is purpose]
        if any(consent.is_current for consent in alike):
            continue
        code, told = ("consent_lapsed", _LAPSED) if alike else ("consent_missing", _ABSENT)
        yield FieldError(f"{place}/{purpose}", code, told)
