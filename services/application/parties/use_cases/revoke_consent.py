"""Record that a party no longer agrees."""

from uuid import UUID

from services.application.parties import repository
from services.application.parties.domain.consents import CONSENT_LIFE, Consent, ConsentStatus
from services.application.parties.messages import AGGREGATE_TYPE, consent_event, consent_facts
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.context import Ask
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply


async def revoke_consent(
    party_id: UUID, consent_id: UUID, keys: FieldKeys, ask: Ask[Consent]
) -> Reply:
    """The consent, ended; what was lawfully done under it stays done.

    Raises `NotFound`, and `TransitionNotAllowed` when it was revoked before.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        loaded = await repository.lock_party(session, party_id, ask.caller, keys)
        if loaded is None:
            raise NotFound
        row = await repository.lock_consent(session, party_id, consent_id)
        if row is None:
            raise NotFound
        before = repository.consent_of(row)
        ended = CONSENT_LIFE.step(before.status, ConsentStatus.REVOKED)
        consent = await repository.save_revoked(session, row, ended)
        change = Change(
            "party.consent_revoked",
            ask.caller,
            before=consent_facts(before),
            after=consent_facts(consent),
        )
        await audit.append(session, loaded.row, change)
        await outbox.add(
            session,
            loaded.row,
            aggregate_type=AGGREGATE_TYPE,
            topic="party.consent_revoked",
            data=consent_event(consent, loaded.party),
        )
        return await ask.once.keep(session, consent)
