"""What other areas may do with decisions, inside their own transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.identifiers import new_id, typeid_of
from services.kit.money import Money
from services.underwriting.decisions import repository, rulebooks, wire
from services.underwriting.decisions.desk_terms import (
    DeskTerms,
    TermsNotAllowed,
    ValuationWanted,
    desk_terms,
)
from services.underwriting.decisions.domain.checks import (
    BureauFacts,
    BureauStatus,
    DuplicateFacts,
    IdentityFacts,
    IdentityStatus,
    ListFacts,
)
from services.underwriting.decisions.domain.decision import OFFER_LIFE
from services.underwriting.decisions.domain.finances import (
    CoBorrowerFacts,
    ExposureFacts,
    FinancialFacts,
)
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.records import plain
from services.underwriting.decisions.domain.snapshot import (
    ApplicationFacts,
    CollateralFacts,
    FeeFacts,
    GroupFacts,
    PartyFacts,
    ProductFacts,
    Snapshot,
)
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.decisions.weighing import (
    Decided,
    caps_of,
    decide_automatically,
    weigh_again,
)

__all__ = [
    "ApplicationFacts",
    "Authority",
    "BureauFacts",
    "BureauStatus",
    "CoBorrowerFacts",
    "CollateralFacts",
    "Decided",
    "DecisionOutcome",
    "DeskTerms",
    "DuplicateFacts",
    "ExposureFacts",
    "FeeFacts",
    "FinancialFacts",
    "Grant",
    "GroupFacts",
    "IdentityFacts",
    "IdentityStatus",
    "ListFacts",
    "PartyFacts",
    "ProductFacts",
    "Snapshot",
    "TermsNotAllowed",
    "ValuationWanted",
    "approve",
    "decide_automatically",
    "plain",
    "refuse",
    "told",
    "weigh_again",
    "wished",
]

Words = dict[str, str]


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
    """What the rules say to these terms for the case and submission.

    Raises `TermsNotAllowed` and `ValuationWanted`.
    """
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
    return Decided(
        decision_id=row.decision_id,
        outcome=DecisionOutcome.APPROVED,
        authority=grant.authority,
        amount=grant.amount,
        first_reason=None,
        **caps_of(rulebooks.shipped(machine.rulebook_version), snapshot.frozen_on),
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


def _manual_row(machine: DecisionRow, decided_by: str, differing: Mapping[str, Any]) -> DecisionRow:
    """A person's decision: what the machine knew and answered is kept beside it."""
    kept = (
        *("case_id", "submission", "weighing", "currency", "binding_constraint", "authority"),
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
