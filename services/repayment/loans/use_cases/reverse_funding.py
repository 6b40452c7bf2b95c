"""Take a funding back: the bank returned the money after it had arrived."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import NotFound
from services.kit.identifiers import typeid_of
from services.kit.inbox import apply_once
from services.kit.money import Money
from services.loan_engine.servicing.transactions import Kind, Transaction
from services.repayment.loans import chronicle, messages, moving, repository
from services.repayment.loans.chronicle import Moved
from services.repayment.loans.domain.errors import FundingInUse, ReversalDiffers
from services.repayment.loans.domain.owing import NOTHING
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.domain.transactions import going_with_funding, is_funding_in_use
from services.repayment.loans.records import FundingReversal
from services.repayment.loans.tables import LoanRow
from services.repayment.positions.entry import Place


async def reverse_funding(told: FundingReversal, edit: Edit) -> LoanRow:
    """The loan without this payout and what was charged or forgiven since: it waits for another.

    The same again changes nothing. Raises `SequenceGap`, `NotFound` for a payout that never
    arrived here, `ReversalDiffers`, and `FundingInUse` when money was received since.
    """
    place = told.place
    async with edit.sessions.begin() as session:
        is_new = await apply_once(
            session,
            source=edit.caller.acting_service,
            aggregate_id=place.contract_id,
            sequence=place.sequence,
            after=place.after,
        )
        loan_id = await repository.id_of_contract(session, place.contract_id)
        if loan_id is None:
            raise NotFound
        shard = await moving.enter(session, loan_id, edit)
        row = await repository.lock(session, loan_id)
        if is_new:
            await _reverse(session, row, shard, told, edit)
            await session.flush()
        return row


async def _reverse(
    session: AsyncSession, row: LoanRow, shard: Place, told: FundingReversal, edit: Edit
) -> None:
    payout = typeid_of("pay", told.payout_id)
    history = await repository.transactions(session, row.loan_id)
    original = next((each for each in history if each.reference == payout), None)
    if original is None:
        raise NotFound
    if row.payout_id != told.payout_id:
        return  # it was taken back before
    if told.amount != Money(original.amount_minor, row.currency):
        raise ReversalDiffers
    if is_funding_in_use(history):
        raise FundingInUse
    for each in going_with_funding(history):
        before = messages.loan_facts(row)
        undone = await _undo(session, row, shard, each, told, edit)
        step = Moved(before, Kind.REVERSED.value, None, undone.standing.entry_id, told.reason_code)
        await chronicle.moved(session, row, step, edit.caller)
    await _take_back(session, row, shard, original, told, edit)


async def _undo(
    session: AsyncSession,
    row: LoanRow,
    shard: Place,
    original: Transaction,
    told: FundingReversal,
    edit: Edit,
) -> moving.Happened:
    happened = Transaction(
        kind=Kind.REVERSED,
        value_date=told.returned_on,
        reference=f"reversed:{original.reference}",
        amount_minor=original.amount_minor,
        reverses=original.reference,
    )
    added = await moving.add(session, row, shard, happened, edit, told.reason_code)
    await session.flush()  # the next one reads what happened
    return added


async def _take_back(
    session: AsyncSession,
    row: LoanRow,
    shard: Place,
    original: Transaction,
    told: FundingReversal,
    edit: Edit,
) -> None:
    before = messages.loan_facts(row)
    added = await _undo(session, row, shard, original, told, edit)
    row.disbursed_on = row.payout_id = row.funding_sequence = None
    target = LoanStatus.PENDING
    step = Moved(before, target.value, target, added.standing.entry_id, told.reason_code)
    await chronicle.moved(session, row, step, edit.caller)
    await chronicle.tell(session, row, messages.PENDING, payout=original.reference, owing=NOTHING)
