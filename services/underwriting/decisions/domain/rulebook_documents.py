"""The documents a rulebook is made of, each read strictly and all of them together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from services.underwriting.decisions.domain import affordability, limits
from services.underwriting.decisions.domain.canonical import canonical_json, fingerprint
from services.underwriting.decisions.domain.characteristics import Reading, readings_of
from services.underwriting.decisions.domain.decision_table import (
    DecisionTable,
    HitPolicy,
    Provenance,
    table_of,
)
from services.underwriting.decisions.domain.facts import OF_CASE, OF_CO_BORROWER
from services.underwriting.decisions.domain.outcomes import Authority
from services.underwriting.decisions.domain.parameters import Parameters, parameters_of
from services.underwriting.decisions.domain.pricing import share_of
from services.underwriting.decisions.domain.reason_codes import (
    MISSING_CODES,
    OWN_CODES,
    carried_by,
    changed_by,
    limited_by,
    scored_on,
)
from services.underwriting.decisions.domain.rules import (
    ChangeKind,
    Effect,
    Rating,
    amount_of,
    effect_of,
    rating_of,
)
from services.underwriting.decisions.domain.scorecard import Scorecard, scorecard_of
from services.underwriting.decisions.domain.strict import (
    Malformed,
    Record,
    day_of,
    member_of,
    text_of,
    whole_of,
)
from services.underwriting.decisions.domain.wording import Wordings, wordings_of

RULEBOOK_FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents:
    """All rules of a version, whatever day they hold on."""

    version: str
    valid_from: date
    sha256: str
    rules: DecisionTable[Effect]
    co_borrowers: DecisionTable[Effect]
    card: Scorecard
    readings: tuple[Reading, ...]
    ratings: DecisionTable[Rating]
    rating_caps: DecisionTable[int]
    pricing: DecisionTable[int]
    affordability: Parameters
    limits: Parameters
    cost: DecisionTable[Effect]
    authority: DecisionTable[Authority]
    wordings: Wordings

    @classmethod
    def of(cls, documents: Mapping[str, object]) -> Self:
        """The documents by their names; raises `Malformed` when one is missing or unknown."""
        every = Record(documents)
        named = {name: Record(every.raw(name), every.at(name)) for name in NAMES}
        every.close()
        card = scorecard_of(named["scorecard"])
        version, valid_from = _manifest(named["rulebook"], card)
        collect, unique, first = HitPolicy.COLLECT, HitPolicy.UNIQUE, HitPolicy.FIRST
        rules = table_of(named["rules"], OF_CASE, collect, effect_of)
        co_borrowers = table_of(named["co_borrowers"], OF_CO_BORROWER, collect, effect_of)
        cost = table_of(named["cost"], OF_CASE, collect, effect_of)
        codes = {row.code for table in (rules, co_borrowers, cost) for row in table.rows}
        return cls(
            version=version,
            valid_from=valid_from,
            sha256=fingerprint(canonical_json(documents)),
            rules=rules,
            co_borrowers=co_borrowers,
            card=card,
            readings=readings_of(named["characteristics"], card),
            ratings=table_of(named["ratings"], OF_CASE, unique, rating_of),
            rating_caps=table_of(named["rating_caps"], OF_CASE, unique, amount_of),
            pricing=table_of(named["pricing"], OF_CASE, unique, share_of),
            affordability=parameters_of(named["affordability"]),
            limits=parameters_of(named["limits"]),
            cost=cost,
            authority=table_of(named["authority"], OF_CASE, first, member_of(Authority)),
            wordings=wordings_of(named["words"], frozenset(codes) | _own_codes(card)),
        )

    def provenances(self) -> Iterator[Provenance]:
        """The days and sources of every single rule and figure."""
        tables = (self.rules, self.co_borrowers, self.cost, self.ratings, self.rating_caps)
        for table in (*tables, self.pricing, self.authority):
            yield from (row.provenance for row in table.rows)
        for reading in self.readings:
            if reading.table is not None:
                yield from (row.provenance for row in reading.table.rows)
        for parameters in (self.affordability, self.limits):
            yield from (entry.provenance for entry in parameters.entries)


NAMES: Final = (
    "rulebook",
    "rules",
    "co_borrowers",
    "scorecard",
    "characteristics",
    "ratings",
    "rating_caps",
    "pricing",
    "affordability",
    "limits",
    "cost",
    "authority",
    "words",
)


def _manifest(record: Record, card: Scorecard) -> tuple[str, date]:
    if record.read("format", whole_of) != RULEBOOK_FORMAT:
        raise Malformed("unknown_format", record.at("format"))
    if record.read("scorecard", text_of) != f"{card.name}/{card.version}":
        raise Malformed("another_scorecard", record.at("scorecard"))
    version, valid_from = record.read("rulebook", text_of), record.read("valid_from", day_of)
    record.close()
    return version, valid_from


def _own_codes(card: Scorecard) -> frozenset[str]:
    scored = {scored_on(line.name) for line in card.characteristics}
    limited = {limited_by(cap) for cap in limits.CAPS}
    carried = {carried_by(test) for test in affordability.TESTS}
    changed = {changed_by(kind) for kind in ChangeKind}
    return OWN_CODES | MISSING_CODES | scored | limited | carried | changed
