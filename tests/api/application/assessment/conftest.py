"""A borrower whose application was accepted, and who examines it."""

import pytest

from tests.api.application.intake.applicant import Applicant, Json, a_borrower
from tests.api.application.underwriter import Underwriting, accepted, underwriting_of
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


@pytest.fixture
async def application(borrower: Applicant) -> Json:
    """Their application, accepted."""
    return await accepted(borrower)


@pytest.fixture
def underwriting(application: Json, neighbour: Client, service: RunningApp) -> Underwriting:
    """Who examines it."""
    return underwriting_of(application, neighbour, service)
