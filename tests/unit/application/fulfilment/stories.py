"""Stories of a contract and of a loan, and an application that hears them in some order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.application.domain.heard import Contract, EndedBy, Heard, Loan, Payout, Signer
from services.application.domain.lives import ContractStatus, LoanStatus, PayoutStatus
from services.application.domain.statuses import APPLICATION_MOVES, ApplicationStatus
from services.application.fulfilment.domain.place import place_of, steps
from services.kit.money import Money

FIRST, SECOND = UUID(int=11), UUID(int=12)
ONLY, NEXT = UUID(int=1), UUID(int=4)
Told = Contract | Payout | Loan
C, P, L, S = ContractStatus, PayoutStatus, LoanStatus, ApplicationStatus


def a_contract(
    status: ContractStatus, ended_by: EndedBy | None = None, contract_id: UUID = ONLY
) -> Contract:
    return Contract(
        contract_id=contract_id,
        number="XW20261127-0001AB",
        status=status,
        signers=(Signer(UUID(int=2), "borrower", status is not C.DRAFT),),
        missing=(),
        ended_by=ended_by,
        reason_code=None,
    )


def a_payout(status: PayoutStatus, payout_id: UUID = FIRST) -> Payout:
    return Payout(
        payout_id=payout_id,
        contract_id=ONLY,
        tranche=1,
        status=status,
        amount=Money(8_000_000, "CNY"),
        value_on=date(2026, 11, 28),
        reason_code=None,
    )


def a_loan(status: LoanStatus, payout_id: UUID = FIRST) -> Loan:
    return Loan(
        loan_id=UUID(int=3),
        contract_id=ONLY,
        payout_id=payout_id,
        status=status,
        opened_on=date(2026, 11, 28),
        next_due_on=None,
        next_due=None,
    )


SIGNING: tuple[Told, ...] = tuple(
    a_contract(status) for status in (C.DRAFT, C.DISCLOSED, C.SIGNING, C.SIGNED)
)
PREPARED: tuple[Told, ...] = tuple(
    a_payout(status) for status in (P.CREATED, P.CONDITIONS_PENDING, P.READY)
)
SENT: tuple[Told, ...] = (*SIGNING, *PREPARED, a_payout(P.APPROVED), a_payout(P.SUBMITTED))
PAID: tuple[Told, ...] = (*SENT, a_payout(P.SETTLED), a_contract(C.EFFECTIVE))
AGAIN: tuple[Told, ...] = tuple(
    a_payout(status, SECOND) for status in (P.CREATED, P.READY, P.SUBMITTED, P.SETTLED)
)


@dataclass
class Listener:
    """An application that hears, keeps what is newest, and follows."""

    status: ApplicationStatus = S.OFFER_ACCEPTED
    heard: Heard = field(default_factory=Heard)
    walked: list[ApplicationStatus] = field(default_factory=list)

    def hear(self, told: Told) -> None:
        """Take one message, whatever its place."""
        self._keep(told)
        target = place_of(self.heard)
        if target is None:
            return
        for step in steps(self.status, target):
            self.status = APPLICATION_MOVES.step(self.status, step)
            self.walked.append(step)

    def _keep(self, told: Told) -> None:
        heard = self.heard
        if isinstance(told, Contract):
            self.heard = replace(heard, contracts=_contracts(heard.contracts, told))
        elif isinstance(told, Loan):
            if not told.is_overtaken_by(heard.loan):
                self.heard = replace(heard, loan=told)
        else:
            self.heard = replace(heard, payouts=tuple(_with(heard.payouts, told)))


def _contracts(contracts: tuple[Contract, ...], told: Contract) -> tuple[Contract, ...]:
    known = next((each for each in contracts if each.contract_id == told.contract_id), None)
    if known is None:
        return (*contracts, told)
    kept = known if told.is_overtaken_by(known) else told
    return tuple(kept if each is known else each for each in contracts)


def _with(payouts: Sequence[Payout], told: Payout) -> Iterator[Payout]:
    known = next((each for each in payouts if each.payout_id == told.payout_id), None)
    for each in payouts:
        yield told if each is known and not told.is_overtaken_by(known) else each
    if known is None:
        yield told


def interleaved(left: Sequence[Told], right: Sequence[Told]) -> Iterator[tuple[Told, ...]]:
    """Every order in which two stories can arrive, each in its own."""
    if not left or not right:
        yield (*left, *right)
        return
    for rest in interleaved(left[1:], right):
        yield (left[0], *rest)
    for rest in interleaved(left, right[1:]):
        yield (right[0], *rest)
