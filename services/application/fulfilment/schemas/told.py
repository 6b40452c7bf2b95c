"""What the disbursement and repayment services tell us of contract, payouts and loan."""

from pydantic import Field

from services.application.domain.heard import Contract, EndedBy, Loan, Payout, Signer
from services.application.domain.lives import ContractStatus, LoanStatus, PayoutStatus
from services.application.fulfilment.domain.news import News
from services.application.fulfilment.schemas.parts import (
    MISSING_MAX,
    SIGNERS_MAX,
    TRANCHES_MAX,
    After,
    Code,
    ContractId,
    ContractNumber,
    LoanId,
    MissingCode,
    PartyId,
    PayoutId,
    Sequence,
)
from services.kit.schemas import AmountIn, DateIn, MoneyIn, Schema


class SignerTold(Schema):
    """One who has to sign, and whether they have."""

    party_id: PartyId
    role: Code
    has_signed: bool


class ContractStatusTold(Schema):
    """Where a contract stands, who has signed, and what keeps the money back."""

    sequence: Sequence
    after: After
    contract_id: ContractId
    number: ContractNumber
    status: ContractStatus
    signers: list[SignerTold] = Field(max_length=SIGNERS_MAX)
    missing: list[MissingCode] = Field(max_length=MISSING_MAX)
    ended_by: EndedBy | None = None
    reason_code: Code | None = None

    def news(self) -> News[Contract]:
        """The message as the domain knows it."""
        contract = Contract(
            contract_id=self.contract_id,
            number=self.number,
            status=self.status,
            signers=tuple(
                Signer(each.party_id, each.role, each.has_signed) for each in self.signers
            ),
            missing=tuple(self.missing),
            ended_by=self.ended_by,
            reason_code=self.reason_code,
        )
        return News(
            aggregate_id=self.contract_id, sequence=self.sequence, after=self.after, told=contract
        )


class PayoutStatusTold(Schema):
    """Where a payout stands; told on the story of its contract."""

    sequence: Sequence
    after: After
    contract_id: ContractId
    payout_id: PayoutId
    tranche: int = Field(ge=1, le=TRANCHES_MAX)
    status: PayoutStatus
    amount: MoneyIn
    value_date: DateIn | None = None
    reason_code: Code | None = None

    def news(self) -> News[Payout]:
        """The message as the domain knows it."""
        payout = Payout(
            payout_id=self.payout_id,
            contract_id=self.contract_id,
            tranche=self.tranche,
            status=self.status,
            amount=self.amount.money(),
            value_on=self.value_date,
            reason_code=self.reason_code,
        )
        return News(
            aggregate_id=self.contract_id, sequence=self.sequence, after=self.after, told=payout
        )


class NextDueTold(Schema):
    """The next instalment."""

    due_on: DateIn
    total: AmountIn


class LoanStatusTold(Schema):
    """Where a loan stands, and which payout opened it; told on its own story."""

    sequence: Sequence
    after: After
    loan_id: LoanId
    contract_id: ContractId
    payout_id: PayoutId
    status: LoanStatus
    opened_on: DateIn | None = None
    next_due: NextDueTold | None = None

    def news(self) -> News[Loan]:
        """The message as the domain knows it."""
        due = self.next_due
        loan = Loan(
            loan_id=self.loan_id,
            contract_id=self.contract_id,
            payout_id=self.payout_id,
            status=self.status,
            opened_on=self.opened_on,
            next_due_on=None if due is None else due.due_on,
            next_due=None if due is None else due.total.money(),
        )
        return News(aggregate_id=self.loan_id, sequence=self.sequence, after=self.after, told=loan)
