"""What a process of the disbursement service holds while it runs."""

from dataclasses import dataclass

from services.kit.field_keys import FieldKeys
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class DisbursementResources(AppResources):
    """The kit's, and the keys personal fields are sealed and found with."""

    field_keys: FieldKeys
