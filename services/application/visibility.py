"""Whose rows a caller sees: its own, its partner's, or, for staff, all of them."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

from services.kit.caller import Caller
from services.kit.roles import Role


def owner_of(caller: Caller) -> str:
    """The owner written on what `caller` creates: its subject, or "partner:<uuid>".

    A partner's clients share what any of them made, and no login can bear a partner's name.
    """
    return caller.principal if caller.partner_id is not None else caller.subject


def visible_to(
    caller: Caller,
    owner_column: InstrumentedAttribute[str],
    partner_column: InstrumentedAttribute[UUID | None] | InstrumentedAttribute[Any],
) -> ColumnElement[bool]:
    """The predicate every query over owned rows carries; nobody in particular sees nothing."""
    if caller.partner_id is not None:
        return partner_column == caller.partner_id
    if Role.BORROWER in caller.roles:
        return owner_column == caller.subject
    return true() if caller.is_staff else false()
