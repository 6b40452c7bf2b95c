"""Who else uses the same numbers: other owners' cases, and other cases that go on."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.entry import DuplicateFacts
from services.underwriting.exposure import entry as exposure

_OVER = (CaseStatus.CLOSED, CaseStatus.AUTO_DECLINED, CaseStatus.DECLINED)


async def count_duplicates(session: AsyncSession, row: CaseRow) -> DuplicateFacts:
    """Owners other than this case's with the same identity or mobile, and its open siblings.

    A case is open until it led to nothing, or until the loan it led to is repaid.
    """
    another = (CaseRow.case_id != row.case_id, CaseRow.owner != row.owner)
    owners = func.count(func.distinct(CaseRow.owner))
    same = CaseRow.borrower_index == row.borrower_index
    identity = await session.scalar(select(owners).where(same, *another))
    mobile = await session.scalar(
        select(owners).where(
            CaseRow.mobile_index == row.mobile_index,
            CaseRow.borrower_index != row.borrower_index,
            *another,
        )
    )
    repaid = await exposure.repaid_cases(session, row.borrower_index)
    open_cases = await session.scalar(
        select(func.count()).where(
            same,
            CaseRow.case_id != row.case_id,
            CaseRow.status.not_in([status.value for status in _OVER]),
            CaseRow.case_id.not_in(repaid),
        )
    )
    return DuplicateFacts(
        same_identity_count=int(identity or 0),
        same_mobile_count=int(mobile or 0),
        open_case_count=int(open_cases or 0),
    )
