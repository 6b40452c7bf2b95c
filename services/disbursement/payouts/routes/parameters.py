"""The identifiers in paths and queries."""

from typing import Annotated
from uuid import UUID

from services.kit.schemas import TypeId

PayoutId = Annotated[UUID, TypeId("pay")]
ContractId = Annotated[UUID, TypeId("ctr")]
