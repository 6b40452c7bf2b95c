"""How a consent ends: its row, the audit and the event, whoever ends it."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.parties import repository
from services.application.parties.domain.consents import CONSENT_LIFE, Consent, ConsentStatus
from services.application.parties.messages import AGGREGATE_TYPE, consent_event, consent_facts
from services.application.parties.tables import ConsentRow, PartyRow
from services.kit import audit, outbox
from services.kit.audit import Change
from services.kit.caller import Caller

# By the party's own word, or by what the text itself says.
End = Literal["party.consent_revoked", "party.consent_ended"]


async def end_consent(
    session: AsyncSession, rows: tuple[PartyRow, ConsentRow], end: End, caller: Caller
) -> Consent:
    """The consent, ended; its party is locked. Raises `TransitionNotAllowed` if it was before."""
    party_row, row = rows
    before = repository.consent_of(row)
    ended = CONSENT_LIFE.step(before.status, ConsentStatus.REVOKED)
    consent = await repository.save_revoked(session, row, ended)
    change = Change(end, caller, before=consent_facts(before), after=consent_facts(consent))
    await audit.append(session, party_row, change)
    await outbox.add(
        session,
        party_row,
        aggregate_type=AGGREGATE_TYPE,
        topic="party.consent_revoked",
        data=consent_event(consent, party_row.version),
    )
    return consent
