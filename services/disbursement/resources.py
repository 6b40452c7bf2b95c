"""What a process of the disbursement service holds while it runs."""

from dataclasses import dataclass

from services.disbursement.contracts.printing.printer import Printer
from services.disbursement.domain.lender import Lender
from services.kit.field_keys import FieldKeys
from services.kit.object_store import ObjectStore
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class DisbursementResources(AppResources):
    """The kit's, and what contracts are drawn, sealed, printed and kept with.

    `cooling_off_days` are the business days a payee account in place of a verified one waits.
    """

    field_keys: FieldKeys
    lender: Lender
    printer: Printer
    object_store: ObjectStore
    cooling_off_days: int
