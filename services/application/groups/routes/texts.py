"""The text that members of a group agree to, over HTTP."""

from typing import Final

from fastapi import APIRouter

from services.application.groups import examples, views
from services.application.groups.domain.agreement_text import text_in_force
from services.application.groups.schemas.read import GroupAgreementTextRead
from services.kit.operations import operation
from services.kit.routing import StrictRoute

router: Final = APIRouter(
    route_class=StrictRoute, prefix="/v1/group-agreement-text", tags=["groups"]
)


@router.get(
    "",
    response_model=GroupAgreementTextRead,
    **operation(scope=None, response_example=examples.TEXT_EXAMPLE),
)
async def get_group_agreement_text() -> GroupAgreementTextRead:
    """Show the text on joint and several liability that is in force.

    Show it to the member, then quote its version and hash in the agreement.
    """
    return views.agreement_text(text_in_force())
