"""Applicants and staff of intake."""

import pytest

from services.kit.roles import Role
from tests.api.application.intake.applicant import Applicant, a_borrower
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


@pytest.fixture
def officer(client_for: ClientFor) -> Client:
    """A loan officer who had no hand in anything."""
    return client_for(Role.LOAN_OFFICER)


@pytest.fixture
def approver(client_for: ClientFor) -> Client:
    """An approver who had no hand in anything."""
    return client_for(Role.APPROVER)
