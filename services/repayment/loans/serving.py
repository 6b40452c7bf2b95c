"""Serving a loan from another area: hold it, fold it, add what happened, follow what it owes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.caller import Caller
from services.kit.context import Edit
from services.kit.errors import OwnWork
from services.kit.identifiers import typeid_of
from services.loan_engine.servicing.fold import Folded, fold
from services.loan_engine.servicing.transactions import Transaction, standing
from services.repayment.domain.contingent_fees import ContingentFee
from services.repayment.loans import chronicle, messages, moving, repository
from services.repayment.loans.chronicle import Moved
from services.repayment.loans.domain.owing import owing_on, status_by
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.stored_terms import contingent_fees_of, terms_of
from services.repayment.loans.tables import LoanRow
from services.repayment.positions import entry as positions
from services.repayment.positions.entry import Place

FOLD_AHEAD: Final = timedelta(days=730)
TOPIC_OF: Final = {LoanStatus.ACTIVE: messages.ACTIVE, LoanStatus.SETTLED: messages.SETTLED}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanHeld:
    """A loan whose shard is shared and whose row is locked until the commit.

    `answering` are the owner and whoever signed the contract. `last_sequence` numbers what happened
    to it so far; `contingent_fees` are what its contract discloses for the case that something
    happens, by code.
    """

    place: Place
    status: LoanStatus
    answering: frozenset[str]
    currency: str
    disbursed_on: date | None
    last_sequence: int
    contingent_fees: Mapping[str, ContingentFee]

    @property
    def loan_id(self) -> UUID:
        """The loan's id."""
        return self.place.loan_id


@dataclass(frozen=True, slots=True)
class Referred:
    """What happened under a name, and whether it stands: it does not once it was reversed."""

    happened: Transaction
    stands: bool


@dataclass(frozen=True, slots=True)
class Added:
    """What came of an addition: how the loan stands now, and since which opening."""

    loan: Folded
    status: LoanStatus
    opening: date


@dataclass(frozen=True, slots=True)
class Seen:
    """A loan as it stands, read without a lock."""

    loan: Folded
    opening: date


async def hold(session: AsyncSession, loan_id: UUID, edit: Edit) -> LoanHeld:
    """The loan, held; raises `NotFound` for absent and another's alike."""
    place = await moving.enter(session, loan_id, edit)
    return _held(place, await repository.lock_seen(session, loan_id, edit.caller))


async def hold_anothers(session: AsyncSession, loan_id: UUID, edit: Edit) -> LoanHeld:
    """The same for those who work on loans: raises `OwnWork` for whoever answers for it, too."""
    held = await hold(session, loan_id, edit)
    if edit.caller.is_among(held.answering):
        raise OwnWork
    return held


async def hold_any(session: AsyncSession, loan_id: UUID, edit: Edit) -> LoanHeld:
    """The same of a loan that is there, for our own machinery."""
    place = await moving.enter(session, loan_id, edit)
    return _held(place, await repository.lock(session, loan_id))


async def folded(session: AsyncSession, held: LoanHeld, also: Sequence[Transaction] = ()) -> Folded:
    """A held loan as it stands, or would if `also` happened to it too."""
    row = repository.locked(session, held.loan_id)
    history = await repository.transactions(session, held.loan_id)
    return _fold(row, [*history, *also], held.place.opening)


async def referred(session: AsyncSession, held: LoanHeld, reference: str) -> Referred | None:
    """What a held loan knows by that reference, if anything."""
    history = await repository.transactions(session, held.loan_id)
    found = next((each for each in history if each.reference == reference), None)
    return None if found is None else Referred(found, found in standing(history))


async def add(
    session: AsyncSession,
    held: LoanHeld,
    happened: Transaction,
    edit: Edit,
    reason_code: str | None = None,
) -> Added:
    """Add what happened to a held loan; its books, its status and the neighbours follow.

    Raises `DayNotOpen` for a day the books have not reached.
    """
    row = repository.locked(session, held.loan_id)
    before = messages.loan_facts(row)
    added = await moving.add(session, row, held.place, happened, edit, reason_code)
    loan, opening = added.standing.loan, held.place.opening
    step = Moved(before, happened.kind.value, None, added.standing.entry_id, reason_code)
    status = await _follow(session, row, loan, opening, step, edit.caller)
    return Added(loan, status, opening)


async def settle(session: AsyncSession, held: LoanHeld, edit: Edit) -> Added | None:
    """Let a held loan end that has come to owe nothing as days went by; None when it does owe."""
    row = repository.locked(session, held.loan_id)
    loan, opening = await folded(session, held), held.place.opening
    if status_by(owing_on(loan, opening), held.status) is held.status:
        return None
    step = Moved(messages.loan_facts(row), LoanStatus.SETTLED.value, None, None)
    status = await _follow(session, row, loan, opening, step, edit.caller)
    return Added(loan, status, opening)


async def seen(session: AsyncSession, loan_id: UUID, caller: Caller) -> Seen:
    """The loan as it stands; raises `NotFound` for absent and another's alike."""
    row = await repository.find(session, loan_id, caller)
    opening = await positions.opening_of(session, loan_id)
    return Seen(_fold(row, await repository.transactions(session, loan_id), opening), opening)


async def happened_to(session: AsyncSession, loan_id: UUID, caller: Caller) -> int:
    """How much has happened to a loan until now; raises `NotFound`."""
    return (await repository.find(session, loan_id, caller)).last_sequence


async def numbered(session: AsyncSession, contract_number: str, caller: Caller) -> UUID:
    """The loan of a contract by its number; raises `NotFound` for absent and another's alike."""
    return await repository.id_of_number(session, contract_number, caller)


async def running_out(session: AsyncSession, opening: date, limit: int) -> Sequence[UUID]:
    """Active loans whose last instalment has fallen due by `opening` and asks for nothing more."""
    return await repository.running_out(session, opening, limit)


async def _follow(
    session: AsyncSession, row: LoanRow, loan: Folded, opening: date, step: Moved, caller: Caller
) -> LoanStatus:
    """Let the status follow what is owed, and write and tell what became of the loan."""
    owing, was = owing_on(loan, opening), LoanStatus(row.status)
    becomes = status_by(owing, was)
    topic = messages.CHANGED
    if becomes is not was:
        topic = TOPIC_OF[becomes]
        step = Moved(step.before, becomes.value, becomes, step.entry_id, step.reason_code)
    await chronicle.moved(session, row, step, caller)
    assert row.payout_id is not None  # a loan that is served has its money
    await chronicle.tell(session, row, topic, payout=typeid_of("pay", row.payout_id), owing=owing)
    return becomes


def _held(place: Place, row: LoanRow) -> LoanHeld:
    return LoanHeld(
        place=place,
        status=LoanStatus(row.status),
        answering=frozenset([row.owner, *row.signers]),
        currency=row.currency,
        disbursed_on=row.disbursed_on,
        last_sequence=row.last_sequence,
        contingent_fees=contingent_fees_of(row),
    )


def _fold(row: LoanRow, history: Sequence[Transaction], opening: date) -> Folded:
    return fold(terms_of(row).planned, history, horizon=opening + FOLD_AHEAD)
