"""What messages say, held against the path they came by."""

from uuid import UUID

from services.kit.errors import FieldError, Invalid, Title
from services.repayment.loans.records import Funding, FundingReversal
from services.repayment.loans.schemas.told import FundingReversalTold, FundingTold


def funding_of(contract_id: UUID, told: FundingTold) -> Funding:
    """The funding of the contract in the path; raises `Invalid`."""
    _require_same(told.contract.id, contract_id, "/contract/id")
    return told.funding()


def reversal_of(payout_id: UUID, told: FundingReversalTold) -> FundingReversal:
    """The reversal of the payout in the path; raises `Invalid`."""
    _require_same(told.payout_id, payout_id, "/payout_id")
    return told.reversal()


def _require_same(told: UUID, in_path: UUID, pointer: str) -> None:
    if told != in_path:
        message = Title("must be the one of the path", "必须与路径一致")
        raise Invalid(errors=[FieldError(pointer, "not_the_same", message)])
