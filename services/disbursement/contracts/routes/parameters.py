"""The identifiers in paths and queries."""

from typing import Annotated

from fastapi import Path, Query

from services.disbursement.contracts.schemas.parts import ApplicationId, ContractId

ContractPath = Annotated[ContractId, Path()]
ApplicationQuery = Annotated[ApplicationId | None, Query()]
