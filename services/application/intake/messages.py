"""What others are told of an application, and what the audit keeps: ids, codes and amounts only."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.application.domain.actors import Actor
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.happenings import Event
from services.application.intake.domain.loan_application import LoanApplication
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE: Final = "application"

# The moves others hear of; the words are those of the states.
TOPICS: Final[Mapping[ApplicationStatus, str]] = MappingProxyType(
    {
        ApplicationStatus.SUBMITTED: "application.submitted",
        ApplicationStatus.SUPPLEMENT_REQUIRED: "application.supplement_required",
        ApplicationStatus.ACCEPTED: "application.accepted",
        ApplicationStatus.REJECTED: "application.rejected",
        ApplicationStatus.INFORMATION_REQUESTED: "application.information_requested",
        ApplicationStatus.APPROVED: "application.approved",
        ApplicationStatus.DECLINED: "application.declined",
        ApplicationStatus.OFFER_ACCEPTED: "application.offer_accepted",
        ApplicationStatus.OFFER_EXPIRED: "application.offer_expired",
        ApplicationStatus.CONTRACTED: "application.contracted",
        ApplicationStatus.DISBURSED: "application.disbursed",
        ApplicationStatus.ACTIVE: "application.active",
        ApplicationStatus.SETTLED: "application.settled",
        ApplicationStatus.WRITTEN_OFF: "application.written_off",
        ApplicationStatus.WITHDRAWN: "application.withdrawn",
        ApplicationStatus.CANCELLED: "application.cancelled",
    }
)
INFORMATION_ANSWERED: Final = "application.information_answered"
_APPLICANTS: Final = frozenset({Actor.BORROWER, Actor.PARTNER})


def action_of(event: Event) -> str:
    """The audit's name for what happened, such as `application.submitted`."""
    return f"{AGGREGATE_TYPE}.{event.to_status or event.kind}"


def topic_of(event: Event) -> str | None:
    """The topic others hear of it by, or None when it concerns nobody else."""
    if _is_answer(event):
        return INFORMATION_ANSWERED
    return None if event.to_status is None else TOPICS.get(event.to_status)


def _is_answer(event: Event) -> bool:
    """Whether the applicant, not underwriting itself, let underwriting go on."""
    is_back = event.from_status is ApplicationStatus.INFORMATION_REQUESTED
    return (
        is_back
        and event.to_status is ApplicationStatus.UNDERWRITING
        and (event.actor in _APPLICANTS)
    )


def application_event(application: LoanApplication, version: int) -> dict[str, object]:
    """The body of every event about an application."""
    return {
        "id": typeid_of("app", application.application_id),
        "status": application.status.value,
        "version": version,
    }


def application_facts(application: LoanApplication) -> Members:
    """What the audit keeps of an application; the borrower's own words are not repeated."""
    wishes, financials = application.wishes, application.financials
    return {
        "status": application.status.value,
        "product_code": application.product_code,
        "amount_minor": wishes.amount.amount_minor if wishes.amount else None,
        "currency": wishes.amount.currency if wishes.amount else None,
        "term_months": wishes.term_months,
        "method": wishes.method,
        "purpose_code": wishes.purpose_code,
        **{f"{name}_minor": said.amount_minor for name, said in financials.amounts().items()},
        "years_in_trade": financials.years_in_trade,
        "closing_reason_code": application.closing_reason_code,
        "group": typeid_of("grp", application.group_id) if application.group_id else None,
    }
