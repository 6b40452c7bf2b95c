"""What the sandbox rail does for which account: the magic accounts.

A magic account has 19 digits and begins with 622299; the next two pick the case, the rest is free
(the last one may be a check digit). Any other account is ordinary.

| digits | case | what the rail does |
|---|---|---|
| 00 | ordinary | takes the order, moves the money, calls back that it is settled |
| 01 | moved_silent | moves the money and never answers; no call back |
| 02 | silent | does not take the first order and never answers; takes the second |
| 03 | late | moves the money, never answers, and shows it to look-ups only after a while |
| 04 | forgetful | moves the money, never answers, never shows it |
| 05 | failing | moves the money and answers 500 |
| 06 | garbled | moves the money; the answer breaks off |
| 07 | strange | moves the money; answers 200 with a status nobody documented |
| 08 | oversize | moves the money; the answer is megabytes long |
| 10 | repeating | calls back a hundred times at once, half of them under new event ids |
| 11 | early | calls back before it answers |
| 12 | disordered | calls back settled, then processing |
| 13 | failed_settled | calls back failed, then settled; the money moved |
| 14 | settled_failed | calls back settled, then failed; the money moved |
| 15 | returned | settles; three days later the money comes back |
| 16 | wrong_amount | calls back another amount |
| 17 | wrong_currency | calls back another currency |
| 18 | wrong_account | calls back another account |
| 19 | stranger | calls back for an order nobody gave, too |
| 20 | busy | answers 429 to the first two orders, then takes it |
| 21 | dripping | moves the money; the answer comes a byte at a time |
| 22 | closed | refuses: the account is closed |
| 23 | misnamed | refuses: the account is kept under another name |
| 24 | failing_later | takes the order, and calls back that it failed; no money moved |
| 25 | closed_since | is open when it is checked, and refused as closed when it is paid |
"""

from enum import IntEnum
from typing import Final

LENGTH: Final = 19
PREFIX: Final = "622299"
DIGITS: Final = slice(6, 8)


class Case(IntEnum):
    """The rows of the table, by their digits."""

    ORDINARY = 0
    MOVED_SILENT = 1
    SILENT = 2
    LATE = 3
    FORGETFUL = 4
    FAILING = 5
    GARBLED = 6
    STRANGE = 7
    OVERSIZE = 8
    REPEATING = 10
    EARLY = 11
    DISORDERED = 12
    FAILED_SETTLED = 13
    SETTLED_FAILED = 14
    RETURNED = 15
    WRONG_AMOUNT = 16
    WRONG_CURRENCY = 17
    WRONG_ACCOUNT = 18
    STRANGER = 19
    BUSY = 20
    DRIPPING = 21
    CLOSED = 22
    MISNAMED = 23
    FAILING_LATER = 24
    CLOSED_SINCE = 25


_CASES: Final = {case.value: case for case in Case}

# Cases in which the caller hears nothing back; the rail keeps it waiting.
UNANSWERED: Final = frozenset({Case.MOVED_SILENT, Case.LATE, Case.FORGETFUL})
# Cases that are found out by looking up, for nobody calls back.
UNCALLED: Final = UNANSWERED | {
    Case.FAILING,
    Case.GARBLED,
    Case.STRANGE,
    Case.OVERSIZE,
    Case.DRIPPING,
}


def case_of(number: str) -> Case:
    """The row an account number picks; an ordinary one for a number that is not magic."""
    is_magic = len(number) == LENGTH and number.isascii() and number.isdigit()
    if not is_magic or not number.startswith(PREFIX):
        return Case.ORDINARY
    return _CASES.get(int(number[DIGITS]), Case.ORDINARY)
