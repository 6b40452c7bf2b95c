"""Recommend an amount and a term: the rules give the price, and say whose approval it takes."""

from uuid import UUID

from services.kit.context import Ask
from services.kit.field_keys import FieldKeys
from services.kit.reply import Reply
from services.underwriting.cases import chronicle, desk, messages, repository
from services.underwriting.cases.checking.lateness import OVERDUE_WITH_US, is_late
from services.underwriting.cases.checking.securities import require_valued
from services.underwriting.cases.domain.errors import OverrideReasonNeeded
from services.underwriting.cases.domain.happenings import Happening, Step
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.domain.wishes import Wish
from services.underwriting.cases.records import CaseRecord, record_of
from services.underwriting.cases.tables import CaseRow, RecommendationRow
from services.underwriting.decisions import entry as decisions
from services.underwriting.decisions.entry import DeskTerms


async def recommend_terms(
    case_id: UUID, wish: Wish, keys: FieldKeys, ask: Ask[CaseRecord]
) -> Reply:
    """The case, waiting for approval.

    Raises `NotFound`, `OwnWork`, `PreconditionFailed`, `ClaimNeeded`, `TransitionNotAllowed`,
    `TermsNotAllowed`, `ValuationWanted` and `OverrideReasonNeeded`.
    """
    async with ask.sessions.begin() as session:
        if (earlier := await ask.once.earlier(session)) is not None:
            return earlier
        row = await desk.take_claimed_afresh(session, case_id, ask.caller, ask.if_match)
        place = (case_id, row.submission)
        terms = await decisions.wished(session, place, wish.amount, wish.term_months)
        late = await is_late(session, row, ask.clock.today())
        if late:
            terms = terms.as_override()
        told = await repository.told(session, *place, keys)
        await require_valued(session, case_id, told, ask.clock.today())
        if terms.is_override and wish.override_reason is None:
            raise OverrideReasonNeeded
        before = messages.case_facts(row)
        desk.put_down(row)
        row.authority = terms.authority.value
        kind = Happening.OVERRIDDEN if terms.is_override else Happening.RECOMMENDED
        reason = wish.override_reason if terms.is_override else None
        code = OVERDUE_WITH_US if late else None
        step = Step(kind, CaseStatus.RECOMMENDED, code, reason)
        await chronicle.changed(session, row, step, ask.caller, before)
        session.add(_recommendation(row, wish, terms, ask.caller.subject))
        await session.flush()
        record = await record_of(session, row, ask.clock.now())
        return await ask.once.keep(session, record)


def _recommendation(
    row: CaseRow, wish: Wish, terms: DeskTerms, recommended_by: str
) -> RecommendationRow:
    own = [
        {"code": each.code, "en": each.words.en, "zh": each.words.zh} for each in wish.conditions
    ]
    return RecommendationRow(
        case_id=row.case_id,
        number=row.history_length,
        submission=row.submission,
        amount_minor=wish.amount.amount_minor,
        currency=wish.amount.currency,
        term_months=wish.term_months,
        terms=terms.figures,
        conditions=[*terms.conditions, *own],
        authority=terms.authority.value,
        note=wish.note,
        override_reason=wish.override_reason if terms.is_override else None,
        recommended_by=recommended_by,
    )
