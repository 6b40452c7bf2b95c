"""Register a person or a business."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.domain.customers import CustomerType
from services.application.parties import repository
from services.application.parties.domain.errors import PartyExists, PersonExists
from services.application.parties.domain.party import Business, Particulars, Party
from services.application.parties.domain.representation import REPRESENTATIVE_UNKNOWN
from services.application.parties.domain.vetting import vet
from services.application.parties.messages import AGGREGATE_TYPE, party_event, party_facts
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller
from services.kit.context import Ask
from services.kit.errors import Invalid
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply


async def register_party(
    customer_type: CustomerType, particulars: Particulars, keys: FieldKeys, ask: Ask[Party]
) -> Reply:
    """A new party of the caller's.

    Raises `Invalid` naming each wrong field, `PartyExists` when the caller has registered this
    identity before, and `PersonExists` when a borrower registers a second person.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        vetted = vet(customer_type, particulars, today=ask.clock.today())
        await _require_representative(session, vetted.particulars, ask.caller)
        added = await repository.add_party(session, vetted, ask.caller, keys)
        if added is None:
            known = await repository.find_identity(session, vetted.particulars, ask.caller, keys)
            if known is None:
                raise PersonExists
            raise PartyExists(extra={"party_id": typeid_of("party", known)})
        change = Change("party.registered", ask.caller, after=party_facts(added.party))
        await audit.append(session, added.row, change)
        await outbox.add(
            session,
            added.row,
            aggregate_type=AGGREGATE_TYPE,
            topic="party.registered",
            data=party_event(added.party),
        )
        return await ask.once.keep(session, added.party)


async def _require_representative(
    session: AsyncSession, particulars: Particulars, caller: Caller
) -> None:
    if isinstance(particulars, Business):
        person_id = particulars.legal_representative_id
        if not await repository.is_own_person(session, person_id, caller):
            raise Invalid(errors=[REPRESENTATIVE_UNKNOWN])
