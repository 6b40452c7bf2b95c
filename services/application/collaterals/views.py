"""From property in the domain to what each audience gets."""

from typing import Final

from services.application.collaterals.domain.collateral import Collateral, Sighting
from services.application.collaterals.schemas.read import CollateralList, CollateralRead
from services.application.domain.masks import (
    STAR,
    Audience,
    readable,
    shown_address,
    shown_name,
)
from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead

TITLE_SHOWN_CHARACTERS: Final = 4


def sighting(seen: Sighting, audience: Audience) -> CollateralRead:
    """A property as `audience` sees it."""
    found, offered = seen.collateral, seen.collateral.offered
    return CollateralRead(
        id=found.collateral_id,
        application_id=found.application_id,
        kind=offered.kind,
        owner=offered.owner,
        owner_name=shown_name(offered.owner_name, audience),
        title_number=_shown_title(offered.title_number, audience),
        place=shown_address(offered.place, audience),
        declared_value=MoneyRead.of(offered.declared_value),
        prior_liens=MoneyRead.of(offered.prior_liens),
        also_offered_in=None if seen.elsewhere is None else list(seen.elsewhere),
        version=found.version,
        created_at=found.created_at,
        updated_at=found.updated_at,
    )


def sightings(found: list[Sighting], audience: Audience) -> CollateralList:
    """All property of an application as `audience` sees it."""
    return CollateralList(data=[sighting(each, audience) for each in found])


def collateral_offered(found: Collateral) -> Reply:
    """The answer to who offered a property.

    It is kept for replays, and so holds no more than those who oversee may see.
    """
    application = typeid_of("app", found.application_id)
    place = f"/v1/applications/{application}/collaterals/{typeid_of('col', found.collateral_id)}"
    return _reply(201, found, Audience.OVERSIGHT, place)


def collateral_amended(found: Collateral, audience: Audience) -> Reply:
    """The answer to who changed what is said of a property."""
    return _reply(200, found, audience)


def _reply(
    status: int, found: Collateral, audience: Audience, location: str | None = None
) -> Reply:
    body = sighting(Sighting(found, None), audience).model_dump_json().encode()
    return Reply(status, body, etag_of(found.version), location)


def _shown_title(number: str, audience: Audience) -> str:
    """A title number: whole, or stars and its last characters."""
    if audience is Audience.OVERSIGHT:
        return STAR * 4 + readable(number)[TITLE_SHOWN_CHARACTERS:][-TITLE_SHOWN_CHARACTERS:]
    return number if audience is Audience.OWNER else readable(number)
