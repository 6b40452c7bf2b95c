"""What a process of the disbursement service holds while it runs."""

from dataclasses import dataclass

from services.disbursement.domain.lender import Lender
from services.kit.field_keys import FieldKeys
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class DisbursementResources(AppResources):
    """The kit's, the keys personal fields are sealed and found with, and in whose name we lend."""

    field_keys: FieldKeys
    lender: Lender
