"""What was booked, as readers are shown it."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from services.kit.journal_rows import EntryRecord, EntryRow, LineRow
from services.repayment.ledger import views
from services.repayment.ledger.entry import LOAN, SHARD

SOURCE = UUID(int=7)
DAY = date(2026, 3, 12)


def an_entry(source_type: str) -> EntryRecord:
    head = EntryRow(
        source_id=SOURCE,
        entry_id=UUID(int=9),
        source_type=source_type,
        event="disbursed:1",
        kind="disbursed",
        booked_on=DAY,
        value_date=DAY,
        reverses=None,
        request_id="req_of_a_test",
        recorded_at=datetime(2026, 3, 12, 2, 30, tzinfo=UTC),
    )
    lines = [
        LineRow(
            line_no=number,
            account=account,
            amount_minor=amount,
            currency="CNY",
            dimensions={"product": "SOLE_TRADER_CREDIT"},
        )
        for number, (account, amount) in enumerate(
            (("loan_principal", 500), ("funding_clearing", -500)), start=1
        )
    ]
    return EntryRecord(head, lines)


@pytest.mark.parametrize(("source_type", "loan_id"), [(LOAN, SOURCE), (SHARD, None)])
def test_an_entry_names_its_loan_and_a_night_names_none(
    source_type: str, loan_id: UUID | None
) -> None:
    assert views.entry(an_entry(source_type)).loan_id == loan_id


def test_sides_are_named_and_amounts_are_never_negative() -> None:
    shown = views.entry(an_entry(LOAN))
    assert [(line.side, line.account, line.amount.amount) for line in shown.lines] == [
        ("debit", "loan_principal", 500),
        ("credit", "funding_clearing", 500),
    ]
