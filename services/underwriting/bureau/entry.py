"""What other areas may ask of the bureau: one report on somebody for one submission.

It is a use case of its own, with a call between two transactions: never ask inside another one.
"""

from services.underwriting.bureau.finding import Asking, Availability, BureauBusy, Found
from services.underwriting.bureau.over_http import HttpBureau
from services.underwriting.bureau.protocol import (
    Bureau,
    Consent,
    Report,
    Subject,
    SubjectKind,
)
from services.underwriting.bureau.use_cases.obtain_report import obtain_report as obtain

__all__ = [
    "Asking",
    "Availability",
    "Bureau",
    "BureauBusy",
    "Consent",
    "Found",
    "HttpBureau",
    "Report",
    "Subject",
    "SubjectKind",
    "obtain",
]
