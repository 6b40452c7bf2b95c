"""The identifiers in paths and queries."""

from typing import Annotated
from uuid import UUID

from services.kit.schemas import TypeId

CaseId = Annotated[UUID, TypeId("case")]
ApplicationId = Annotated[UUID, TypeId("app")]
