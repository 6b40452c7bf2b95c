"""Taking a case on the desk: found, locked, at the version read, and claimed by the caller."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.caller import Caller
from services.kit.etags import IfMatch, require_version
from services.underwriting.cases import repository
from services.underwriting.cases.domain.claims import Claim
from services.underwriting.cases.domain.errors import ClaimNeeded, NothingRecommended
from services.underwriting.cases.domain.hands import require_fresh_eyes, require_no_stake
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.tables import CaseRow, RecommendationRow, SubmissionRow
from services.underwriting.valuations import entry as valuations


async def take(
    session: AsyncSession, case_id: UUID, caller: Caller, if_match: IfMatch | None
) -> CaseRow:
    """The case, locked, at the version the caller has read.

    Raises `NotFound`, `OwnWork` and `PreconditionFailed`.
    """
    row = await repository.lock(session, case_id, caller)
    require_no_stake(caller, row.owner)
    require_version(row.version, if_match)
    return row


async def take_claimed(
    session: AsyncSession, case_id: UUID, caller: Caller, if_match: IfMatch | None
) -> CaseRow:
    """The case as `take` gives it, for the one who holds its claim; raises `ClaimNeeded`."""
    row = await take(session, case_id, caller, if_match)
    claim = claim_of(row)
    if claim is None:
        raise ClaimNeeded
    claim.require_of(caller.subject, await now_of(session))
    return row


async def take_claimed_afresh(
    session: AsyncSession, case_id: UUID, caller: Caller, if_match: IfMatch | None
) -> CaseRow:
    """The case as `take_claimed` gives it, for one who had no hand in its intake: what is judged
    here rests on what was accepted there. Raises `OwnWork` besides."""
    row = await take_claimed(session, case_id, caller, if_match)
    require_fresh_eyes(caller, row.owner, await _intake_hands(session, row))
    return row


async def take_recommended(
    session: AsyncSession, case_id: UUID, caller: Caller, if_match: IfMatch | None
) -> tuple[CaseRow, RecommendationRow]:
    """The case and the recommendation that stands, for fresh eyes.

    Raises `NothingRecommended` and `OwnWork` beside what `take` raises.
    """
    row = await take(session, case_id, caller, if_match)
    standing = await latest_recommendation(session, row)
    if row.status != CaseStatus.RECOMMENDED or standing is None:
        raise NothingRecommended
    # What was returned counts, too: another's recommendation in its place makes no fresh eyes.
    earlier = await _intake_hands(session, row) | await _recommenders(session, row)
    valuers = await valuations.valuers(session, case_id)
    require_fresh_eyes(caller, row.owner, earlier | valuers)
    return row, standing


async def latest_recommendation(session: AsyncSession, row: CaseRow) -> RecommendationRow | None:
    """The newest recommendation of the case's present submission."""
    found: RecommendationRow | None = await session.scalar(
        select(RecommendationRow)
        .where(
            RecommendationRow.case_id == row.case_id,
            RecommendationRow.submission == row.submission,
        )
        .order_by(RecommendationRow.number.desc())
        .limit(1)
    )
    return found


async def _intake_hands(session: AsyncSession, row: CaseRow) -> frozenset[str]:
    submission = await session.get_one(SubmissionRow, (row.case_id, row.submission))
    officer = submission.intake_officer
    return frozenset(submission.handled_by) | (frozenset() if officer is None else {officer})


async def _recommenders(session: AsyncSession, row: CaseRow) -> frozenset[str]:
    found = await session.scalars(
        select(RecommendationRow.recommended_by).where(
            RecommendationRow.case_id == row.case_id,
            RecommendationRow.submission == row.submission,
        )
    )
    return frozenset(found)


async def now_of(session: AsyncSession) -> datetime:
    """The database's time: claims live by it, whatever a test clock says."""
    now: datetime = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    return now


def claim_of(row: CaseRow) -> Claim | None:
    """The claim on a case, run out or not."""
    if row.claimed_by is None or row.claimed_until is None:
        return None
    return Claim(row.claimed_by, row.claimed_until, row.claim_epoch)


def put_down(row: CaseRow) -> None:
    """Nobody has the case any more."""
    row.claimed_by = row.claimed_until = None
