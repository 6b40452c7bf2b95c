"""A small lender's book for tests: random loans, what happens to them, and how it must stand."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.loan_engine.day_count import DayCount
from services.loan_engine.servicing.agreement import Agreement
from services.loan_engine.servicing.components import Component
from services.loan_engine.servicing.fold import fold
from services.loan_engine.servicing.transactions import Kind, PrepaymentMode, Transaction
from services.loan_engine.terms import (
    Fee,
    FeeTiming,
    InterestPer,
    LoanTerms,
    Payee,
    RepaymentMethod,
)
from services.repayment.domain.quantities import Quantities
from services.repayment.ledger.domain.chart import AccountCode
from services.repayment.ledger.domain.posting_rules import Basis, balances_of
from services.repayment.ledger.entry import LoanPosting
from services.repayment.positions import entry as positions
from services.repayment.positions import repository
from services.repayment.positions.domain.shards import shard_of
from services.repayment.positions.entry import FOLD_AHEAD, Held
from services.repayment.positions.subledger import standings
from services.repayment.positions.use_cases.close_books import close_books

PRODUCTS = ("TRADER", "FARMER")
FEES = (
    (),
    (Fee("service", 5_000, FeeTiming.DISBURSEMENT), Fee("a", 100, FeeTiming.INSTALMENT)),
    (
        Fee("valuation", 7_000, FeeTiming.DISBURSEMENT, Payee.THIRD_PARTY),
        Fee("a", 100, FeeTiming.INSTALMENT),
        Fee("insurance", 60, FeeTiming.INSTALMENT, Payee.THIRD_PARTY),
    ),
)


@dataclass
class BookedLoan:
    """One loan of the book, as the test knows it."""

    held: Held
    loan_id: UUID = field(default_factory=uuid4)
    history: list[Transaction] = field(default_factory=list)

    def undone(self) -> set[str | None]:
        return {each.reverses for each in self.history}


def random_agreement(dice: Random, today: date) -> Agreement:
    """A sound loan of any kind."""
    terms = LoanTerms(
        principal_minor=dice.randrange(100_000, 20_000_000),
        currency="CNY",
        rate_ppm=dice.choice([0, 36_000, 120_000, 239_999]),
        method=dice.choice(list(RepaymentMethod)),
        instalments=dice.choice([1, 3, 6]),
        disbursed_on=today,
        day_count=dice.choice(list(DayCount)),
        interest_per=dice.choice(list(InterestPer)),
        fees=dice.choice(FEES),
    )
    return Agreement(
        loan=terms,
        penalty_multiple_ppm=dice.choice([1_300_000, 1_500_000]),
        grace_days=dice.choice([0, 0, 3]),
        is_grace_forfeited=dice.random() < 0.5,
        bears_compound=dice.random() < 0.7,
        non_accrual_days=dice.choice([10, 30]),
    )


def something(dice: Random, loan: BookedLoan, today: date) -> Transaction:
    """What happens to a loan today, or is known only today."""
    reference = uuid4().hex
    standing = [
        each
        for each in loan.history[1:]
        if each.kind is not Kind.REVERSED and each.reference not in loan.undone()
    ]
    if standing and dice.random() < 0.15:
        gone = dice.choice(standing)
        return Transaction(
            kind=Kind.REVERSED,
            value_date=today,
            reference=reference,
            amount_minor=gone.amount_minor,
            reverses=gone.reference,
        )
    began = loan.history[0].value_date
    back = timedelta(days=dice.choice([0, 0, 0, 1, 4, 17, 40]))
    kind = dice.choice([Kind.RECEIVED] * 5 + [Kind.PREPAID, Kind.WAIVED, Kind.CHARGED])
    return Transaction(
        kind=kind,
        value_date=max(began, today - back),
        reference=reference,
        amount_minor=dice.randrange(1, 500 if kind is Kind.WAIVED else 4_000_000),
        component=dice.choice([Component.PENALTY, Component.INTEREST, Component.FEE]),
        mode=dice.choice(list(PrepaymentMode)),
        payee=dice.choice(list(Payee)),
    )


@dataclass
class Book:
    """All loans of one database, moved and closed as the service does it."""

    sessions: Sessions
    loans: dict[UUID, BookedLoan] = field(default_factory=dict)

    async def open(self, held: Held, today: date) -> BookedLoan:
        loan = BookedLoan(held)
        self.loans[loan.loan_id] = loan
        paid = Transaction(
            kind=Kind.DISBURSED,
            value_date=today,
            reference="payout",
            amount_minor=held.agreement.loan.principal_minor,
        )
        await self.move(loan, paid, today)
        return loan

    async def move(self, loan: BookedLoan, happened: Transaction, today: date) -> None:
        """One thing that becomes known today."""
        posting = LoanPosting(
            loan_id=loan.loan_id,
            product_code=loan.held.product_code,
            event=f"{happened.kind}:{happened.reference}",
            kind=happened.kind.value,
            booked_on=today,
            value_date=happened.value_date,
        )
        async with self.sessions.begin() as session:
            place = await positions.enter(session, loan.loan_id, today)
            # The lock a loan's own row would be.
            await session.execute(
                text("SELECT pg_advisory_xact_lock(hashtextextended(:loan, 0))"),
                {"loan": str(loan.loan_id)},
            )
            history = [*loan.history, happened]
            await positions.move(session, place, loan.held, history, posting)
            loan.history = history

    async def refold(self, loan_id: UUID) -> None:
        loan = self.loans[loan_id]
        async with self.sessions.begin() as session:
            place = await positions.enter(session, loan_id, date.max)
            await positions.move(session, place, loan.held, loan.history, None)

    async def close(self, today: date) -> None:
        await close_books(today, self.sessions, self.refold)

    async def differences(self) -> list[str]:
        """Where positions, engine and ledger do not say the same; empty when all is well."""
        async with self.sessions() as session:
            await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
            stands: Counter[tuple[str, AccountCode]] = Counter()
            for each in await standings(session):
                for account, amount in balances_of(
                    each.quantities, Basis(each.is_accruing)
                ).items():
                    stands[each.product_code, account] += amount
            kept: Counter[tuple[str, AccountCode]] = Counter()
            rows = await session.execute(
                text(
                    "SELECT dimensions ->> 'product', account, sum(amount_minor)::bigint"
                    " FROM journal_lines GROUP BY 1, 2"
                )
            )
            for product, account, amount in rows:
                kept[product, AccountCode(account)] += amount
            found = [
                f"{key}: loans {stands[key]}, ledger {kept[key]}"
                for key in {*stands, *kept}
                if stands[key] != kept[key]
            ]
            return [*found, *[each async for each in self._unlike_engine(session)]]

    async def _unlike_engine(self, session: AsyncSession) -> AsyncIterator[str]:
        for loan in self.loans.values():
            shard = shard_of(loan.loan_id)
            opening = await repository.accrued_to(session, shard)
            assert opening is not None
            folded = fold(loan.held.agreement, loan.history, horizon=opening + FOLD_AHEAD)
            line = folded.line_on(opening)
            assert line is not None
            wanted = (Quantities.of(line, opening), line.is_accruing)
            if await repository.held(session, shard, loan.loan_id, opening) != wanted:
                yield f"{loan.loan_id} at {opening}"


def seeded(seed: int) -> Random:
    """Dice that fall the same way each time."""
    return Random(seed)  # noqa: S311 - for tests


def random_held(dice: Random, today: date) -> Held:
    return Held(random_agreement(dice, today), dice.choice(PRODUCTS))


def days(first: date, count: int) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range(count))
