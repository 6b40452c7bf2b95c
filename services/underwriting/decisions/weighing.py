"""Deciding by the rules: once per submission, and again when what secures the loan is valued."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.kit.identifiers import new_id
from services.kit.money import Money
from services.underwriting.decisions import repository, rulebooks, wire
from services.underwriting.decisions.domain.decision import OFFER_LIFE, Decision
from services.underwriting.decisions.domain.outcomes import DecisionOutcome
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.securing import secured_by
from services.underwriting.decisions.domain.snapshot import CollateralFacts, Snapshot
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.machinery import ASSESSMENT

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Decided:
    """What came out, for the case that asked. `amount` is there when it was approved.

    The caps are what one borrower, and one group, may owe us in all by the rules it rests on.
    """

    decision_id: UUID
    outcome: DecisionOutcome
    authority: str
    amount: Money | None
    cap_minor: int
    group_cap_minor: int
    first_reason: str | None


async def decide_automatically(
    session: AsyncSession,
    case_id: UUID,
    snapshot: Snapshot,
    things: Sequence[CollateralFacts] = (),
) -> Decided:
    """Decide on a frozen snapshot by the rules of its day, and write the decision down.

    `things` are what secures the loan, valued or not.
    """
    rulebook = rulebook_on(snapshot.frozen_on)
    answer = decide(_secured(snapshot, things, rulebook), rulebook)
    return await _written(session, case_id, answer, FIRST)


async def weigh_again(
    session: AsyncSession, place: tuple[UUID, int], things: Sequence[CollateralFacts]
) -> Decided:
    """Decide the case and submission of `place` anew: its frozen facts, its own rules, and what
    is known by now of the things that secure it.

    The case is locked. Raises `NotFound` before the first decision.
    """
    machine = await repository.automatic(session, *place)
    frozen = Snapshot.from_document(json.loads(machine.snapshot))
    rulebook = rulebooks.shipped(machine.rulebook_version)
    answer = decide(_secured(frozen, things, rulebook), rulebook)
    return await _written(session, place[0], answer, machine.weighing + 1)


def rulebook_on(day: date) -> Rulebook:
    """The rulebook of the day; before the first one it is that one, which refers all."""
    try:
        return rulebooks.current(day)
    except rulebooks.UnknownRulebook:
        return rulebooks.shipped(rulebooks.VERSIONS[0])


def _secured(snapshot: Snapshot, things: Sequence[CollateralFacts], rulebook: Rulebook) -> Snapshot:
    in_force = rulebook.on(snapshot.frozen_on)
    loan_to_value = in_force.limits.loan_to_value if in_force else {}
    return replace(snapshot, collateral=secured_by(things, loan_to_value))


async def _written(
    session: AsyncSession, case_id: UUID, answer: Decision, weighing: int
) -> Decided:
    row = _row(case_id, answer, weighing)
    session.add(row)
    await session.flush()
    reasons = answer.reasons
    return Decided(
        decision_id=row.decision_id,
        outcome=answer.outcome,
        authority=answer.authority.value,
        amount=None if row.amount_minor is None else Money(row.amount_minor, row.currency),
        **caps_of(answer.rulebook, answer.snapshot.frozen_on),
        first_reason=reasons[0].code if reasons else None,
    )


def caps_of(rulebook: Rulebook, day: date) -> dict[str, int]:
    """The caps of a `Decided` by the rules of that day; 0 without any."""
    in_force = rulebook.on(day)
    limits = in_force.limits if in_force else None
    return {
        "cap_minor": limits.single_borrower_minor if limits else 0,
        "group_cap_minor": limits.group_minor if limits else 0,
    }


def _row(case_id: UUID, answer: Decision, weighing: int) -> DecisionRow:
    snapshot, is_approved = answer.snapshot, answer.outcome is DecisionOutcome.APPROVED
    canonical = answer.canonical()
    return DecisionRow(
        decision_id=new_id(),
        case_id=case_id,
        submission=snapshot.submission,
        weighing=weighing,
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
