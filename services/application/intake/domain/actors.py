"""Who acts on an application, as history and next step say it: a role, never a person."""

from enum import StrEnum

from services.kit.caller import Caller


class Actor(StrEnum):
    """Whose turn it is, or was."""

    BORROWER = "borrower"
    PARTNER = "partner"
    LOAN_OFFICER = "loan_officer"
    APPROVER = "approver"
    UNDERWRITER = "underwriter"
    SYSTEM = "system"
    NOBODY = "nobody"


def applicant_of(caller: Caller) -> Actor:
    """The outside hand that writes: the partner's if there is one, else the borrower's."""
    return Actor.BORROWER if caller.partner_id is None else Actor.PARTNER
