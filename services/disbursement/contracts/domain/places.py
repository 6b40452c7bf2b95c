"""What the places of the clauses are filled with."""

from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.templates import Template
from services.disbursement.contracts.domain.wording import ZH, amount, day, percent
from services.loan_engine.rounding import Rounding, rounded
from services.loan_engine.terms import PPM


def places_of(agreement: Agreement, template: Template) -> dict[str, str]:
    """Every place a clause may name, by name."""
    terms, language = agreement.terms, template.language
    court = agreement.lender.court
    return {
        "number": agreement.number,
        "planned_on": day(agreement.figures.disbursed_on, language),
        "engine_version": agreement.engine_version,
        "template_version": agreement.template_version,
        "currency": terms.principal.currency,
        "amount": amount(terms.principal),
        "purpose": template.word("purpose", agreement.purpose_code),
        "grace_days": str(terms.grace_days),
        "penalty_rate": percent(penalty_rate_ppm(terms.rate_ppm, terms.penalty_multiple_ppm)),
        "penalty_multiple": multiple(terms.penalty_multiple_ppm),
        "court": court.zh if language == ZH else court.en,
    }


def penalty_rate_ppm(rate_ppm: int, multiple_ppm: int) -> int:
    """The yearly rate on what is overdue, a whole number of parts per million, a half up."""
    return rounded(rate_ppm * multiple_ppm, PPM, Rounding.HALF_UP)


def multiple(multiple_ppm: int) -> str:
    """A multiple as people write it, such as 1.5."""
    whole, rest = divmod(multiple_ppm, PPM)
    return f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
