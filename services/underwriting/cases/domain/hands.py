"""Whose hand a case may not have twice: four eyes, counted per submission."""

from services.kit.caller import Caller
from services.kit.errors import OwnWork


def require_no_stake(caller: Caller, owner: str) -> None:
    """Raise `OwnWork` for a member of staff who is the borrower, or of the borrower's partner."""
    if caller.is_among({owner}):
        raise OwnWork


def require_fresh_eyes(caller: Caller, owner: str, earlier: frozenset[str]) -> None:
    """Raise `OwnWork` unless the caller had no hand in this submission.

    `earlier` are all whose hands it went through: at the intake, and for an approval those who
    valued what secures it and the underwriters who recommended it, those whose terms were returned
    included. A new submission counts anew.
    """
    require_no_stake(caller, owner)
    if caller.is_among(earlier):
        raise OwnWork
