"""A version of the rules, read once and compiled for every span of days on which it is the same."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from services.underwriting.decisions.domain.affordability import AffordabilityRules
from services.underwriting.decisions.domain.characteristics import CardReader, card_reader
from services.underwriting.decisions.domain.decision_table import DecisionTable
from services.underwriting.decisions.domain.limits import LimitRules
from services.underwriting.decisions.domain.outcomes import Authority
from services.underwriting.decisions.domain.rulebook_documents import Documents
from services.underwriting.decisions.domain.rules import Effect, Rating
from services.underwriting.decisions.domain.wording import Wordings


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesInForce:
    """Everything one decision needs, of the rules that hold on its day."""

    rules: DecisionTable[Effect]
    co_borrowers: DecisionTable[Effect]
    card: CardReader
    ratings: DecisionTable[Rating]
    rating_caps: DecisionTable[int]
    pricing: DecisionTable[int]
    affordability: AffordabilityRules
    limits: LimitRules
    cost: DecisionTable[Effect]
    authority: DecisionTable[Authority]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """A version of the rules; immutable, safe to keep for the life of the process."""

    version: str
    sha256: str
    scorecard: str
    wordings: Wordings
    valid_from: date
    spans: tuple[RulesInForce, ...]
    begins: tuple[date, ...]

    def on(self, day: date) -> RulesInForce | None:
        """The rules that hold on `day`; None before the rulebook begins."""
        place = bisect_right(self.begins, day)
        return self.spans[place - 1] if place else None


def rulebook_of(documents: Mapping[str, object]) -> Rulebook:
    """The rulebook in these parsed documents, by name; raises `Malformed` for any fault in them.

    Each figure must be in force on every day from the rulebook's first on.
    """
    read = Documents.of(documents)
    begins = tuple(sorted({day for day in _changes(read) if day >= read.valid_from}))
    return Rulebook(
        version=read.version,
        sha256=read.sha256,
        scorecard=f"{read.card.name}/{read.card.version}",
        wordings=read.wordings,
        valid_from=read.valid_from,
        spans=tuple(_in_force(read, day) for day in begins),
        begins=begins,
    )


def _changes(read: Documents) -> Iterator[date]:
    yield read.valid_from
    for provenance in read.provenances():
        yield provenance.valid_from
        if provenance.valid_to is not None:
            yield provenance.valid_to


def _in_force(read: Documents, day: date) -> RulesInForce:
    return RulesInForce(
        rules=read.rules.in_force(day),
        co_borrowers=read.co_borrowers.in_force(day),
        card=card_reader(read.card, read.readings, day),
        ratings=read.ratings.in_force(day),
        rating_caps=read.rating_caps.in_force(day),
        pricing=read.pricing.in_force(day),
        affordability=AffordabilityRules.of(read.affordability.in_force(day)),
        limits=LimitRules.of(read.limits.in_force(day)),
        cost=read.cost.in_force(day),
        authority=read.authority.in_force(day),
    )
