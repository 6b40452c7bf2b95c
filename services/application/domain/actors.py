"""Who acts on an application, as history and next step say it: a role, never a person."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from services.kit.caller import Caller
from services.kit.errors import OwnWork


class Actor(StrEnum):
    """Whose turn it is, or was."""

    BORROWER = "borrower"
    GUARANTOR = "guarantor"
    PARTNER = "partner"
    LOAN_OFFICER = "loan_officer"
    APPROVER = "approver"
    UNDERWRITER = "underwriter"
    FINANCE_MAKER = "finance_maker"
    FINANCE_CHECKER = "finance_checker"
    SYSTEM = "system"
    NOBODY = "nobody"


# Who applies, and acts for itself.
APPLICANTS: Final = frozenset({Actor.BORROWER, Actor.PARTNER})


def applicant_of(caller: Caller) -> Actor:
    """The outside hand that writes: the partner's if there is one, else the borrower's."""
    return Actor.BORROWER if caller.partner_id is None else Actor.PARTNER


def own_machinery(caller: Caller) -> Caller:
    """Our own hand, acting within the request of `caller`."""
    return replace(
        caller, subject="system:fast_track", roles=frozenset(), scopes=frozenset(), partner_id=None
    )


def require_not_own(caller: Caller, owner: str, writers: frozenset[str]) -> None:
    """Raise `OwnWork` if the caller, or its partner, owns, made or changed what it is to judge."""
    if caller.is_among({owner, *writers}):
        raise OwnWork
