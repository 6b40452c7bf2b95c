"""A borrower who was made an offer."""

import pytest

from tests.api.application.conftest import ApplicationService, ClientFor
from tests.api.application.intake.applicant import Applicant, a_borrower


@pytest.fixture
async def borrower(service: ApplicationService, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)
