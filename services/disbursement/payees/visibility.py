"""Whose accounts a caller sees: its own, its partner's, or, for staff, all of them."""

from sqlalchemy import ColumnElement, false, true

from services.disbursement.payees.tables import PayeeAccountRow
from services.kit.caller import Caller
from services.kit.roles import Role


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The predicate every query over accounts carries; nobody in particular sees nothing."""
    if caller.partner_id is not None:
        return PayeeAccountRow.partner_id == caller.partner_id
    if Role.BORROWER in caller.roles:
        return PayeeAccountRow.owner == caller.subject
    return true() if caller.is_staff else false()
