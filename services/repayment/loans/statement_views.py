"""From a statement to what readers get: JSON, or a table for a spreadsheet."""

from collections.abc import Iterator, Sequence
from typing import Final

from starlette.responses import Response

from services.kit import csv_text
from services.kit.csv_text import Cell
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.loan_engine.servicing.components import Component
from services.repayment.loans.domain.statement import Balance, Movement
from services.repayment.loans.queries import LoanStatement
from services.repayment.loans.schemas.statement import DayBalanceRead, MovementRead, StatementRead
from services.repayment.loans.standing_views import parts_read

HEAD: Final = (
    *("value_date", "kind", "reference", "currency"),
    *(component.value for component in Component),
    *("suspense", "balance_owed", "balance_suspense", "balance"),
)


def response(found: LoanStatement, media_type: str) -> Response:
    """A statement with every movement, in that form."""
    if media_type == csv_text.MEDIA_TYPE:
        headers = {"Content-Disposition": f'attachment; filename="{_file_name(found)}"'}
        content = csv_text.csv_of(HEAD, _rows(found))
        return Response(content, media_type=f"{media_type}; charset=utf-8", headers=headers)
    return Response(statement(found).model_dump_json().encode(), media_type=media_type)


def statement(found: LoanStatement) -> StatementRead:
    """A statement with every movement."""
    told = found.statement
    return StatementRead(
        loan_id=found.row.loan_id,
        contract_number=found.row.contract_number,
        currency=found.row.currency,
        begins_on=told.begins_on,
        ends_on=told.ends_on,
        opening=_balance(told.opening),
        movements=[_movement(each) for each in told.movements],
        closing=_balance(told.closing),
    )


def _file_name(found: LoanStatement) -> str:
    """What the table is called when it is saved: whose it is and of which period."""
    told = found.statement
    return f"{typeid_of('loan', found.row.loan_id)}-{told.begins_on}-{told.ends_on}.csv"


def _rows(found: LoanStatement) -> Iterator[Sequence[Cell]]:
    told, currency = found.statement, found.row.currency
    nothing = Balance()
    yield _row(told.begins_on.isoformat(), "opening", None, nothing, told.opening, currency)
    for each in told.movements:
        what = each.what
        day = what.on.isoformat()
        yield _row(day, what.kind.value, what.reference, what.by, each.balance, currency)
    yield _row(told.ends_on.isoformat(), "closing", None, nothing, told.closing, currency)


def _row(
    day: str, kind: str, reference: str | None, by: Balance, after: Balance, currency: str
) -> Sequence[Cell]:
    amounts = (
        *(by.parts.get(component, 0) for component in Component),
        *(by.suspense_minor, sum(after.parts.values()), after.suspense_minor, after.total_minor),
    )
    return (day, kind, reference, currency, *(Money(each, currency) for each in amounts))


def _movement(each: Movement) -> MovementRead:
    what = each.what
    return MovementRead(
        value_date=what.on,
        kind=what.kind,
        reference=what.reference,
        owed=parts_read(what.by.parts),
        suspense=what.by.suspense_minor,
        balance=_balance(each.balance),
    )


def _balance(balance: Balance) -> DayBalanceRead:
    return DayBalanceRead(
        owed=parts_read(balance.parts),
        suspense=balance.suspense_minor,
        total=balance.total_minor,
    )
