"""What readers of contracts get."""

from services.disbursement.contracts.schemas.parts import ContractId
from services.disbursement.domain.statuses import ContractStatus
from services.kit.schemas import ReadSchema


class ContractTaken(ReadSchema):
    """What the application service is answered."""

    contract_id: ContractId
    status: ContractStatus
    version: int
