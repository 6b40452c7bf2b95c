"""Record that a party no longer agrees."""

from uuid import UUID

from services.application.parties import repository
from services.application.parties.domain.consents import Consent
from services.application.parties.ending import end_consent
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
        consent = await end_consent(session, (loaded.row, row), "party.consent_revoked", ask.caller)
        return await ask.once.keep(session, consent)
