"""What every change of an application leaves: its row, its history, its audit and its events.

All of it is written in the transaction that holds the application's lock.
"""

from types import MappingProxyType
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from services.application.intake import messages, repository
from services.application.intake.domain.happenings import Event
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.materials import Material
from services.application.intake.stored import application_of, material_of, write_application
from services.application.intake.tables import HappeningRow, LoanApplicationRow, MaterialRow
from services.kit import audit, outbox
from services.kit.audit import Change, Members
from services.kit.caller import Caller

_NO_MORE: Final[Members] = MappingProxyType({})


async def begun(
    session: AsyncSession, row: LoanApplicationRow, event: Event, caller: Caller
) -> None:
    """Write that an application was begun; its row is new."""
    await _note(session, row, event, caller)
    facts = messages.application_facts(application_of(row))
    await audit.append(session, row, Change(messages.action_of(event), caller, after=facts))


async def changed(
    session: AsyncSession,
    row: LoanApplicationRow,
    after: LoanApplication,
    event: Event,
    caller: Caller,
    more: Members = _NO_MORE,
) -> int:
    """Write that an application became `after`; the number of the history entry is returned.

    `more` is what the audit keeps of this change beside the application itself.
    """
    before = messages.application_facts(application_of(row))
    write_application(row, after)
    row.version += 1
    number = await _note(session, row, event, caller)
    change = Change(
        messages.action_of(event),
        caller,
        event.reason,
        before,
        {**messages.application_facts(after), **more},
    )
    await audit.append(session, row, change)
    if (topic := messages.topic_of(event)) is not None:
        await outbox.add(
            session,
            row,
            aggregate_type=messages.AGGREGATE_TYPE,
            topic=topic,
            data=messages.application_event(after, row.version),
        )
    return number


async def material_changed(
    session: AsyncSession,
    rows: tuple[LoanApplicationRow, MaterialRow],
    after: Material,
    event: Event,
    caller: Caller,
) -> None:
    """Write that a material became `after`; its audit hangs on the application's chain."""
    row, material_row = rows
    before = material_of(material_row)
    repository.save_material(material_row, after)
    await part_changed(session, row, event, caller, (_facts(before), _facts(after)))


async def part_changed(
    session: AsyncSession,
    row: LoanApplicationRow,
    event: Event,
    caller: Caller,
    facts: tuple[Members | None, Members | None],
) -> None:
    """Write that something below an application changed, which leaves its version as it is.

    `facts` is what the audit keeps of it, before and after; None where it was not there.
    """
    await _note(session, row, event, caller)
    change = Change(messages.action_of(event), caller, event.reason, *facts)
    await audit.append(session, row, change)


async def _note(
    session: AsyncSession, row: LoanApplicationRow, event: Event, caller: Caller
) -> int:
    row.history_length = (row.history_length or 0) + 1
    session.add(
        HappeningRow(
            application_id=row.application_id,
            number=row.history_length,
            kind=event.kind.value,
            from_status=event.from_status,
            to_status=event.to_status,
            item=event.item,
            reason_code=event.reason_code,
            reason=event.reason,
            actor=event.actor.value,
            subject=caller.subject,
        )
    )
    return row.history_length


def _facts(material: Material) -> Members:
    return {
        "item": material.code,
        "material_status": material.status.value,
        "need": material.need.value,
        "upload_id": str(material.upload_id) if material.upload_id else None,
        "document_on": material.document_on.isoformat() if material.document_on else None,
    }
