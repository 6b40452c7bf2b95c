"""What other areas may do with decisions, inside their own transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from services.underwriting.decisions import repository, rulebooks, wire
from services.underwriting.decisions.desk_terms import DeskTerms, TermsNotAllowed, desk_terms
from services.underwriting.decisions.domain.checks import (
    BureauFacts,
    BureauStatus,
    DuplicateFacts,
    IdentityFacts,
    IdentityStatus,
    ListFacts,
)
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.finances import (
    CoBorrowerFacts,
    ExposureFacts,
    FinancialFacts,
)
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.records import plain
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import (
    ApplicationFacts,
    FeeFacts,
    PartyFacts,
    ProductFacts,
    Snapshot,
)
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.machinery import ASSESSMENT

__all__ = [
    "ApplicationFacts",
    "Authority",
    "BureauFacts",
    "BureauStatus",
    "CoBorrowerFacts",
    "Decided",
    "DecisionOutcome",
    "DeskTerms",
    "DuplicateFacts",
    "ExposureFacts",
    "FeeFacts",
    "FinancialFacts",
    "Grant",
    "IdentityFacts",
    "IdentityStatus",
    "ListFacts",
    "PartyFacts",
    "ProductFacts",
    "Snapshot",
    "TermsNotAllowed",
    "approve",
    "decide_automatically",
    "plain",
    "refuse",
    "told",
    "wished",
]

# How long a borrower may think an offer over, the day of the decision not counted.
OFFER_LIFE: Final = timedelta(days=15)

Words = dict[str, str]


@dataclass(frozen=True, slots=True)
class Decided:
    """What came out, for the case that asked. `amount` is there when it was approved."""

    decision_id: UUID
    outcome: DecisionOutcome
    authority: str
    amount: Money | None
    cap_minor: int
    first_reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What people approved: whose hand came last, on which business day."""

    amount: Money
    figures: dict[str, Any]
    conditions: list[Words]
    authority: str
    is_override: bool
    decided_by: str
    decided_on: date


async def decide_automatically(session: AsyncSession, case_id: UUID, snapshot: Snapshot) -> Decided:
    """Decide on a frozen snapshot by the rules of its day, and write the decision down."""
    answer = decide(snapshot, rulebook_on(snapshot))
    row = _automatic_row(case_id, answer)
    session.add(row)
    await session.flush()
    reasons = answer.reasons
    return Decided(
        decision_id=row.decision_id,
        outcome=answer.outcome,
        authority=answer.authority.value,
        amount=_amount(row),
        cap_minor=cap_of(answer),
        first_reason=reasons[0].code if reasons else None,
    )


def rulebook_on(snapshot: Snapshot) -> Rulebook:
    """The rulebook of the snapshot's day; before the first one it is that one, which refers all."""
    try:
        return rulebooks.current(snapshot.frozen_on)
    except rulebooks.UnknownRulebook:
        return rulebooks.shipped(rulebooks.VERSIONS[0])


def cap_of(answer: Decision) -> int:
    """What one borrower may owe us in all, by the rules the answer rests on; 0 without any."""
    in_force = answer.rulebook.on(answer.snapshot.frozen_on)
    return 0 if in_force is None else in_force.limits.single_borrower_minor


async def refuse(
    session: AsyncSession, place: tuple[UUID, int], reasons: Sequence[Words], decided_by: str
) -> UUID:
    """Write down that a person declined the case and submission of `place`; the decision's id."""
    machine = await repository.automatic(session, *place)
    row = _manual_row(
        machine, decided_by, {"outcome": DecisionOutcome.DECLINED.value, "reasons": list(reasons)}
    )
    session.add(row)
    await session.flush()
    return row.decision_id


async def wished(
    session: AsyncSession, place: tuple[UUID, int], amount: Money, term_months: int
) -> DeskTerms:
    """What the rules say to these terms for the case and submission; raises `TermsNotAllowed`."""
    return desk_terms(await repository.automatic(session, *place), amount, term_months)


async def approve(session: AsyncSession, place: tuple[UUID, int], grant: Grant) -> Decided:
    """Write down that people approved the case and submission of `place`."""
    machine = await repository.automatic(session, *place)
    granted = {
        "outcome": DecisionOutcome.APPROVED.value,
        "amount_minor": grant.amount.amount_minor,
        "terms": grant.figures,
        "reasons": [],
        "conditions": grant.conditions,
        "authority": grant.authority,
        "is_override": grant.is_override,
        "valid_until": grant.decided_on + OFFER_LIFE,
    }
    row = _manual_row(machine, grant.decided_by, granted)
    session.add(row)
    await session.flush()
    snapshot = Snapshot.from_document(json.loads(machine.snapshot))
    in_force = rulebooks.shipped(machine.rulebook_version).on(snapshot.frozen_on)
    cap_minor = 0 if in_force is None else in_force.limits.single_borrower_minor
    return Decided(
        row.decision_id, DecisionOutcome.APPROVED, grant.authority, grant.amount, cap_minor, None
    )


async def told(session: AsyncSession, decision_id: UUID) -> dict[str, Any]:
    """The decision as the application service is told it: no scores, no bureau's data.

    `decided_by` is the hand that came last; who signed before it, the desk knows.
    """
    row = await session.get_one(DecisionRow, decision_id)
    return {
        "id": typeid_of("dec", row.decision_id),
        "outcome": row.outcome,
        "decided_at": wire.instant(row.decided_at),
        "decided_by": [row.decided_by],
        "offer": _offer(row) if row.outcome == DecisionOutcome.APPROVED else None,
        "reasons": row.reasons,
    }


def _automatic_row(case_id: UUID, answer: Decision) -> DecisionRow:
    snapshot, is_approved = answer.snapshot, answer.outcome is DecisionOutcome.APPROVED
    canonical = answer.canonical()
    return DecisionRow(
        decision_id=new_id(),
        case_id=case_id,
        submission=snapshot.submission,
        kind="automatic",
        outcome=answer.outcome.value,
        amount_minor=answer.amount_minor if is_approved else None,
        currency=snapshot.application.currency or "",
        terms=wire.terms_of(answer),
        binding_constraint=answer.binding_constraint,
        authority=answer.authority.value,
        reasons=wire.reasons_told(answer),
        conditions=wire.words_of(answer.rulebook, answer.conditions),
        rulebook_version=answer.rulebook.version,
        snapshot=snapshot.canonical().decode(),
        snapshot_sha256=snapshot.sha256,
        answer=canonical.decode(),
        answer_sha256=wire.sha256_of(canonical),
        valid_until=snapshot.frozen_on + OFFER_LIFE if is_approved else None,
        decided_by=ASSESSMENT,
    )


def _manual_row(machine: DecisionRow, decided_by: str, differing: Mapping[str, Any]) -> DecisionRow:
    """A person's decision: what the machine knew and answered is kept beside it."""
    kept = (
        *("case_id", "submission", "currency", "binding_constraint", "authority"),
        *("rulebook_version", "snapshot", "snapshot_sha256", "answer", "answer_sha256"),
    )
    columns: dict[str, Any] = {name: getattr(machine, name) for name in kept}
    blank: dict[str, Any] = {
        "amount_minor": None,
        "terms": None,
        "conditions": [],
        "valid_until": None,
    }
    return DecisionRow(
        decision_id=new_id(),
        kind="manual",
        decided_by=decided_by,
        **(columns | blank | dict(differing)),
    )


def _amount(row: DecisionRow) -> Money | None:
    return None if row.amount_minor is None else Money(row.amount_minor, row.currency)


def _offer(row: DecisionRow) -> dict[str, Any]:
    assert row.amount_minor is not None
    assert row.terms is not None
    assert row.valid_until is not None
    terms: Mapping[str, Any] = row.terms
    return {
        "amount": wire.money(row.amount_minor, row.currency),
        "term_months": terms["term_months"],
        "annual_rate": wire.rate_percent(terms["rate_ppm"]),
        "method": terms["method"],
        "instalment": wire.money(terms["instalment_minor"], row.currency),
        "annual_cost": {
            "simple": wire.rate_percent(terms["simple_cost_ppm"]),
            "compound": wire.rate_percent(terms["compound_cost_ppm"]),
            "basis": terms["cost_basis"],
        },
        "conditions": row.conditions,
        "valid_until": row.valid_until.isoformat(),
    }
