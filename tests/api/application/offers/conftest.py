"""A borrower who was made an offer."""

import pytest

from tests.api.application.intake.applicant import Applicant, a_borrower
from tests.api.signed_clients import ClientFor, RunningApp


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)
