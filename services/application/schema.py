"""The schema the application service owns; its tables inherit from here."""

from typing import Any, ClassVar

from sqlalchemy.orm import DeclarativeBase

from services.kit.database import COLUMN_TYPES, schema_metadata


class ApplicationRow(DeclarativeBase):
    """A row of this service."""

    metadata = schema_metadata("application")
    type_annotation_map: ClassVar[dict[Any, Any]] = COLUMN_TYPES
