"""Take a property back that was offered: what is personal of it is forgotten."""

from uuid import UUID

from services.application.collaterals import repository
from services.application.collaterals.fixing import require_unjudged
from services.application.collaterals.messages import property_facts
from services.application.collaterals.sealed_fields import collateral_of
from services.application.intake import entry as intake
from services.kit.context import Edit
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of


async def remove_collateral(place: tuple[UUID, UUID], keys: FieldKeys, edit: Edit) -> None:
    """Take back the property at `place` (application, collateral).

    Raises `NotFound`, `PreconditionFailed`, `ApplicationNotEditable`, and `PropertyFixed` once
    materials were judged.
    """
    async with edit.sessions.begin() as session:
        await intake.lock_to_amend(session, place[0], edit.caller)
        row = await repository.find(session, *place)
        require_version(row.version, edit.if_match)
        await require_unjudged(session, place[0])
        part = intake.Part(
            kind=intake.Happening.COLLATERAL_REMOVED,
            item=typeid_of("col", row.collateral_id),
            before=property_facts(collateral_of(row, keys).offered),
        )
        await repository.remove(session, row)
        await intake.part_changed(session, place[0], part, edit.caller)
