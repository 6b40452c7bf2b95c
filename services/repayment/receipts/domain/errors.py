"""What receipts refuse, in their own words."""

from services.kit.errors import Conflict, Title


class LoanTakesNoMoney(Conflict):
    """The loan waits for its own money, or is no longer ours to collect."""

    code = "loan_takes_no_money"
    title = Title("The loan takes no repayments in this state", "贷款当前状态不接受还款")


class ReceiptDiffers(Conflict):
    """The channel's reference names a receipt that was told otherwise before."""

    code = "receipt_differs"
    title = Title("This reference was told before, and otherwise", "该渠道流水号已用于其他还款")


class PartlyRefunded(Conflict):
    """Some of the receipt was given back, so it cannot be taken back whole."""

    code = "partly_refunded"
    title = Title("Part of this receipt was refunded", "该笔款项已部分退款，不能冲正")
