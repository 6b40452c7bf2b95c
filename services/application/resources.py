"""What a process of the application service holds while it runs."""

from dataclasses import dataclass

from services.kit.field_keys import FieldKeys
from services.kit.object_store import ObjectStore
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class ApplicationResources(AppResources):
    """The kit's, the keys personal fields are sealed and found with, and the uploaded files."""

    field_keys: FieldKeys
    object_store: ObjectStore
