"""Giving a certificate: the loan read, composed and printed."""

import asyncio
import hashlib
from dataclasses import astuple, dataclass
from uuid import UUID

from services.kit.identifiers import typeid_of
from services.kit.languages import Language
from services.kit.lender import Lender
from services.kit.printing.printer import Imprint, Printer
from services.repayment.loans import queries
from services.repayment.loans.domain.certificate import Settled, certificate_of
from services.repayment.loans.domain.errors import LoanNotSettled
from services.repayment.loans.domain.statuses import LoanStatus
from services.repayment.loans.folding import LoanOn
from services.repayment.reader import Reader


@dataclass(frozen=True, slots=True)
class PrintShop:
    """In whose name a certificate is given, and with what it is printed."""

    lender: Lender
    printer: Printer


@dataclass(frozen=True, slots=True)
class PrintedCertificate:
    """A PDF, and the number of the contract it is about."""

    contract_number: str
    content: bytes


async def settlement_certificate(
    loan_id: UUID, language: Language, shop: PrintShop, reader: Reader
) -> PrintedCertificate:
    """The certificate as of today; raises `NotFound`, and `LoanNotSettled` for one that runs."""
    today = reader.clock.today()
    settled = _settled(await queries.loan(loan_id, today, reader), shop.lender)
    document = certificate_of(settled, language, today)
    digest = hashlib.sha256(repr(astuple(document)).encode()).hexdigest()
    imprint = Imprint(shop.lender.name.zh, digest)
    content = await asyncio.to_thread(shop.printer.printed, document, imprint)
    return PrintedCertificate(settled.contract_number, content)


def _settled(found: LoanOn, lender: Lender) -> Settled:
    row, figures = found.row, found.figures
    ended_on = None if figures is None else figures.settled_on
    if row.status != LoanStatus.SETTLED or ended_on is None or row.disbursed_on is None:
        raise LoanNotSettled
    assert figures is not None  # it has ended
    return Settled(
        lender=lender,
        contract_number=row.contract_number,
        loan=typeid_of("loan", row.loan_id),
        currency=row.currency,
        principal_minor=row.principal_minor,
        disbursed_on=row.disbursed_on,
        settled_on=ended_on,
        paid=figures.paid,
        waived=figures.waived,
    )
