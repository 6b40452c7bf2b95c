"""What receipts refuse, in their own words."""

from services.kit.errors import Conflict, Forbidden, Title


class LoanTakesNoMoney(Conflict):
    """The loan waits for its own money, or is no longer ours to collect."""

    code = "loan_takes_no_money"
    title = Title("The loan takes no repayments in this state", "贷款当前状态不接受还款")


class ReceiptDiffers(Conflict):
    """The channel's reference names a receipt that was told otherwise before."""

    code = "receipt_differs"
    title = Title("This reference was told before, and otherwise", "该渠道流水号已用于其他还款")


class ReceiptReversed(Conflict):
    """The repayment this receipt made was taken back; the same again books nothing."""

    code = "receipt_reversed"
    title = Title("This receipt was booked and taken back", "该笔款项已入账并已冲正")


class PartlyRefunded(Conflict):
    """Some of the receipt was given back, so it cannot be taken back whole."""

    code = "partly_refunded"
    title = Title("Part of this receipt was refunded", "该笔款项已部分退款，不能冲正")


class NothingOwed(Conflict):
    """There is nothing to settle."""

    code = "nothing_owed"
    title = Title("Nothing is owed on this loan", "该贷款已无欠款")


class QuoteOutdated(Conflict):
    """Something happened to the loan since; a new quote says what settles it now."""

    code = "quote_outdated"
    title = Title(
        "The loan has changed since the quote was drawn", "报价后贷款已发生变动，请重新报价"
    )


class QuoteExpired(Conflict):
    """The quote says nothing about the day the money counts from."""

    code = "quote_expired"
    title = Title("The quote is not for this day", "报价不适用于该日期")


class NotWaiting(Conflict):
    """Less of the receipt waits in suspense, or older money would be given back first."""

    code = "not_waiting"
    title = Title("This much of the receipt is not waiting in suspense", "该笔款项的暂收余额不足")


class MoreThanDue(Conflict):
    """Only what is due can be forgiven."""

    code = "more_than_due"
    title = Title("Less than this is due", "减免金额超过应还金额")


class FeeNotDisclosed(Conflict):
    """The contract discloses no such fee, or a smaller one."""

    code = "fee_not_disclosed"
    title = Title("The contract does not disclose this fee", "合同未披露该项费用")


class FeeDiffers(Conflict):
    """The reference names a fee of this loan that was charged otherwise."""

    code = "fee_differs"
    title = Title("This reference was used for another fee", "该流水号已用于其他费用")


class FeeTakenBack(Conflict):
    """The reference names a fee that was taken back with the loan's own money."""

    code = "fee_taken_back"
    title = Title(
        "This fee went back with the loan's payout; charge it under another reference",
        "该费用已随放款退回一并冲销，请使用新的流水号",
    )


class MoneyAlreadyUsed(Conflict):
    """A fee is paid before what is received that day, and would take what paid something else."""

    code = "money_already_used"
    title = Title(
        "Money of this day has paid something else; charge the fee tomorrow",
        "当日款项已用于偿还其他欠款，请次日再收取该费用",
    )


class MoneyGivenBack(Conflict):
    """Counted from that day it lets a prepayment take what was refunded since."""

    code = "money_given_back"
    title = Title(
        "With this, a prepayment would take what was refunded since; book it as a repayment of"
        " today",
        "该笔款项将使提前还款占用其后已退还的款项，请按当日普通还款入账",
    )


class NotTheProposer(Forbidden):
    """Only who proposed it takes it back; whoever else may decide refuses it."""

    code = "not_the_proposer"
    title = Title("Only who proposed it may withdraw it", "仅提出人可以撤回")


class RefundDiffers(Conflict):
    """What was paid out is not what the refund was for."""

    code = "refund_differs"
    title = Title("The payout is not the refund's", "放款与退款不一致")
