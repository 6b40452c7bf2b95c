"""One loan, served by the use cases themselves, as people and days make it go."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.caller import Caller
from services.kit.clock import Clock
from services.kit.context import Ask, Edit
from services.kit.database import make_engine, make_sessions
from services.kit.etags import IfMatch
from services.kit.idempotency import Once
from services.kit.money import Money
from services.kit.roles import Role
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.loan_engine.terms import LoanTerms
from services.repayment.loans.schemas.told import FundingTold
from services.repayment.loans.tables import LoanRow
from services.repayment.loans.use_cases.open_loan import open_loan
from services.repayment.receipts import proposal_views, views
from services.repayment.receipts.domain.proposals import (
    Named,
    Proposal,
    ProposalKind,
    WaiverReason,
)
from services.repayment.receipts.domain.receipt import Payer, Receipt
from services.repayment.receipts.domain.statuses import ON_THE_LOAN, Reason
from services.repayment.receipts.schemas.proposed import WaiverRead
from services.repayment.receipts.tables import RepaymentReceivedRow
from services.repayment.receipts.use_cases.approve_proposal import approve_proposal
from services.repayment.receipts.use_cases.prepay_loan import prepay_loan
from services.repayment.receipts.use_cases.propose_waiver import propose_waiver
from services.repayment.receipts.use_cases.receive_repayment import receive_repayment
from services.repayment.receipts.use_cases.reverse_repayment import Reversal, reverse_repayment
from services.repayment.worker import closing_books
from tests.api.repayment.conftest import TODAY
from tests.api.repayment.telling import a_funding
from tests.conftest import PoolSizes
from tests.fixed_clock import FixedClock
from tests.postgres_run import Addresses


def a_person(subject: str) -> Caller:
    """Somebody of the staff; what they may do is asked at the door, not here."""
    return Caller(subject, frozenset({Role.FINANCE_MAKER}), frozenset(), None, "svc:test", "req_1")


class World:
    """The service's use cases on a database of their own, and the loan they serve."""

    def __init__(self, addresses: Addresses) -> None:
        self.engine: AsyncEngine = make_engine(
            addresses.url("repayment"), schema="repayment", settings=PoolSizes()
        )
        self.sessions = make_sessions(self.engine)
        self.clock = FixedClock(TODAY)
        self.loan_id = UUID(int=0)

    async def open(self, loan: LoanTerms) -> None:
        """A payout of today opens the loan."""
        told = a_funding(loan, value_date=self.clock.today())
        funding = FundingTold.model_validate_json(json.dumps(told)).funding()
        self.loan_id = (await open_loan(funding, self._edit("relay"))).loan_id

    async def receive(
        self, amount_minor: int, days_ago: int, mode: PrepaymentMode | None = None
    ) -> None:
        """Money came in that long ago, but not before the loan's own."""
        row = await self.loan()
        assert row.disbursed_on is not None
        value_date = max(row.disbursed_on, self.clock.today() - timedelta(days=days_ago))
        receipt = Receipt(
            loan_id=self.loan_id,
            amount=Money(amount_minor, "CNY"),
            value_date=value_date,
            channel="bank_transfer",
            external_reference=uuid4().hex,
            payer=Payer.BORROWER,
            mode=mode,
        )
        use_case = receive_repayment if mode is None else prepay_loan
        await use_case(receipt, self._ask("maker").rendering(views.repayment_booked))

    async def on_the_loan(self) -> list[RepaymentReceivedRow]:
        """The repayments that were not taken back, the oldest first."""
        kept = RepaymentReceivedRow
        async with self.sessions() as session:
            statement = select(kept).where(kept.status.in_([each.value for each in ON_THE_LOAN]))
            return list(await session.scalars(statement.order_by(kept.created_at)))

    async def reverse(self, row: RepaymentReceivedRow) -> None:
        """It turned out not to have come."""
        wanted = Reversal(row.loan_id, row.repayment_id, Reason.RETURNED_BY_BANK)
        ask = self._ask("checker", row.version).rendering(views.repayment_booked)
        await reverse_repayment(wanted, ask)

    async def waive(self, component: Component, amount_minor: int) -> None:
        """Two people forgive it."""
        proposal = Proposal(
            loan_id=self.loan_id,
            kind=ProposalKind.WAIVER,
            amount=Money(amount_minor, "CNY"),
            component=component,
            reason=WaiverReason.HARDSHIP,
        )
        view = proposal_views.waiver_decided
        reply = await propose_waiver(proposal, self._ask("maker").rendering(view))
        waiver = WaiverRead.model_validate_json(reply.body)
        wanted = Named(self.loan_id, waiver.id, ProposalKind.WAIVER)
        await approve_proposal(wanted, self._ask("approver", 1).rendering(view))

    async def close(self, days: int) -> None:
        """So many days go by, and are closed."""
        self.clock.advance(timedelta(days=days))
        await closing_books(self.sessions, self._clock)(self.clock.today())

    async def loan(self) -> LoanRow:
        """The loan's row as it is now."""
        async with self.sessions() as session:
            return await session.get_one(LoanRow, self.loan_id)

    @property
    def _clock(self) -> Clock:
        return self.clock

    def _edit(self, subject: str) -> Edit:
        return Edit(a_person(subject), self.clock, self.sessions, None)

    def _ask(self, subject: str, version: int | None = None) -> Ask[Any]:
        once: Once[Any] = Once(subject, "POST /test", uuid4().hex, b"\0" * 32)
        if_match = None if version is None else IfMatch(version)
        return Ask(a_person(subject), self.clock, self.sessions, if_match, once)
