"""A borrower whose application was accepted, and who examines it."""

import pytest

from tests.api.application.conftest import ApplicationService, Client, ClientFor
from tests.api.application.intake.applicant import Applicant, Json, a_borrower
from tests.api.application.underwriter import Underwriting, accepted, underwriting_of


@pytest.fixture
async def borrower(service: ApplicationService, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


@pytest.fixture
async def application(borrower: Applicant) -> Json:
    """Their application, accepted."""
    return await accepted(borrower)


@pytest.fixture
def underwriting(application: Json, neighbour: Client, service: ApplicationService) -> Underwriting:
    """Who examines it."""
    return underwriting_of(application, neighbour, service)
