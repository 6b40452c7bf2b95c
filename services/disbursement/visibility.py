"""Whose contracts a caller sees: its own, its partner's, or, for staff, all of them."""

from uuid import UUID

from sqlalchemy import ColumnElement, false, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from services.disbursement.contracts.tables import ContractRow, SignerRow
from services.kit.caller import Caller
from services.kit.roles import Role


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """The predicate every query over contracts carries; nobody in particular sees nothing."""
    if caller.partner_id is not None:
        return ContractRow.partner_id == caller.partner_id
    if Role.BORROWER in caller.roles:
        return ContractRow.owner == caller.subject
    return true() if caller.is_staff else false()


def read_by(caller: Caller) -> ColumnElement[bool]:
    """The same, and for a borrower what it signs for somebody else: guarantor, spouse."""
    if Role.BORROWER in caller.roles and caller.partner_id is None:
        signs = select(SignerRow.contract_id).where(SignerRow.owner == caller.subject)
        return or_(seen_by(caller), ContractRow.contract_id.in_(signs))
    return seen_by(caller)


def acts_as(caller: Caller) -> str:
    """The owner whose part a caller takes: its own, or its partner's.

    A partner acts for its borrowers as one, whichever of its logins asks.
    """
    return caller.principal if caller.partner_id is not None else caller.subject


def of_a_contract_seen_by(
    caller: Caller, contract_id: InstrumentedAttribute[UUID]
) -> ColumnElement[bool]:
    """The same for rows that hang on a contract by `contract_id`."""
    if caller.is_staff:
        return true()
    return contract_id.in_(select(ContractRow.contract_id).where(seen_by(caller)))
