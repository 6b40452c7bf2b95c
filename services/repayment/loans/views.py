"""From loans to what readers get."""

import re
from collections.abc import Sequence
from uuid import UUID

from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.schemas import MoneyRead, Page
from services.loan_engine.servicing.transactions import Kind
from services.loan_engine.terms import PPM
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.domain.terms import PinnedTerms
from services.repayment.loans.schemas.read import (
    DueRead,
    LoanFeeRead,
    LoanRead,
    LoanTaken,
    LoanTermsRead,
    LoanTransactionRead,
)
from services.repayment.loans.stored_terms import terms_of
from services.repayment.loans.tables import LoanRow, LoanTransactionRow


def loan_taken(row: LoanRow) -> LoanTaken:
    """The answer to the disbursement service."""
    return LoanTaken(loan_id=row.loan_id, status=LoanStatus(row.status), version=row.version)


def loan(row: LoanRow) -> LoanRead:
    """A loan as its borrower, its partner and staff see it."""
    return LoanRead(
        id=row.loan_id,
        contract_id=row.contract_id,
        contract_number=row.contract_number,
        application_id=row.application_id,
        party_id=row.party_id,
        partner_id=row.partner_id,
        product_code=row.product_code,
        product_version=row.product_version,
        product_type=row.product_type,
        status=LoanStatus(row.status),
        version=row.version,
        principal=_money(row.principal_minor, row.currency),
        terms=_terms(terms_of(row)),
        disbursed_on=row.disbursed_on,
        matures_on=row.matures_on,
        payout_id=row.payout_id,
        next_due=_next_due(row),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def loans(found: Sequence[LoanRow], page: PageRequest) -> Page[LoanRead]:
    """A page of loans."""
    return page_of(found, page, place=lambda row: Cursor(row.created_at, row.loan_id), read=loan)


def transactions(
    found: Sequence[LoanTransactionRow], page: PageRequest
) -> Page[LoanTransactionRead]:
    """A page of what happened; a place in it is the number of the last one seen."""
    return page_of(
        found,
        page,
        place=lambda row: Cursor(row.recorded_at, UUID(int=row.sequence)),
        read=transaction,
    )


def _terms(pinned: PinnedTerms) -> LoanTermsRead:
    agreed, loan = pinned.planned, pinned.planned.loan
    return LoanTermsRead(
        annual_rate=loan.rate_ppm,
        method=loan.method,
        instalments=loan.instalments,
        every=loan.every,
        unit=loan.unit,
        first_due_on=loan.first_due_on,
        day_count=loan.day_count,
        interest_per=loan.interest_per,
        rounding=loan.rounding,
        fees=[
            LoanFeeRead(
                code=fee.code,
                amount=_money(fee.amount_minor, loan.currency),
                timing=fee.timing,
            )
            for fee in loan.fees
        ],
        penalty_multiple=_multiple(agreed.penalty_multiple_ppm),
        grace_days=agreed.grace_days,
        engine_version=pinned.engine_version,
    )


def _next_due(row: LoanRow) -> DueRead | None:
    if row.next_due_on is None or row.next_due_minor is None:
        return None
    return DueRead(due_on=row.next_due_on, total=_money(row.next_due_minor, row.currency))


def transaction(row: LoanTransactionRow) -> LoanTransactionRead:
    """One thing that happened."""
    return LoanTransactionRead(
        sequence=row.sequence,
        kind=Kind(row.kind),
        value_date=row.value_date,
        booked_on=row.booked_on,
        amount=_money(row.amount_minor, row.currency),
        reference=row.reference,
        reverses=row.reverses,
        reason_code=row.reason_code,
        recorded_at=row.recorded_at,
    )


def _money(amount_minor: int, currency: str) -> MoneyRead:
    return MoneyRead.of(Money(amount_minor, currency))


def _multiple(ppm: int) -> str:
    """A multiple in parts per million as it is written: 1_500_000 is "1.5"."""
    return re.sub(r"\.?0+$", "", f"{ppm // PPM}.{ppm % PPM:06d}")
