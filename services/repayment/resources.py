"""What a process of the repayment service holds while it runs."""

from dataclasses import dataclass

from services.kit.lender import Lender
from services.kit.printing.printer import Printer
from services.kit.resources import AppResources


@dataclass(frozen=True, kw_only=True)
class RepaymentResources(AppResources):
    """The kit's, and in whose name certificates are given and with what they are printed."""

    lender: Lender
    printer: Printer
