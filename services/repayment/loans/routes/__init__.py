"""Loans over HTTP: told by our neighbour, read by everybody concerned."""

from typing import Final

from services.repayment.loans.routes import certificates, internal, loans, statements

ROUTERS: Final = (internal.router, loans.router, statements.router, certificates.router)
