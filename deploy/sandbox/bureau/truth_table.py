"""What the sandbox bureau answers for which number: the truth table, and a draw for all others.

A magic number of a person is an identity number whose 15th digit is 9; the 16th picks the case, the
17th is free. Of a business it is a credit code with XW as its 9th and 10th character; the 11th
picks the case. Any region, any birthday and a right check digit: magic people are easily made.
The number every example and demonstration uses is clean.

| digit | case | what the bureau does |
|---|---|---|
| 0 | clean | reports three loans paid back, none running, nothing late |
| 1 | thin | has no record |
| 2 | overdue_now | reports one loan overdue today |
| 3 | often_overdue | reports three months running late, six in all (连三累六) |
| 4 | many_queries | reports eight queries in three months |
| 5 | listed | reports a bad status (a loan written off) |
| 6 | silent | never answers |
| 7 | failing | answers 500 |
| 8 | garbled | answers a report that breaks off |
| 9 | slow | answers like clean, late |
"""

from dataclasses import asdict, dataclass, replace
from enum import IntEnum
from hashlib import sha256
from typing import Any, Final

PERSON_MARK: Final = slice(14, 15)
PERSON_CASE: Final = 15
BUSINESS_MARK: Final = slice(8, 10)
BUSINESS_CASE: Final = 10
EXAMPLE_NUMBER: Final = "110101199003070003"
NO_RECORD_SHARE_OF_256: Final = 26
LATE_ONCE_SHARE_OF_256: Final = 52


class Case(IntEnum):
    """The rows of the truth table, by their digit."""

    CLEAN = 0
    THIN = 1
    OVERDUE_NOW = 2
    OFTEN_OVERDUE = 3
    MANY_QUERIES = 4
    LISTED = 5
    SILENT = 6
    FAILING = 7
    GARBLED = 8
    SLOW = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a report; amounts in fen, overdue ones over 24 months."""

    status: str = "reported"
    current_overdue_count: int = 0
    overdue_count: int = 0
    consecutive_overdue_max: int = 0
    has_bad_status: bool = False
    query_count_1m: int = 0
    query_count_3m: int = 0
    query_count_6m: int = 0
    open_loan_count: int = 0
    closed_loan_count: int = 0
    other_lender_count: int = 0
    guarantees_minor: int = 0
    debt_minor: int = 0
    monthly_debt_service_minor: int = 0

    def written(self) -> dict[str, Any]:
        """As the answer spells them."""
        return asdict(self)


NO_RECORD: Final = Figures(status="no_record")
CLEAN: Final = Figures(query_count_3m=1, query_count_6m=1, closed_loan_count=3)
BORROWING: Final = Figures(
    query_count_3m=1,
    query_count_6m=1,
    open_loan_count=1,
    closed_loan_count=2,
    debt_minor=2_000_000,
    monthly_debt_service_minor=80_000,
)
FIGURES: Final = {
    Case.CLEAN: CLEAN,
    Case.SLOW: CLEAN,
    Case.THIN: NO_RECORD,
    Case.OVERDUE_NOW: replace(
        BORROWING, current_overdue_count=1, overdue_count=1, consecutive_overdue_max=1
    ),
    Case.OFTEN_OVERDUE: replace(BORROWING, overdue_count=6, consecutive_overdue_max=3),
    Case.MANY_QUERIES: replace(BORROWING, query_count_1m=4, query_count_3m=8, query_count_6m=11),
    Case.LISTED: replace(
        BORROWING, has_bad_status=True, overdue_count=2, consecutive_overdue_max=2
    ),
}


def case_of(kind: str, number: str) -> Case | None:
    """The row a number picks; None for a number that is not magic."""
    if number == EXAMPLE_NUMBER:
        return Case.CLEAN
    is_person = kind == "person"
    mark, at = (PERSON_MARK, PERSON_CASE) if is_person else (BUSINESS_MARK, BUSINESS_CASE)
    is_magic = number[mark] == ("9" if is_person else "XW")
    digit = number[at : at + 1]
    return Case(int(digit)) if is_magic and digit.isascii() and digit.isdigit() else None


def figures_of(kind: str, number: str) -> Figures:
    """What is reported on a number: its row's, or a draw that is the same each time."""
    case = case_of(kind, number)
    return _drawn(kind, number) if case is None else FIGURES[case]


def _drawn(kind: str, number: str) -> Figures:
    """Mostly ordinary people; one in ten without a record, one in five late once."""
    octets = sha256(f"{kind}:{number}".encode()).digest()
    if octets[0] < NO_RECORD_SHARE_OF_256:
        return NO_RECORD
    was_late = octets[1] < LATE_ONCE_SHARE_OF_256
    open_loans = octets[2] % 3
    queries = [octets[3] % 2, octets[4] % 2, octets[5] % 2]
    return Figures(
        overdue_count=int(was_late),
        consecutive_overdue_max=int(was_late),
        query_count_1m=queries[0],
        query_count_3m=sum(queries[:2]),
        query_count_6m=sum(queries),
        open_loan_count=open_loans,
        closed_loan_count=octets[6] % 4,
        other_lender_count=int(open_loans > 0 and octets[7] % 4 == 0),
        guarantees_minor=1_000_000 * (octets[8] % 3),
        debt_minor=1_500_000 * open_loans,
        monthly_debt_service_minor=60_000 * open_loans,
    )
