"""Applicants with a draft that is to be secured by property, and staff."""

import pytest

from services.kit.roles import Role
from tests.api.application.intake.applicant import SECURED, Applicant, Json, a_borrower
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


@pytest.fixture
async def draft(borrower: Applicant) -> Json:
    """A draft of the product on property."""
    return await borrower.draft(product_code=SECURED)


@pytest.fixture
def officer(client_for: ClientFor) -> Client:
    """A loan officer who had no hand in anything."""
    return client_for(Role.LOAN_OFFICER)
