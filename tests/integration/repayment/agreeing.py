"""Whether ledger, loans and engine say the same of every loan there is."""

from collections import Counter
from collections.abc import AsyncIterator

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.database import Sessions
from services.loan_engine.servicing.fold import fold
from services.repayment.domain.quantities import Quantities
from services.repayment.ledger.domain.chart import AccountCode
from services.repayment.ledger.domain.posting_rules import Basis, balances_of
from services.repayment.loans import repository as loans
from services.repayment.loans.stored_terms import terms_of
from services.repayment.loans.tables import LoanRow
from services.repayment.positions import repository as positions
from services.repayment.positions.domain.shards import shard_of
from services.repayment.positions.entry import FOLD_AHEAD
from services.repayment.positions.subledger import standings

Balances = Counter[AccountCode]


async def agreed(sessions: Sessions) -> dict[str, int]:
    """What ledger and loans both say of each account, debits positive; nothing where it is 0."""
    async with sessions() as session:
        await session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        of_loans, of_ledger = await _of_loans(session), await _of_ledger(session)
        assert {**of_loans} == {**of_ledger}
        assert [each async for each in _unlike_engine(session)] == []
        return {account.value: amount for account, amount in of_ledger.items()}


async def _of_loans(session: AsyncSession) -> Balances:
    sums: Balances = Counter()
    for each in await standings(session):
        sums.update(balances_of(each.quantities, Basis(each.is_accruing)))
    return _without_nothing(sums)


async def _of_ledger(session: AsyncSession) -> Balances:
    statement = text(
        "SELECT account, sum(amount_minor)::bigint AS total FROM journal_lines GROUP BY 1"
    )
    found = await session.execute(statement)
    return _without_nothing(Counter({AccountCode(row.account): row.total for row in found}))


async def _unlike_engine(session: AsyncSession) -> AsyncIterator[str]:
    for row in await session.scalars(select(LoanRow)):
        shard = shard_of(row.loan_id)
        opening = await positions.accrued_to(session, shard)
        assert opening is not None
        history = await loans.transactions(session, row.loan_id)
        line = fold(terms_of(row).planned, history, horizon=opening + FOLD_AHEAD).line_on(opening)
        wanted = (
            (Quantities.none(), True)
            if line is None
            else (Quantities.of(line, opening), line.is_accruing)
        )
        if await positions.held(session, shard, row.loan_id, opening) != wanted:
            yield f"{row.loan_id} at {opening}"


def _without_nothing(sums: Balances) -> Balances:
    return Counter({account: amount for account, amount in sums.items() if amount})
