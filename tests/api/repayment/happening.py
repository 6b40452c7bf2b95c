"""What happens to a loan after its money came, added the way every use case of ours adds it."""

from dataclasses import replace
from datetime import date

from services.kit.caller import Caller
from services.kit.context import Edit
from services.kit.identifiers import uuid_of
from services.kit.roles import Role
from services.loan_engine.due_dates import PeriodUnit
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.loan_engine.terms import Fee, FeeTiming, LoanTerms, Payee
from services.repayment.loans import moving, repository
from tests.api.repayment.telling import LEVEL
from tests.api.signed_clients import RunningApp

BOOKER = Caller(
    subject="finance-1",
    roles=frozenset({Role.FINANCE_MAKER}),
    scopes=frozenset(),
    partner_id=None,
    acting_service="svc:gateway",
    request_id="req_1",
)
# Falls due on 19 and 26 March: both are past by the day of the tests' clock, 31 March.
WEEKLY: LoanTerms = replace(LEVEL, instalments=4, every=7, unit=PeriodUnit.DAYS)
# The same with a valuer's and an insurer's fees beside our own.
VALUED: LoanTerms = replace(
    WEEKLY,
    fees=(
        Fee("service", 30_000, FeeTiming.DISBURSEMENT),
        Fee("valuation", 12_000, FeeTiming.DISBURSEMENT, Payee.THIRD_PARTY),
        Fee("account", 100, FeeTiming.INSTALMENT),
        Fee("insurance", 70, FeeTiming.INSTALMENT, Payee.THIRD_PARTY),
    ),
)


def a_receipt(amount_minor: int, on: date, reference: str = "bank:1") -> Transaction:
    """The borrower paid."""
    return Transaction(
        kind=Kind.RECEIVED, value_date=on, reference=reference, amount_minor=amount_minor
    )


def undone(transaction: Transaction, on: date) -> Transaction:
    """It was a mistake."""
    return Transaction(
        kind=Kind.REVERSED,
        value_date=on,
        reference=f"reversed:{transaction.reference}",
        amount_minor=transaction.amount_minor,
        reverses=transaction.reference,
    )


async def happen(service: RunningApp, loan_id: str, *happened: Transaction) -> None:
    """Add to a loan's history, one transaction after the other."""
    edit = Edit(BOOKER, service.clock, service.sessions, None)
    for each in happened:
        async with service.sessions.begin() as session:
            place = await moving.enter(session, uuid_of("loan", loan_id), edit)
            row = await repository.lock(session, place.loan_id)
            await moving.add(session, row, place, each, edit)
