"""What the routes of contracts ask for by annotation."""

from datetime import timedelta
from typing import Annotated

from fastapi import Depends, Query
from starlette.requests import Request

from services.disbursement.contracts.domain.wording import ZH
from services.disbursement.contracts.drafting import Office
from services.disbursement.contracts.queries import PrintShop
from services.disbursement.contracts.signing_room import SigningRoom
from services.disbursement.resources import DisbursementResources
from services.kit.dependencies import ClockDep
from services.kit.languages import Language, negotiate


async def _resources(request: Request) -> DisbursementResources:
    resources: DisbursementResources = request.app.state.resources
    return resources


ResourcesDep = Annotated[DisbursementResources, Depends(_resources)]

LanguageQuery = Annotated[
    Language | None, Query(description="instead of Accept-Language, where a link is followed")
]


async def _office(resources: ResourcesDep, clock: ClockDep) -> Office:
    return Office(resources.lender, clock.today(), resources.field_keys)


async def _print_shop(resources: ResourcesDep) -> PrintShop:
    return PrintShop(resources.printer, resources.object_store, resources.field_keys)


async def _signing_room(resources: ResourcesDep) -> SigningRoom:
    return SigningRoom(
        resources.printer,
        resources.object_store,
        resources.field_keys,
        resources.signer,
        resources.signing_days,
    )


async def _reading_time(resources: ResourcesDep) -> timedelta:
    return resources.reading


async def _document_language(request: Request, language: LanguageQuery = None) -> Language:
    """The one that was asked for; the text that binds where nobody asked for any."""
    accepted = request.headers.get("accept-language")
    return language or (ZH if accepted is None else negotiate(accepted))


OfficeDep = Annotated[Office, Depends(_office)]
SigningRoomDep = Annotated[SigningRoom, Depends(_signing_room)]
ReadingTimeDep = Annotated[timedelta, Depends(_reading_time)]
PrintShopDep = Annotated[PrintShop, Depends(_print_shop)]
DocumentLanguageDep = Annotated[Language, Depends(_document_language)]
