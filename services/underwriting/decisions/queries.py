"""Reads of decisions; each sees only what its caller may see."""

import json
from dataclasses import dataclass
from uuid import UUID

from services.underwriting.decisions import repository, rulebooks
from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.explanation import Explanation, explain
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.replay import Replay, replay
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import Snapshot
from services.underwriting.decisions.tables import DecisionRow
from services.underwriting.reader import Reader
from services.underwriting.visibility import CaseOfDecision, case_of_decision


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision and the case it was made for."""

    row: DecisionRow
    case: CaseOfDecision


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision, the rules it was made by, and what the machine has to say of its own."""

    record: DecisionRecord
    rulebook: Rulebook
    machine: Explanation


async def decision(decision_id: UUID, reader: Reader) -> DecisionRecord:
    """One decision; raises `NotFound`."""
    async with reader.sessions() as session:
        row = await repository.find(session, decision_id, reader.caller)
        return DecisionRecord(row, await case_of_decision(session, row.case_id))


async def explanation(decision_id: UUID, reader: Reader) -> Explained:
    """A decision explained, by deciding its frozen facts anew; raises `NotFound`."""
    record = await decision(decision_id, reader)
    answer, rulebook = _again(record.row)
    return Explained(record, rulebook, explain(answer.snapshot, rulebook, answer))


async def replayed(decision_id: UUID, reader: Reader) -> tuple[DecisionRecord, Replay]:
    """A decision's frozen facts decided anew, held against what was kept; raises `NotFound`."""
    record = await decision(decision_id, reader)
    row = record.row
    rulebook = rulebooks.shipped(row.rulebook_version)
    return record, replay(json.loads(row.snapshot), rulebook, row.answer.encode())


def _again(row: DecisionRow) -> tuple[Decision, Rulebook]:
    rulebook = rulebooks.shipped(row.rulebook_version)
    return decide(Snapshot.from_document(json.loads(row.snapshot)), rulebook), rulebook
