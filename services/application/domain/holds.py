"""How far what is under way keeps what is known of a borrower from changing."""

from enum import IntEnum


class Hold(IntEnum):
    """How far the applications of a party hold it: the larger, the more of it stands.

    `HANDED_BACK`: back with its applicant for a supplement, and no paper was verified or waived,
    so that a mistake may still be mended. `EXAMINED`: on somebody's desk, or papers were judged.
    """

    NONE = 0
    HANDED_BACK = 1
    EXAMINED = 2
