"""Rows of cases: loads and locks what the caller may see; decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import and_, select, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.caller import Caller
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.sealed_submissions import told_of
from services.underwriting.cases.tables import CaseRow, InformationRequestRow, SubmissionRow
from services.underwriting.visibility import seen_by


async def lock_of_application(session: AsyncSession, application_id: UUID) -> CaseRow | None:
    """The case of an application, locked, if there is one."""
    found: CaseRow | None = await session.scalar(
        select(CaseRow).where(CaseRow.application_id == application_id).with_for_update()
    )
    return found


async def lock_any(session: AsyncSession, case_id: UUID) -> CaseRow:
    """The case, locked, for our own machinery; raises `NotFound`."""
    row = await session.scalar(select(CaseRow).where(CaseRow.case_id == case_id).with_for_update())
    if row is None:
        raise NotFound
    return row


async def find(session: AsyncSession, case_id: UUID, caller: Caller) -> CaseRow:
    """The case; raises `NotFound` for absent and another's alike."""
    row = await session.scalar(select(CaseRow).where(CaseRow.case_id == case_id, seen_by(caller)))
    if row is None:
        raise NotFound
    return row


async def lock(session: AsyncSession, case_id: UUID, caller: Caller) -> CaseRow:
    """The case, locked, and with it everything below it; raises `NotFound`."""
    row = await session.scalar(
        select(CaseRow).where(CaseRow.case_id == case_id, seen_by(caller)).with_for_update()
    )
    if row is None:
        raise NotFound
    return row


async def told(
    session: AsyncSession, case_id: UUID, submission: int, keys: FieldKeys
) -> SubmissionTold:
    """What was submitted; raises `NotFound` and `SealBroken`."""
    row = await session.get(SubmissionRow, (case_id, submission))
    if row is None:
        raise NotFound
    return told_of(row, keys)


async def borrowers_of(session: AsyncSession, party_ids: Sequence[UUID]) -> frozenset[bytes]:
    """Who these parties are, whoever registered them; a party without a case is nobody yet."""
    found = await session.scalars(
        select(CaseRow.borrower_index).where(CaseRow.party_id.in_(party_ids)).distinct()
    )
    return frozenset(found)


async def told_last_by(
    session: AsyncSession, party_ids: Sequence[UUID], keys: FieldKeys
) -> list[SubmissionTold]:
    """The latest submission of each party that has a case; raises `SealBroken`."""
    found = await session.scalars(
        select(SubmissionRow)
        .join(
            CaseRow,
            and_(
                CaseRow.case_id == SubmissionRow.case_id,
                CaseRow.submission == SubmissionRow.submission,
            ),
        )
        .where(CaseRow.party_id.in_(party_ids))
        .ext(distinct_on(CaseRow.party_id))
        .order_by(CaseRow.party_id, SubmissionRow.received_at.desc())
    )
    return [told_of(row, keys) for row in found]


async def settle_request(session: AsyncSession, case_id: UUID, status: str) -> None:
    """End the question that is open, if there is one: it was answered, or closed."""
    await session.execute(
        update(InformationRequestRow)
        .where(InformationRequestRow.case_id == case_id, InformationRequestRow.status == "open")
        .values(status=status)
    )
