"""The same facts and the same rules again: the same bytes, or something is not what it was."""

from dataclasses import dataclass

from services.underwriting.decisions.domain.decision import Decision
from services.underwriting.decisions.domain.pipeline import decide
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Replay:
    """The decision made anew, and whether it is the kept one byte for byte."""

    decision: Decision
    is_identical: bool


def replay(snapshot_document: object, rulebook: Rulebook, kept: bytes) -> Replay:
    """Decide the kept snapshot again; raises `Malformed` when it cannot be read."""
    decision = decide(Snapshot.from_document(snapshot_document), rulebook)
    return Replay(decision, decision.canonical() == kept)
