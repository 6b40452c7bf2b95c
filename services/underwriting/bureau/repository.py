"""Rows of the bureau's area: questions written down, tries counted, reports kept sealed."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.underwriting.bureau.protocol import Consent, Report, Subject
from services.underwriting.bureau.tables import BureauAttemptRow, BureauQueryRow, BureauReportRow

REPORT_LIFE: Final = timedelta(days=30)
PURPOSE: Final = "loan_application"


def subject_index(subject: Subject, keys: FieldKeys) -> bytes:
    """What questions about one subject have in common.

    The name belongs to it: a report on a number is none on somebody else who states that number.
    """
    return keys.blind_index.of(
        "bureau.subject", f"{subject.kind}:{subject.number.upper()}:{subject.name}"
    )


async def fresh_report(
    session: AsyncSession, index: bytes, now: datetime
) -> BureauReportRow | None:
    """The newest report on somebody for our purpose that may still be used, if there is one."""
    found: BureauReportRow | None = await session.scalar(
        select(BureauReportRow)
        .where(
            BureauReportRow.subject_index == index,
            BureauReportRow.purpose == PURPOSE,
            BureauReportRow.expires_at > now,
        )
        .order_by(BureauReportRow.received_at.desc())
        .limit(1)
    )
    return found


async def write_query(
    session: AsyncSession,
    place: tuple[UUID, int],
    index: bytes,
    consent: Consent,
    asked_by: str,
) -> UUID:
    """The id of the question for this case and submission, written down now or before."""
    case_id, submission = place
    natural = {"case_id": case_id, "submission": submission, "subject_index": index}
    await session.execute(
        insert(BureauQueryRow)
        .values(
            query_id=new_id(),
            **natural,
            purpose=PURPOSE,
            consent_version=consent.text_version,
            consent_given_at=consent.given_at,
            asked_by=asked_by,
        )
        .on_conflict_do_nothing()
    )
    return (await session.scalars(select(BureauQueryRow.query_id).filter_by(**natural))).one()


async def attempts_of(session: AsyncSession, query_id: UUID) -> int:
    """How often a question was tried."""
    counted = await session.scalar(
        select(func.count()).where(BureauAttemptRow.query_id == query_id)
    )
    return int(counted or 0)


async def write_attempt(session: AsyncSession, query_id: UUID, outcome: str) -> int:
    """Write down one try; its number is returned. Two at once: the later one gives way."""
    attempt = await attempts_of(session, query_id) + 1
    await session.execute(
        insert(BureauAttemptRow)
        .values(query_id=query_id, attempt=attempt, outcome=outcome)
        .on_conflict_do_nothing()
    )
    return attempt


async def keep_report(
    session: AsyncSession,
    subject: tuple[UUID, bytes],
    report: Report,
    received_at: datetime,
    keys: FieldKeys,
) -> None:
    """Keep the report that answers the question and subject index in `subject`."""
    query_id, index = subject
    sealed = keys.ring.seal(report.model_dump_json(), context=_place(query_id))
    await session.execute(
        insert(BureauReportRow)
        .values(
            query_id=query_id,
            subject_index=index,
            purpose=PURPOSE,
            report_no=report.report_no,
            report_sealed=sealed,
            received_at=received_at,
            expires_at=received_at + REPORT_LIFE,
        )
        .on_conflict_do_nothing()
    )


def report_of(row: BureauReportRow, keys: FieldKeys) -> Report:
    """The report a row keeps; raises `SealBroken`."""
    text = keys.ring.open(row.report_sealed, context=_place(row.query_id))
    return Report.model_validate_json(text)


def _place(query_id: UUID) -> str:
    return f"bureau.report:{query_id}"
