"""Change what is known of a party."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.holds import Hold
from services.application.intake import entry as intake
from services.application.parties import repository
from services.application.parties.domain.amending import (
    Amendment,
    amend,
    may_be_held,
    require_free,
)
from services.application.parties.domain.party import Party
from services.application.parties.domain.representation import REPRESENTATIVE_UNKNOWN
from services.application.parties.domain.vetting import CUSTOMER_TYPE
from services.application.parties.links import judged_with
from services.application.parties.messages import AGGREGATE_TYPE, party_event, party_facts
from services.application.parties.repository import Loaded
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.context import Edit
from services.kit.errors import Invalid, NotFound
from services.kit.etags import require_version
from services.kit.field_keys import FieldKeys


async def amend_party(
    party_id: UUID, changes: Mapping[str, Any], keys: FieldKeys, edit: Edit
) -> Party:
    """The party with `changes` (field name → new value, None to clear); as it was if none differs.

    The checklists of its drafts follow its type. Raises `NotFound`, `PreconditionFailed`,
    `Invalid`, `PartyExists` for the identity of another party of the same owner, `IdentityFixed`
    once an application was submitted, and `ApplicationUnderWay` for what one of its own, or of
    who is judged with it, goes by.
    """
    async with edit.sessions.begin() as session:
        hold = Hold.NONE
        if may_be_held(changes):
            # The applications first, as whoever submits one has it before the party.
            together = await judged_with(session, party_id)
            hold = await intake.hold_of_parties(session, together, edit.caller)
        loaded = await repository.lock_party(session, party_id, edit.caller, keys)
        if loaded is None:
            raise NotFound
        require_version(loaded.row.version, edit.if_match)
        amendment = amend(loaded.party, changes, today=edit.clock.today())
        person_id = changes.get("legal_representative_id")
        if person_id and not await repository.is_own_person(session, person_id, edit.caller):
            raise Invalid(errors=[REPRESENTATIVE_UNKNOWN])
        require_free(amendment.changed, hold)
        if not amendment.changed:
            return loaded.party
        return await _saved(session, loaded, amendment, keys, edit)


async def _saved(
    session: AsyncSession, loaded: Loaded, amendment: Amendment, keys: FieldKeys, edit: Edit
) -> Party:
    saved = await repository.save_party(session, loaded.row, amendment.party, keys)
    if CUSTOMER_TYPE in amendment.changed:
        await intake.refit_of_party(session, saved.party_id, edit.caller)
    change = Change(
        "party.amended",
        edit.caller,
        before=party_facts(loaded.party),
        after={**party_facts(saved), "changed": list(amendment.changed)},
    )
    await audit.append(session, loaded.row, change)
    await outbox.add(
        session,
        loaded.row,
        aggregate_type=AGGREGATE_TYPE,
        topic="party.amended",
        data=party_event(saved),
    )
    return saved
