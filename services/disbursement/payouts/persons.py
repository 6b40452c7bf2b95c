"""Leaving a payout to a person, who is told why, and taking it back."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.disbursement.machinery import own_machinery
from services.disbursement.payouts import chronicle, messages, repository
from services.disbursement.payouts.alerts import raise_alert
from services.disbursement.payouts.domain.alert_kinds import AlertKind
from services.disbursement.payouts.tables import PayoutRow


async def give_to_a_person(session: AsyncSession, row: PayoutRow, kind: AlertKind) -> None:
    """Leave a locked payout to a person; nothing when one has it."""
    if row.is_for_a_person:
        return
    before = messages.payout_facts(row)
    row.is_for_a_person = True
    await chronicle.noted(session, row, "left_to_a_person", own_machinery(), before=before)
    await raise_alert(session, kind, row, {"payout_id": messages.wire_id(row)})


async def stop_for_a_person(session: AsyncSession, row: PayoutRow, kind: AlertKind) -> None:
    """Leave what may not go out to a person, who is told of a second reason, too."""
    if row.is_for_a_person and not await repository.was_alerted(session, row, kind):
        await raise_alert(session, kind, row, {"payout_id": messages.wire_id(row)})
    await give_to_a_person(session, row, kind)


async def give_back_to_the_machine(session: AsyncSession, row: PayoutRow) -> None:
    """Take a locked payout back from a person, if one has it."""
    if row.is_for_a_person:
        before = messages.payout_facts(row)
        row.is_for_a_person = False
        happening = "taken_back_from_a_person"
        await chronicle.noted(session, row, happening, own_machinery(), before=before)
