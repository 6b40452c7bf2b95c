"""The texts to agree to, over HTTP."""

from typing import Final

from fastapi import APIRouter

from services.application.domain.parties import ConsentPurpose
from services.application.parties import examples, views
from services.application.parties.domain.consent_texts import text_in_force
from services.application.parties.schemas.read import ConsentTextList
from services.kit.operations import operation
from services.kit.routing import StrictRoute

router: Final = APIRouter(route_class=StrictRoute, prefix="/v1/consent-texts", tags=["consents"])


@router.get(
    "",
    response_model=ConsentTextList,
    **operation(scope=None, response_example=examples.CONSENT_TEXTS_EXAMPLE),
)
async def list_consent_texts() -> ConsentTextList:
    """Show the text in force for each purpose.

    Show it to the person, then quote its version and hash in the consent.
    """
    return views.consent_texts(tuple(text_in_force(purpose) for purpose in ConsentPurpose))
