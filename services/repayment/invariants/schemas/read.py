"""What finance and auditors get of the invariants."""

from typing import Annotated

from pydantic import Field

from services.kit.schemas import InstantRead, ReadSchema
from services.repayment.invariants.checks.check import BREACHES_MAX

Text = Annotated[str, Field(max_length=1_000)]


class BreachRead(ReadSchema):
    """One thing that breaks an invariant: where, and how."""

    place: Text
    fault: Text


class InvariantRead(ReadSchema):
    """One sentence that must hold, and what breaks it."""

    number: int = Field(description="in the catalogue of invariants")
    sentence: Text
    ok: bool
    breaches: list[BreachRead] = Field(
        max_length=BREACHES_MAX, description=f"the first {BREACHES_MAX} of them"
    )


class InvariantList(ReadSchema):
    """Every invariant, all of them asked of one moment."""

    asked_at: InstantRead
    ok: bool = Field(description="whether all of them hold")
    data: list[InvariantRead] = Field(max_length=100)
