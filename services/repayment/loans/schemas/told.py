"""What the disbursement service tells us of money: it arrived, or it went back."""

from typing import Any, Final, Literal
from uuid import UUID

from pydantic import Field

from services.kit.schemas import DateIn, MoneyIn, Schema
from services.repayment.domain.contingent_fees import ContingentFee
from services.repayment.loans.domain.reproduction import ToldFigures
from services.repayment.loans.domain.terms import PinnedTerms
from services.repayment.loans.records import Funding, FundingReversal, Place
from services.repayment.loans.schemas.figures import ScheduleTold, TermsTold
from services.repayment.loans.schemas.parts import (
    SEQUENCE_MAX,
    SIGNERS_MAX,
    VERSIONS_MAX,
    ApplicationId,
    Code,
    ContractId,
    ContractNumber,
    Digest,
    EngineVersion,
    PartnerId,
    PartyId,
    PayoutId,
    ProductCode,
    Subject,
)

TRANCHES_MAX: Final = 99


class MessageTold(Schema):
    """One message about a contract, numbered in the order it was written there."""

    sequence: int = Field(ge=1, le=SEQUENCE_MAX)
    after: int = Field(
        ge=0, le=SEQUENCE_MAX, description="the number of the message sent before it; 0 if none"
    )

    def place(self, contract_id: UUID) -> Place:
        """Where it stands in the story of its contract."""
        return Place(contract_id=contract_id, sequence=self.sequence, after=self.after)


class ProductTold(Schema):
    """Which product the loan is of."""

    code: ProductCode
    version: int = Field(ge=1, le=VERSIONS_MAX)
    type: Code


class ContractTold(Schema):
    """What was signed: the terms, and the schedule of the planned day."""

    id: ContractId
    number: ContractNumber
    document_sha256: Digest
    engine_version: EngineVersion
    terms: TermsTold
    schedule: ScheduleTold

    def pinned(self) -> PinnedTerms:
        """The terms as the domain knows them; raises `Invalid` when they are no loan."""
        contingent = {
            fee.code: ContingentFee(fee.amount, fee.payee) for fee in self.terms.contingent_fees
        }
        return PinnedTerms(self.terms.planned(), self.engine_version, contingent)


class PayoutTold(Schema):
    """The money that arrived, and from which day on it bears interest."""

    id: PayoutId
    tranche: int = Field(ge=1, le=TRANCHES_MAX)
    amount: MoneyIn
    value_date: DateIn


class FundingTold(MessageTold):
    """A payout of a contract arrived: its loan begins on the value date."""

    kind: Literal["funding"]
    application_id: ApplicationId
    owner: Subject
    partner_id: PartnerId | None
    party_id: PartyId
    signers: list[Subject] = Field(
        default=[],
        max_length=SIGNERS_MAX,
        description="who signed the contract, in whatever capacity; none when the sender is older",
    )
    product: ProductTold
    contract: ContractTold
    payout: PayoutTold
    schedule: ScheduleTold = Field(description="the one that binds: drawn from the value date")

    def funding(self) -> Funding:
        """The message as the use case takes it; raises `Invalid` when the terms are no loan."""
        return Funding(
            place=self.place(self.contract.id),
            facts=self._facts(),
            signers=tuple(self.signers),
            payout_id=self.payout.id,
            figures=ToldFigures(
                terms=self.contract.pinned(),
                planned=self.contract.schedule.told(),
                binding=self.schedule.told(),
                amount=self.payout.amount.money(),
                value_date=self.payout.value_date,
            ),
        )

    def _facts(self) -> dict[str, Any]:
        return {
            "contract_number": self.contract.number,
            "document_sha256": bytes.fromhex(self.contract.document_sha256),
            "application_id": self.application_id,
            "owner": self.owner,
            "partner_id": self.partner_id,
            "party_id": self.party_id,
            "product_code": self.product.code,
            "product_version": self.product.version,
            "product_type": self.product.type,
        }


class FundingReversalTold(MessageTold):
    """A payout that had arrived was returned by the bank."""

    kind: Literal["funding_reversal"]
    contract_id: ContractId
    payout_id: PayoutId
    amount: MoneyIn
    returned_on: DateIn
    reason_code: Code

    def reversal(self) -> FundingReversal:
        """The message as the use case takes it."""
        return FundingReversal(
            place=self.place(self.contract_id),
            payout_id=self.payout_id,
            amount=self.amount.money(),
            returned_on=self.returned_on,
            reason_code=self.reason_code,
        )
