"""Where repayment can be made to fail: between the nights, loans and repayments of a close."""

from services.kit.failpoints import Failpoint


class RepaymentPoint(Failpoint):
    """The points of the close of business."""

    NIGHT_CLOSED = (
        "books.night_closed",
        "One night of one shard is booked; the next night and the other shards are not.",
    )
    LOAN_REFOLDED = (
        "books.loan_refolded",
        "One loan has new lines; the night that asked for them is not booked.",
    )
    BOOKS_CLOSED = (
        "books.closed",
        "The books of all shards have reached the day; what waited for it is not posted.",
    )
    REPAYMENT_POSTED = (
        "books.repayment_posted",
        "One repayment that waited for its day is posted; others are not.",
    )
    REPAYMENTS_POSTED = (
        "books.repayments_posted",
        "Whatever waited for the day is posted; loans that owe nothing any more have not ended.",
    )
    LOAN_SETTLED = (
        "books.loan_settled",
        "One loan was looked at for its end; others that came to owe nothing were not.",
    )
