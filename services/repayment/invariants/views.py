"""From verdicts to what readers get."""

from services.kit.languages import Language, say
from services.repayment.invariants.queries import Verdict, Verdicts
from services.repayment.invariants.schemas.read import BreachRead, InvariantList, InvariantRead


def invariants(found: Verdicts, language: Language) -> InvariantList:
    """Every verdict, its sentence in `language`."""
    return InvariantList(
        asked_at=found.at,
        ok=not any(verdict.breaches for verdict in found.verdicts),
        data=[_invariant(verdict, language) for verdict in found.verdicts],
    )


def _invariant(verdict: Verdict, language: Language) -> InvariantRead:
    return InvariantRead(
        number=verdict.check.number,
        sentence=say(verdict.check.sentence, language),
        ok=not verdict.breaches,
        breaches=[BreachRead(place=each.place, fault=each.fault) for each in verdict.breaches],
    )
