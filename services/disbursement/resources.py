"""What a process of the disbursement service holds while it runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from services.disbursement.contracts.signing.protocol import Signer
from services.disbursement.rails.callback_secrets import CallbackSecrets
from services.kit.clock import Clock, SystemClock
from services.kit.field_keys import FieldKeys
from services.kit.lender import Lender
from services.kit.object_store import ObjectStore
from services.kit.printing.printer import Printer
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class DisbursementResources(AppResources):
    """The kit's, and what contracts are drawn, sealed, printed and kept with.

    `cooling_off_days` are the business days a payee account in place of a verified one waits.
    A payout above `check_above_minor` takes two people. `callback_secrets` say whose calls back are
    taken, by rail; how old those are is told by `machine_clock`, which no sandbox moves.
    `reading` is how long the disclosure of costs must be read. A contract may be signed until
    `signing_days` after the day it was drawn for.
    """

    field_keys: FieldKeys
    lender: Lender
    printer: Printer
    object_store: ObjectStore
    cooling_off_days: int
    check_above_minor: int
    callback_secrets: Mapping[str, CallbackSecrets] = field(default_factory=dict)
    machine_clock: Clock = field(default_factory=SystemClock)
    signer: Signer
    reading: timedelta
    signing_days: int
