"""What payouts refuse, in their own words."""

from services.kit.errors import Conflict, Fault, Forbidden, Title, Unreadable


class ApprovalNotNeeded(Conflict):
    """The amount is below what takes people: it is approved when its conditions are met."""

    code, fault = "approval_not_needed", Fault.CONFLICT
    title = Title("This payout needs nobody's approval", "该笔放款无需人工审批")


class MakerFirst(Forbidden):
    """The first approval is a finance maker's, the second one a finance checker's."""

    code, fault = "other_hand_needed", Fault.FORBIDDEN
    title = Title("This approval is for the other role to give", "该审批应由另一角色作出")


class NoUsableAccount(Conflict):
    """There is no verified account of the borrower that may be paid today."""

    code, fault = "no_usable_account", Fault.CONFLICT
    title = Title("There is no account that may be paid to", "尚无可用的收款账户")


class PayoutLive(Conflict):
    """The tranche has a payout that is not over: another one could pay twice."""

    code, fault = "payout_live", Fault.CONFLICT
    title = Title("Another payout is not over yet", "已有一笔放款尚未终结")


class EarlierPayoutArrived(Conflict):
    """A payout that had failed settled after all, says its provider: another would pay twice."""

    code, fault = "earlier_payout_arrived", Fault.CONFLICT
    title = Title(
        "The money of a payout that had failed is said to have arrived",
        "服务商称此前失败的放款已到账",
    )


class NothingToPay(Conflict):
    """The contract is not at a point at which money goes out."""

    code, fault = "nothing_to_pay", Fault.CONFLICT
    title = Title("The contract does not ask for a payout", "合同当前无待放款项")


class NotForAPerson(Conflict):
    """The machine is still finding out; nobody decides while it may yet hear."""

    code, fault = "not_for_a_person", Fault.CONFLICT
    title = Title("The machine has not given up yet", "系统仍在核实，暂不能人工处理")


class CallbackNotTaken(Unreadable):
    """A call back that is not the rail's own, not of now, or not in its form."""

    code, fault = "callback_not_taken", Fault.UNREADABLE
    title = Title("This call back is not taken", "回调未通过验证")


class RefundDiffers(Conflict):
    """The refund has a payout already, of another amount or contract."""

    code, fault = "refund_differs", Fault.CONFLICT
    title = Title("This refund was told before, and otherwise", "该笔退款已受理且内容不一致")
