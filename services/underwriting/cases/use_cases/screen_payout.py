"""Look for those who stand for an approved loan on the lists as they are now, before it is paid.

Weeks may lie between the decision and the payout, and whoever was listed in them was not looked
for. 反洗钱法 (2024) art. 40 wants that done, and art. 35 that nobody listed is told of it.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Edit
from services.kit.errors import NotFound
from services.kit.field_keys import FieldKeys
from services.underwriting.cases import chronicle, repository
from services.underwriting.cases.checking.findings import entries_known, screened
from services.underwriting.cases.checking.group import group_facts
from services.underwriting.cases.domain.errors import CaseNotApproved, GroupLateSince
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.screening import outcome_of
from services.underwriting.cases.domain.statuses import PROMISED
from services.underwriting.cases.records import Look
from services.underwriting.cases.tables import CaseRow, ScreeningRow

# As many of the entries as a case's history names; the row names all of them.
NAMED_MAX: Final = 5


async def screen_payout(payout_id: UUID, application_id: UUID, keys: FieldKeys, edit: Edit) -> Look:
    """What the lists say today of everybody who stands for the loan.

    Each look is kept once, on its case. Nothing is said while a member of the loan's group is late
    with us: the rules let nobody draw then, and leave nobody to override them.
    Raises `NotFound`, `CaseNotApproved` and `GroupLateSince`.
    """
    today = edit.clock.today()
    async with edit.sessions.begin() as session:
        row = await repository.lock_of_application(session, application_id)
        if row is None:
            raise NotFound
        if row.status not in PROMISED:
            raise CaseNotApproved
        told = await repository.told(session, row.case_id, row.submission, keys)
        if (await group_facts(session, row, told, (today, keys))).is_frozen:
            raise GroupLateSince
        found = await screened(session, told, (today, keys))
        known = await entries_known(session, row)
        news = [each for each in found.entry_ids if each not in known]
        outcome = outcome_of(found.status, news)
        look = Look(payout_id, application_id, outcome, found.version, today)
        if await _keep(session, row, look, news):
            step = Step(
                Happening.SCREENED,
                reason_code=outcome.value,
                reason=" ".join(news[:NAMED_MAX]) or None,
            )
            await chronicle.changed(session, row, step, edit.caller)
        return look


async def _keep(session: AsyncSession, row: CaseRow, look: Look, news: Sequence[str]) -> bool:
    """Whether this look is the first that came to this."""
    kept = await session.scalar(
        insert(ScreeningRow)
        .values(
            payout_id=look.payout_id,
            screened_on=look.screened_on,
            list_version=look.list_version,
            outcome=look.outcome.value,
            case_id=row.case_id,
            submission=row.submission,
            news=list(news),
        )
        .on_conflict_do_nothing()
        .returning(ScreeningRow.payout_id)
    )
    return kept is not None
