"""What is booked is booked once, balances, and stays: whoever asks, and however."""

import asyncio
from datetime import date
from uuid import UUID

import asyncpg
import pytest

from services.kit import journal
from services.kit.identifiers import new_id
from services.kit.journal import Balance, EntryDiffers, Posted
from services.kit.money import Money
from services.kit.postings import Entry, Line, credit, debit, reversal_of
from tests.integration.kit.notes import Notes

DAY = date(2026, 11, 27)
TEN = Money(1_000, "CNY")
REWRITES = tuple(
    f"{verb} notes.{table}{rest}"
    for table, column in (
        ("journal_entries", "kind"),
        ("journal_lines", "account"),
        ("ledger_accounts", "title_en"),
    )
    for verb, rest in (
        ("UPDATE", f" SET {column} = 'other'"),
        ("DELETE FROM", ""),
        ("TRUNCATE", " CASCADE"),
    )
)
ENTRY = (
    "INSERT INTO notes.journal_entries (source_id, entry_id, source_type, event, kind, booked_on,"
    " value_date, request_id) VALUES ($1, $2, 'note', $3, 'payment', '2026-11-27', '2026-11-27',"
    " 'req_of_a_test')"
)
BY_HAND = f"""
    WITH entry AS ({ENTRY} RETURNING source_id, entry_id)
    INSERT INTO notes.journal_lines (source_id, entry_id, line_no, account, amount_minor, currency,
        dimensions)
    SELECT source_id, entry_id, line_no, account, amount_minor, currency, '{{}}'
    FROM entry, unnest($4::text[], $5::bigint[], $6::text[])
        WITH ORDINALITY AS line (account, amount_minor, currency, line_no)
"""


def a_payment(
    source_id: UUID, *, amount: Money = TEN, event: str = "paid:1", on: date = DAY
) -> Entry:
    return Entry(
        source_type="note",
        source_id=source_id,
        event=event,
        kind="payment",
        booked_on=on,
        value_date=DAY,
        lines=(debit("cash", amount, product="credit"), credit("deposits", amount)),
    )


async def post(notes: Notes, entry: Entry) -> Posted:
    async with notes.sessions.begin() as session:
        return await journal.post(session, entry)


async def write_by_hand(notes: Notes, *lines: tuple[str, int, str]) -> None:
    accounts, amounts, currencies = zip(*lines, strict=True) if lines else ([], [], [])
    await notes.admin.execute(
        BY_HAND, new_id(), new_id(), "paid:1", list(accounts), list(amounts), list(currencies)
    )


async def test_an_entry_is_kept_as_it_was_posted(notes: Notes) -> None:
    entry = a_payment(new_id())
    posted = await post(notes, entry)
    async with notes.sessions() as session:
        found = await journal.booked(
            session, source_type="note", source_id=entry.source_id, event="paid:1"
        )
        nothing = await journal.booked(
            session, source_type="note", source_id=entry.source_id, event="paid:2"
        )
    assert posted.is_new
    assert found == (posted.entry_id, entry)
    assert nothing is None


async def test_the_second_time_nothing_is_booked(notes: Notes) -> None:
    entry = a_payment(new_id())
    first = await post(notes, entry)
    again = await post(notes, a_payment(entry.source_id, on=date(2026, 11, 28)))
    assert again == Posted(first.entry_id, is_new=False)
    assert (await notes.count("journal_entries"), await notes.count("journal_lines")) == (1, 2)


async def test_the_same_event_with_other_figures_is_refused(notes: Notes) -> None:
    entry = a_payment(new_id())
    await post(notes, entry)
    with pytest.raises(EntryDiffers):
        await post(notes, a_payment(entry.source_id, amount=Money(1_001, "CNY")))
    assert await notes.count("journal_entries") == 1


async def test_c14_one_event_posted_twenty_times_at_once_is_booked_once(notes: Notes) -> None:
    entry = a_payment(new_id())
    posted = await asyncio.gather(*(post(notes, entry) for _ in range(20)))
    assert sum(each.is_new for each in posted) == 1
    assert len({each.entry_id for each in posted}) == 1
    assert await notes.count("journal_lines") == 2


async def test_a_reversal_brings_every_account_back(notes: Notes) -> None:
    entry = a_payment(new_id())
    posted = await post(notes, entry)
    back = reversal_of(
        posted.entry_id, entry, event="paid:1:back", kind="reversal", booked_on=DAY, value_date=DAY
    )
    assert (await post(notes, back)).is_new
    async with notes.sessions() as session:
        found = await journal.balances(session, as_of=DAY)
    assert [(each.account, each.debits_minor - each.credits_minor) for each in found] == [
        ("cash", 0),
        ("deposits", 0),
    ]


async def test_an_entry_is_reversed_once(notes: Notes) -> None:
    entry = a_payment(new_id())
    posted = await post(notes, entry)
    for event, refused in (("back:1", False), ("back:2", True)):
        back = reversal_of(
            posted.entry_id, entry, event=event, kind="reversal", booked_on=DAY, value_date=DAY
        )
        if refused:
            with pytest.raises(Exception, match="uq_journal_entries_reverses"):
                await post(notes, back)
        else:
            await post(notes, back)


async def test_balances_are_those_of_a_day(notes: Notes) -> None:
    await post(notes, a_payment(new_id()))
    await post(notes, a_payment(new_id(), amount=Money(5, "USD"), on=date(2026, 11, 28)))
    async with notes.sessions() as session:
        first = await journal.balances(session, as_of=DAY)
        second = await journal.balances(session, as_of=date(2026, 11, 28))
    assert first == [Balance("cash", "CNY", 1_000, 0), Balance("deposits", "CNY", 0, 1_000)]
    assert [each for each in second if each.currency == "USD"] == [
        Balance("cash", "USD", 5, 0),
        Balance("deposits", "USD", 0, 5),
    ]


@pytest.mark.parametrize(
    ("lines", "constraint"),
    [
        ([("cash", 5, "CNY"), ("fees", -4, "CNY")], "entries_balance"),
        ([("cash", 5, "CNY")], "entries_balance"),
        ([("cash", 5, "CNY"), ("fees", -5, "USD")], "entries_balance"),
        ([("cash", 5, "CNY"), ("unheard_of", -5, "CNY")], "accounts_are_known"),
        ([("cash", 0, "CNY"), ("fees", 0, "CNY")], "ck_journal_lines_amount_not_zero"),
        ([("cash", 5, "yuan"), ("fees", -5, "yuan")], "ck_journal_lines_currency_spelt"),
        ([], "entries_have_lines"),
    ],
)
async def test_the_database_refuses_what_is_no_entry(
    notes: Notes, lines: list[tuple[str, int, str]], constraint: str
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await write_by_hand(notes, *lines)
    assert refused.value.constraint_name == constraint
    assert await notes.count("journal_entries") == 0


async def test_no_line_is_added_to_an_entry_later(notes: Notes) -> None:
    entry = a_payment(new_id())
    posted = await post(notes, entry)
    later = (
        "INSERT INTO notes.journal_lines VALUES"
        " ($1, $2, 3, 'cash', 7, 'CNY', '{}'), ($1, $2, 4, 'fees', -7, 'CNY', '{}')"
    )
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await notes.admin.execute(later, entry.source_id, posted.entry_id)
    assert refused.value.constraint_name == "entries_are_whole"


async def test_an_entry_without_its_lines_is_refused_even_within_a_transaction(
    notes: Notes,
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await notes.admin.execute(ENTRY, new_id(), new_id(), "paid:1")
    assert refused.value.constraint_name == "entries_have_lines"


@pytest.mark.parametrize("statement", REWRITES)
async def test_o4_books_are_kept_even_from_their_owner(notes: Notes, statement: str) -> None:
    await post(notes, a_payment(new_id()))
    owner = await asyncpg.connect(notes.owner_url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="history is only added to"):
            await owner.execute(statement)
    finally:
        await owner.close()


@pytest.mark.parametrize("statement", REWRITES)
async def test_o4_books_are_kept_from_the_running_role(notes: Notes, statement: str) -> None:
    running = await asyncpg.connect(notes.url)
    try:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await running.execute(statement)
    finally:
        await running.close()


async def test_dimensions_are_part_of_what_was_booked(notes: Notes) -> None:
    entry = a_payment(new_id())
    await post(notes, entry)
    other = Entry(
        source_type=entry.source_type,
        source_id=entry.source_id,
        event=entry.event,
        kind=entry.kind,
        booked_on=DAY,
        value_date=DAY,
        lines=(Line("cash", TEN, {"product": "group"}), entry.lines[1]),
    )
    with pytest.raises(EntryDiffers):
        await post(notes, other)
