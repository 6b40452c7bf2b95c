"""What can be wrong with naming an account."""

from services.kit.errors import Conflict, Title


class ContractEnded(Conflict):
    """No money will go out under this contract any more."""

    code = "contract_ended"
    title = Title("The contract has ended", "合同已终止")


class PayoutUnderWay(Conflict):
    """Money may be on its way to the account that is there: first it must be known where it is."""

    code = "payout_under_way"
    title = Title("A payout is under way; its outcome is not known yet", "放款处理中，结果尚未确定")


class SameAccount(Conflict):
    """The contract's account is this very one already."""

    code = "same_account"
    title = Title("This is the contract's account already", "该账户已是收款账户")


class TooManyAccounts(Conflict):
    """So many accounts were named for one contract that a person has to look."""

    code = "too_many_accounts"
    title = Title("Too many accounts were named for this contract", "收款账户变更次数过多")


class AccountChanged(Conflict):
    """The account is not as it was when the payout to it was approved."""

    code = "account_changed"
    title = Title("The payee account has changed", "收款账户已变更")
