"""What the checks found, as facts: identity, lists, duplicates and the credit bureau's report."""

from dataclasses import dataclass

from services.underwriting.domain.statuses import BureauStatus, IdentityStatus, ListStatus

__all__ = [
    "BureauFacts",
    "BureauStatus",
    "DuplicateFacts",
    "IdentityFacts",
    "IdentityStatus",
    "ListFacts",
    "ListStatus",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFacts:
    """The identity number and card."""

    status: IdentityStatus | None = None
    is_card_current: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFacts:
    """The worst match over all lists, and the lists' version."""

    status: ListStatus | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateFacts:
    """How many other owners registered the same number, and other cases of ours in flight."""

    same_identity_count: int | None = None
    same_mobile_count: int | None = None
    open_case_count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BureauFacts:
    """The credit report's figures; with `no_record` all counts are 0.

    `overdue_count` and `consecutive_overdue_max` look back 24 months (连三累六),
    `query_count_3m` three; `other_lender_count` counts lenders that are no banks.
    """

    status: BureauStatus | None = None
    report_age_days: int | None = None
    current_overdue_count: int | None = None
    overdue_count: int | None = None
    consecutive_overdue_max: int | None = None
    has_bad_status: bool | None = None
    query_count_3m: int | None = None
    open_loan_count: int | None = None
    closed_loan_count: int | None = None
    other_lender_count: int | None = None
    guarantees_minor: int | None = None
    debt_minor: int | None = None
    monthly_debt_service_minor: int | None = None
