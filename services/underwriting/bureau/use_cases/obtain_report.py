"""Obtain a report on somebody: one that is still good, or a new one, on a consent alone."""

from typing import Final
from uuid import UUID

from services.kit.failpoints import reached
from services.underwriting.bureau import repository
from services.underwriting.bureau.finding import Asking, Availability, BureauBusy, Found
from services.underwriting.bureau.protocol import (
    BureauUnavailable,
    Consent,
    Question,
    Report,
    Subject,
)
from services.underwriting.failpoints import UnderwritingPoint

# After this many tries the case goes on without a report: to a person, never to an approval.
ATTEMPTS_MAX: Final = 5
RETRY_FIRST_S: Final = 2.0


async def obtain_report(
    asking: Asking,
    place: tuple[UUID, int],
    subject: Subject,
    consent: Consent | None,
    asked_by: str,
) -> Found:
    """What the bureau knows of `subject` for the case and submission of `place`.

    Without a consent nothing is asked, nor is what was asked before used. The question is
    committed, then asked with no transaction open, then the answer recorded. Raises `BureauBusy`
    while it is worth asking again.
    """
    if consent is None:
        return Found(Availability.NO_CONSENT)
    index = repository.subject_index(subject, asking.keys)
    now = asking.clock.now()
    async with asking.sessions.begin() as session:
        kept = await repository.fresh_report(session, index, now)
        if kept is not None:
            report = repository.report_of(kept, asking.keys)
            return Found(Availability(report.status), report, (now - kept.received_at).days)
        query_id = await repository.write_query(session, place, index, consent, asked_by)
        if await repository.attempts_of(session, query_id) >= ATTEMPTS_MAX:
            return Found(Availability.UNAVAILABLE)
    await reached(UnderwritingPoint.QUESTION_KEPT)
    question = Question(query_id, subject, repository.PURPOSE, consent)
    try:
        report = await asking.bureau.report_on(question)
    except BureauUnavailable:
        return await _count_failure(asking, query_id)
    await reached(UnderwritingPoint.REPORT_RECEIVED)
    await _record(asking, query_id, index, report)
    await reached(UnderwritingPoint.REPORT_KEPT)
    return Found(Availability(report.status), report, 0)


async def _record(asking: Asking, query_id: UUID, index: bytes, report: Report) -> None:
    async with asking.sessions.begin() as session:
        await repository.write_attempt(session, query_id, report.status)
        await repository.keep_report(
            session, (query_id, index), report, asking.clock.now(), asking.keys
        )


async def _count_failure(asking: Asking, query_id: UUID) -> Found:
    async with asking.sessions.begin() as session:
        attempt = await repository.write_attempt(session, query_id, Availability.UNAVAILABLE.value)
    await reached(UnderwritingPoint.FAILURE_COUNTED)
    if attempt >= ATTEMPTS_MAX:
        return Found(Availability.UNAVAILABLE)
    raise BureauBusy(RETRY_FIRST_S * 2 ** (attempt - 1))
