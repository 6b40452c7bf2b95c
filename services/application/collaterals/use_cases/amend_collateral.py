"""Change what is said of a property that is offered."""

from collections.abc import Mapping
from uuid import UUID

from services.application.collaterals import repository
from services.application.collaterals.domain.collateral import Collateral
from services.application.collaterals.fixing import require_unjudged
from services.application.collaterals.messages import property_facts
from services.application.collaterals.sealed_fields import collateral_of
from services.application.intake import entry as intake
from services.kit.context import Edit
from services.kit.errors import Invalid
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of


async def amend_collateral(
    place: tuple[UUID, UUID], changes: Mapping[str, object], keys: FieldKeys, edit: Edit
) -> Collateral:
    """The property at `place` (application, collateral) with `changes` (field name → new value).

    Raises `NotFound`, `PreconditionFailed`, `ApplicationNotEditable`, `Invalid` for amounts in
    another currency than the product's, and `PropertyFixed` for more than amounts once materials
    were judged.
    """
    async with edit.sessions.begin() as session:
        terms = await intake.lock_to_amend(session, place[0], edit.caller)
        row = await repository.find(session, *place)
        require_version(row.version, edit.if_match)
        before = collateral_of(row, keys).offered
        after = before.with_changes(changes)
        if breaches := tuple(after.breaches(terms.amount_min.currency)):
            raise Invalid(errors=breaches)
        if not before.differs_in_amounts_alone(after):
            await require_unjudged(session, place[0])
        await repository.save(session, row, after, keys)
        part = intake.Part(
            kind=intake.Happening.COLLATERAL_AMENDED,
            item=typeid_of("col", row.collateral_id),
            before=property_facts(before),
            after={**property_facts(after), "changed": sorted(changes)},
        )
        await intake.part_changed(session, place[0], part, edit.caller)
        return collateral_of(row, keys)
