"""Say what a thing that is to secure the loan is worth; the case is decided anew on it at once.

Nothing else is looked at again: the decision is that of the submission's frozen facts with one
more of them known. So it needs no worker and no claim anew, and whoever valued goes on with it.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.context import Ask
from services.kit.errors import FieldError, Invalid, Title
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import typeid_of
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages, repository
from services.underwriting.cases.checking.securities import facts_of, securities_of
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.schemas.told import SubmissionTold
from services.underwriting.cases.tables import CaseRow
from services.underwriting.decisions import entry as decisions
from services.underwriting.valuations import entry as valuations
from services.underwriting.valuations.entry import Valuation, ValuationRow


@dataclass(frozen=True, slots=True)
class Valued:
    """A valuation that was written down, and the case whose decision rests on it now."""

    case: CaseRow
    valuation: ValuationRow


async def value_collateral(
    case_id: UUID, said: Valuation, keys: FieldKeys, ask: Ask[Valued]
) -> Reply:
    """The valuation; an earlier one of the same thing is superseded, never changed.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ClaimNeeded`, and `Invalid` for a thing
    the newest submission does not name, or a valuation that cannot be.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await desk.take_claimed_afresh(session, case_id, ask.caller, ask.if_match)
        told = await repository.told(session, case_id, row.submission, keys)
        today = ask.clock.today()
        _require_fit(said, told, row.currency, today)
        place, before = (case_id, row.submission), messages.case_facts(row)
        valuation = await valuations.write(session, place, said, ask.caller.subject)
        await _decide_anew(session, row, told, today)
        reason = typeid_of("val", valuation.valuation_id)
        step = Step(Happening.VALUED, reason=reason)
        await chronicle.changed(session, row, step, ask.caller, before)
        await session.flush()
        return await ask.once.keep(session, Valued(row, valuation))


def _require_fit(said: Valuation, told: SubmissionTold, currency: str, today: date) -> None:
    kinds = {each.id: each.kind for each in told.collaterals}
    kind = kinds.get(said.collateral_id)
    if kind is None:
        raise Invalid(errors=[FieldError("/collateral_id", "unknown_collateral", _UNKNOWN)])
    if faults := [*valuations.faults_of(said, kind, currency, today)]:
        raise Invalid(errors=faults)


async def _decide_anew(
    session: AsyncSession, row: CaseRow, told: SubmissionTold, today: date
) -> None:
    """The desk's case stays with the desk, whatever comes out: a person says no, too."""
    things = facts_of(await securities_of(session, row.case_id, told, today))
    decided = await decisions.weigh_again(session, (row.case_id, row.submission), things)
    row.decision_id, row.authority = decided.decision_id, decided.authority


_UNKNOWN = Title("must be of the newest submission", "须为最新提交中的抵押物")
