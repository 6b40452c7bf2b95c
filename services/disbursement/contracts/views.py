"""From contracts to what readers get."""

from services.disbursement.contracts.schemas.read import ContractTaken
from services.disbursement.contracts.tables import ContractRow
from services.disbursement.domain.statuses import ContractStatus


def contract_taken(row: ContractRow) -> ContractTaken:
    """The answer to the application service."""
    return ContractTaken(
        contract_id=row.contract_id, status=ContractStatus(row.status), version=row.version
    )
