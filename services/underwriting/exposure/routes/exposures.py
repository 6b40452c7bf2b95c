"""Exposure over HTTP, for staff."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path

from services.kit.operations import operation
from services.kit.routing import StrictRoute
from services.kit.schemas import TypeId
from services.underwriting.dependencies import ReaderDep
from services.underwriting.exposure import queries, views
from services.underwriting.exposure.schemas.read import ExposureRead

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/parties", tags=["limits"])

_EXAMPLE: Final[dict[str, Any]] = {
    "party_id": "party_01h455vb4pex5vsknk084sn02q",
    "outstanding": {"amount": 0, "currency": "CNY"},
    "in_flight": {"amount": 5000000, "currency": "CNY"},
    "total": {"amount": 5000000, "currency": "CNY"},
    "reservations": [
        {
            "case_id": "case_01h455vb4pex5vsknk084sn02q",
            "product_type": "credit",
            "amount": {"amount": 5000000, "currency": "CNY"},
            "status": "reserved",
            "reserved_at": "2026-11-23T02:30:00Z",
        }
    ],
    "loans": [],
}


@router.get(
    "/{party_id}/exposure",
    response_model=ExposureRead,
    **operation(scope="exposure:read", resource="party", response_example=_EXAMPLE),
)
async def get_exposure(
    party_id: Annotated[UUID, TypeId("party"), Path(description="the party's id")],
    reader: ReaderDep,
) -> ExposureRead:
    """Show what a party owes us and was promised.

    Everything counts that one identity number or credit code stands for, under whatever account
    or partner it was registered. A party that never came to a decision is not found.
    """
    found = await queries.exposure_of_party(reader.sessions, party_id)
    return views.exposure(found, reader.clock.today())
