"""Where disbursement can be made to fail: on each line around money, banks and signatures."""

from services.kit.failpoints import Failpoint


class DisbursementPoint(Failpoint):
    """The points of disbursement's own use cases and of its rail."""

    RAIL_NEXT = (
        "rail.next",
        "What the rail will be asked is committed; not a byte has left for it.",
    )
    RAIL_ANSWERED = (
        "rail.answered",
        "The rail has answered, or has not; who asked has not been handed the answer.",
    )
    SCREENING_CLAIMED = (
        "payout.screening_claimed",
        "That a payout's people are to be looked for is committed; nobody has been asked.",
    )
    SCREENING_ANSWERED = (
        "payout.screening_answered",
        "Underwriting has looked at the lists, or has not; what it said is not written down.",
    )
    SCREENING_NOTED = (
        "payout.screening_noted",
        "What the lists say is written down; the order that follows may be part of it.",
    )
    MOVE_CLAIMED = (
        "payout.claimed",
        "An order or a look-up is committed and claimed; the rail knows nothing of it.",
    )
    ORDER_ANSWERED = (
        "payout.order_answered",
        "The rail has the order, or has not; what it said is not written down.",
    )
    ORDER_NOTED = (
        "payout.order_noted",
        "What came of the order is written down; the job that drove it is not over.",
    )
    LOOK_UP_ANSWERED = (
        "payout.look_up_answered",
        "The rail said what became of the order; that is not written down.",
    )
    LOOK_UP_NOTED = (
        "payout.look_up_noted",
        "What the look-up came to is written down; an order to hand in again may be part of it.",
    )
    LOOK_BACK_ANSWERED = (
        "payout.look_back_answered",
        "The rail said how a payout stands that settled on a day before; nothing is written down.",
    )
    LOOKED_BACK = (
        "payout.looked_back",
        "One payout that settled was looked back at on the new day; the others have not been.",
    )
    PAYOUT_REVIEWED = (
        "payout.reviewed",
        "One payout that waits was looked at for the new day; the others have not been.",
    )
    QUESTION_KEPT = (
        "account.question_kept",
        "The question about an account is written down; its bank has not been asked.",
    )
    BANK_ANSWERED = (
        "account.bank_answered",
        "The bank has answered about the account; that is not written down.",
    )
    ACCOUNT_NOTED = (
        "account.noted",
        "What the bank said is written down; the job that asked is not over.",
    )
    CONTRACT_LAPSED = (
        "contract.lapsed",
        "One contract that nobody signed in time is left; the others have not been.",
    )
    SIGNATURE_MADE = (
        "signature.made",
        "The signed files lie in the store; no row names them and nobody has signed.",
    )
    SIGNATURE_RECORDED = (
        "signature.recorded",
        "The signature is committed and names its files; the signer has not been told.",
    )
