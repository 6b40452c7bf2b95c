"""Running the checks of one submission, and writing down what each found."""

from datetime import date

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.field_keys import FieldKeys
from services.underwriting.cases.checking.assembling import Findings, everybody_in
from services.underwriting.cases.checking.duplicates import count_duplicates
from services.underwriting.cases.checking.group import fellows_of, group_facts, parties_beside
from services.underwriting.cases.checking.identity import check_identity
from services.underwriting.cases.checking.securities import securities_of
from services.underwriting.cases.schemas.told import PartyTold, SubmissionTold
from services.underwriting.cases.tables import CaseRow, CheckRow
from services.underwriting.decisions.entry import BureauFacts, plain
from services.underwriting.exposure import entry as exposure
from services.underwriting.watchlist import entry as watchlist


async def found_for(
    session: AsyncSession,
    row: CaseRow,
    told: SubmissionTold,
    credit: BureauFacts,
    seen: tuple[date, FieldKeys],
) -> Findings:
    """What the checks find on the day and with the keys of `seen`; the borrower is locked."""
    today, _ = seen
    return Findings(
        identity=check_identity(told.party, today),
        screening=await screened(session, told, seen),
        duplicates=await count_duplicates(session, row),
        bureau=credit,
        standing=await exposure.standing(
            session, row.borrower_index, row.currency, today, but_for=row.case_id
        ),
        group=await group_facts(session, row, told, seen),
        securities=await securities_of(session, row.case_id, told, today),
    )


async def screened(
    session: AsyncSession, told: SubmissionTold, seen: tuple[date, FieldKeys]
) -> watchlist.Screening:
    """The borrower on the lists, and beside it the other members of its group."""
    today, keys = seen
    own = await watchlist.screen(session, sought_in(told.party), today, keys)
    others = [watchlist.Sought(name, number) for name, number in fellows_of(told)]
    for party in await parties_beside(session, told, keys):
        others += sought_in(party)
    if not others:
        return own
    return watchlist.beside(own, await watchlist.screen(session, others, today, keys))


def sought_in(party: PartyTold) -> list[watchlist.Sought]:
    """Whom to look for on the lists."""
    return [watchlist.Sought(name, number) for name, number in everybody_in(party)]


async def write_down(session: AsyncSession, row: CaseRow, found: Findings) -> None:
    """Keep what each check found for this submission; a second time changes nothing."""
    place = {"case_id": row.case_id, "submission": row.submission}
    identity, screening, duplicates = found.identity, found.screening, found.duplicates
    shared = (duplicates.same_identity_count or 0) + (duplicates.same_mobile_count or 0)
    kept: list[tuple[str, str, dict[str, object]]] = [
        (
            "identity",
            identity.status.value,
            {"is_card_current": identity.is_card_current, "age_years": identity.age_years},
        ),
        (
            "lists",
            screening.status.value,
            {
                "version": screening.version,
                "lists": list(screening.kinds),
                "entries": list(screening.entry_ids),
            },
        ),
        ("duplicates", "shared" if shared else "none", _facts(duplicates)),
        ("bureau", found.bureau.status or "not_asked", _facts(found.bureau)),
        ("exposure", "standing", _facts(found.standing)),
    ]
    await session.execute(
        insert(CheckRow)
        .values(
            [
                {**place, "kind": kind, "outcome": outcome, "findings": facts}
                for kind, outcome, facts in kept
            ]
        )
        .on_conflict_do_nothing()
    )


async def entries_known(session: AsyncSession, row: CaseRow) -> frozenset[str]:
    """The listed names that were found when the newest submission was checked.

    A check that is older than the keeping of them knows of none.
    """
    check = await session.get(CheckRow, (row.case_id, row.submission, "lists"))
    return frozenset() if check is None else frozenset(check.findings.get("entries", ()))


def _facts(record: object) -> dict[str, object]:
    facts = plain(record)
    assert isinstance(facts, dict)
    return facts
