"""The schema the repayment service owns; its tables inherit from here."""

from typing import Any, ClassVar

from sqlalchemy.orm import DeclarativeBase

from services.kit.database import COLUMN_TYPES, schema_metadata


class RepaymentRow(DeclarativeBase):
    """A row of this service."""

    metadata = schema_metadata("repayment")
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES
