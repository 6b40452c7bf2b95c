"""Record that a party agreed to a text."""

from uuid import UUID

from services.application.parties import repository
from services.application.parties.domain.consents import Consent, ConsentGiven, faults_of
from services.application.parties.domain.errors import ConsentExists
from services.application.parties.messages import AGGREGATE_TYPE, consent_event, consent_facts
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.context import Ask
from services.kit.errors import Invalid, NotFound
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def give_consent(
    party_id: UUID, given: ConsentGiven, keys: FieldKeys, ask: Ask[Consent]
) -> Reply:
    """The consent, standing from now on.

    Raises `NotFound`, `Invalid` unless the text in force is quoted with its hash, and
    `ConsentExists` when the party already stands by it.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        loaded = await repository.lock_party(session, party_id, ask.caller, keys)
        if loaded is None:
            raise NotFound
        if errors := faults_of(given):
            raise Invalid(errors=errors)
        consent = await repository.add_consent(session, party_id, given)
        if consent is None:
            raise ConsentExists
        change = Change("party.consent_given", ask.caller, after=consent_facts(consent))
        await audit.append(session, loaded.row, change)
        await outbox.add(
            session,
            loaded.row,
            aggregate_type=AGGREGATE_TYPE,
            topic="party.consent_given",
            data=consent_event(consent, loaded.party.version),
        )
        return await ask.once.keep(session, consent)
