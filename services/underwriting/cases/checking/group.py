"""A borrower's joint-liability group, as far as we know its members."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.field_keys import FieldKeys
from services.underwriting.cases import repository
from services.underwriting.cases.schemas.told import GroupTold, PartyTold, SubmissionTold
from services.underwriting.cases.sealed_submissions import index_of
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions.entry import GroupFacts
from services.underwriting.exposure import entry as exposure


async def group_facts(
    session: AsyncSession, row: CaseRow, told: SubmissionTold, seen: tuple[date, FieldKeys]
) -> GroupFacts:
    """The group's facts; all of them unknown when no group was told.

    `exposure_minor` counts, in the currency of this loan and whatever the product, what every
    member owes on loans of ours and was promised and not paid yet: the borrower's own once, and of
    each member what stands for the person, under whichever account or party. The case being
    decided is not in it, and a member who never asked us for a loan owes nothing. The group counts
    as frozen when application says so, or when any member is late by a day on any loan of ours, on
    the day of `seen`.
    """
    today, keys = seen
    group = told.group
    if group is None:
        return GroupFacts()
    indexes = await _borrowers_in(session, row, group, keys)
    standings = [
        await exposure.standing(session, index, row.currency, today, but_for=row.case_id)
        for index in sorted(indexes)
    ]
    return GroupFacts(
        member_count=len(set(group.members)),
        exposure_minor=sum(standing.total_minor for standing in standings),
        is_frozen=group.is_frozen or any(standing.days_past_due_max for standing in standings),
    )


async def hold_group(
    session: AsyncSession, row: CaseRow, told: SubmissionTold, seen: tuple[date, FieldKeys]
) -> GroupFacts:
    """The group's facts as they stand now, its members held: promises to them go one by one."""
    if told.group is not None:
        _, keys = seen
        indexes = await _borrowers_in(session, row, told.group, keys)
        await exposure.lock_borrowers(session, indexes)
    return await group_facts(session, row, told, seen)


async def _borrowers_in(
    session: AsyncSession, row: CaseRow, group: GroupTold, keys: FieldKeys
) -> frozenset[bytes]:
    fellows = {index_of(each.identity_number, keys) for each in group.fellows}
    known = await repository.borrowers_of(session, group.members)
    return known | fellows | {row.borrower_index}


def fellows_of(told: SubmissionTold) -> list[tuple[str, str]]:
    """Names and numbers of the other members, whether they have a case with us or not."""
    fellows = [] if told.group is None else told.group.fellows
    return [(each.name, each.identity_number) for each in fellows]


async def parties_beside(
    session: AsyncSession, told: SubmissionTold, keys: FieldKeys
) -> Sequence[PartyTold]:
    """The other members of the group who have a case with us, as they stated themselves last."""
    if told.group is None:
        return ()
    others = [member for member in told.group.members if member != told.party.id]
    return [each.party for each in await repository.told_last_by(session, others, keys)]
