"""C1, C2, C18 and the loans of C29: books and histories that no code of ours could have written."""

from uuid import UUID, uuid4

import pytest

from deploy.invariants import c01_entries, c02_books, c18_reversals, c29_owners
from tests.integration.invariants.spoiled import Spoiled

ENTRY = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
LOAN = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
BOOKS = ("disbursement", "repayment")


async def let_anything_in(spoil: Spoiled, books: str) -> None:
    for table in ("journal_entries", "journal_lines"):
        await spoil.run(f"ALTER TABLE {books}.{table} DISABLE TRIGGER USER")


async def lay_entry(spoil: Spoiled, books: str, *lines: tuple[str, int, str]) -> None:
    await spoil.plant(f"{books}.journal_entries", source_id=LOAN, entry_id=ENTRY)
    for number, (account, amount, currency) in enumerate(lines, start=1):
        await spoil.plant(
            f"{books}.journal_lines",
            source_id=LOAN,
            entry_id=ENTRY,
            line_no=number,
            account=account,
            amount_minor=amount,
            currency=currency,
            dimensions="{}",
        )


async def lay_transactions(spoil: Spoiled, *rows: dict[str, object]) -> None:
    await spoil.run(
        "ALTER TABLE repayment.loan_transactions DROP CONSTRAINT"
        " uq_loan_transactions_loan_id_reverses"
    )
    for number, row in enumerate(rows, start=1):
        known = {"sequence": number, "amount_minor": 100, "currency": "CNY"} | row
        await spoil.plant("repayment.loan_transactions", loan_id=LOAN, **known)


PAID_OUT: dict[str, object] = {"kind": "disbursed", "reference": "pay"}
TAKEN_BACK: dict[str, object] = {"kind": "reversed", "reference": "back", "reverses": "pay"}


@pytest.mark.parametrize("books", BOOKS)
async def test_invariant_1_sees_an_entry_off_in_one_currency(spoil: Spoiled, books: str) -> None:
    await let_anything_in(spoil, books)
    await lay_entry(spoil, books, ("a", 7, "CNY"), ("b", -5, "CNY"), ("a", 1, "USD"))
    assert sorted(await spoil.breaches(c01_entries.INVARIANT)) == [
        f"{books} {ENTRY}: is off by 1 USD",
        f"{books} {ENTRY}: is off by 2 CNY",
    ]


@pytest.mark.parametrize("books", BOOKS)
async def test_invariant_2_sees_books_that_come_to_something_and_strange_accounts(
    spoil: Spoiled, books: str
) -> None:
    await let_anything_in(spoil, books)
    await lay_entry(spoil, books, ("unheard_of", 7, "CNY"))
    assert sorted(await spoil.breaches(c02_books.INVARIANT)) == [
        f"{books} {ENTRY}: has 1 lines",
        f"{books} {ENTRY}: names the account unheard_of",
        f"{books} CNY: the trial balance is off by 7",
    ]


@pytest.mark.parametrize("books", BOOKS)
async def test_invariant_2_sees_an_entry_without_lines(spoil: Spoiled, books: str) -> None:
    await let_anything_in(spoil, books)
    await lay_entry(spoil, books)
    assert await spoil.breaches(c02_books.INVARIANT) == [f"{books} {ENTRY}: has 0 lines"]


async def test_invariant_18_lets_a_whole_reversal_be(spoil: Spoiled) -> None:
    await lay_transactions(spoil, PAID_OUT, TAKEN_BACK)
    assert await spoil.breaches(c18_reversals.INVARIANT) == []


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        ((PAID_OUT, TAKEN_BACK | {"amount_minor": 99}), ["back: takes back another amount"]),
        ((PAID_OUT, TAKEN_BACK | {"currency": "USD"}), ["back: takes back another amount"]),
        ((TAKEN_BACK,), ["back: takes back what is not there"]),
        ((TAKEN_BACK, PAID_OUT), ["back: takes back what came later"]),
        (
            (PAID_OUT, TAKEN_BACK, TAKEN_BACK | {"reference": "again", "reverses": "back"}),
            ["again: takes back a reversal"],
        ),
        ((PAID_OUT, TAKEN_BACK, TAKEN_BACK | {"reference": "b2"}), ["pay: was taken back 2 times"]),
    ],
)
async def test_invariant_18_sees_a_reversal_that_does_not_fit(
    spoil: Spoiled, rows: tuple[dict[str, object], ...], faults: list[str]
) -> None:
    await lay_transactions(spoil, *rows)
    assert await spoil.breaches(c18_reversals.INVARIANT) == [f"{LOAN} {each}" for each in faults]


async def test_invariant_29_sees_a_loan_of_another(spoil: Spoiled) -> None:
    """No application of that borrower led to it."""
    await spoil.plant(
        "repayment.loans",
        loan_id=LOAN,
        application_id=uuid4(),
        status="pending",
        document_sha256=b"x" * 32,
        rate_ppm=0,
        penalty_multiple_ppm=1_500_000,
        grace_days=0,
    )
    assert await spoil.breaches(c29_owners.INVARIANT) == [
        f"repayment.loans {LOAN}: is not its application's"
    ]
