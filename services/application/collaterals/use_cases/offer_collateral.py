"""Offer property as security for an application."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.collaterals import repository
from services.application.collaterals.domain.collateral import Collateral
from services.application.collaterals.domain.errors import (
    NoCollateralTaken,
    OnePropertyOnly,
    PropertyAlreadyOffered,
)
from services.application.collaterals.fixing import require_unjudged
from services.application.collaterals.messages import property_facts
from services.application.collaterals.sealed_fields import collateral_of, property_index_of
from services.application.domain.checklists import Security
from services.application.domain.collaterals import Property
from services.application.intake import entry as intake
from services.kit.context import Ask
from services.kit.errors import Conflict, Invalid
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply


async def offer_collateral(
    application_id: UUID, offered: Property, keys: FieldKeys, ask: Ask[Collateral]
) -> Reply:
    """The property, kept with the application.

    Raises `NotFound`, `ApplicationNotEditable`, `NoCollateralTaken`, `Invalid` for amounts in
    another currency than the product's, `PropertyFixed` once materials were judged,
    `PropertyAlreadyOffered` and `OnePropertyOnly`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        terms = await intake.lock_to_amend(session, application_id, ask.caller)
        if terms.security is not Security.COLLATERAL:
            raise NoCollateralTaken
        if breaches := tuple(offered.breaches(terms.amount_min.currency)):
            raise Invalid(errors=breaches)
        await require_unjudged(session, application_id)
        row = await repository.add(session, application_id, offered, keys)
        if row is None:
            raise await _refusal(session, application_id, offered, keys)
        part = intake.Part(
            kind=intake.Happening.COLLATERAL_OFFERED,
            item=typeid_of("col", row.collateral_id),
            after=property_facts(offered),
        )
        await intake.part_changed(session, application_id, part, ask.caller)
        return await ask.once.keep(session, collateral_of(row, keys))


async def _refusal(
    session: AsyncSession, application_id: UUID, offered: Property, keys: FieldKeys
) -> Conflict:
    """Which rule the property offered broke: it is there already, or another one is."""
    (known,) = await repository.all_of(session, application_id)
    is_same = known.property_index == property_index_of(offered, keys)
    refused = PropertyAlreadyOffered if is_same else OnePropertyOnly
    return refused(extra={"collateral_id": typeid_of("col", known.collateral_id)})
