"""A borrower who accepted an offer, and those who carry it out."""

import pytest

from tests.api.application.disburser import Fulfilment, fulfilment_of
from tests.api.application.intake.applicant import Applicant, Json, a_borrower
from tests.api.signed_clients import Client, ClientFor, RunningApp


@pytest.fixture
async def borrower(service: RunningApp, client_for: ClientFor) -> Applicant:
    """A borrower nobody has met before."""
    return await a_borrower(service, client_for)


@pytest.fixture
async def begun(
    borrower: Applicant, neighbour: Client, disbursement: Client, repayment: Client
) -> tuple[Json, Fulfilment]:
    """Their application, its offer accepted, and who carries it out."""
    return await fulfilment_of(borrower, neighbour, disbursement, repayment)


@pytest.fixture
def application(begun: tuple[Json, Fulfilment]) -> Json:
    """The application."""
    return begun[0]


@pytest.fixture
def fulfilment(begun: tuple[Json, Fulfilment]) -> Fulfilment:
    """Who carries it out."""
    return begun[1]
