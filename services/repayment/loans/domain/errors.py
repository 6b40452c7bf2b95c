"""What loans refuse, in their own words."""

from services.kit.errors import Conflict, Title


class ScheduleNotReproduced(Conflict):
    """Our engine draws another figure from the same terms; the error points at the first one."""

    code = "schedule_not_reproduced"
    title = Title("The contract's figures are not reproduced", "合同还款计划无法复现")


class EngineVersionUnknown(Conflict):
    """The contract was drawn by an engine this release does not have."""

    code = "engine_version_unknown"
    title = Title("The contract's engine version is not known", "合同引擎版本未知")


class FundingNotPrincipal(Conflict):
    """The money that arrived is not the principal of the contract."""

    code = "funding_not_principal"
    title = Title("The payout is not the principal", "放款金额与本金不一致")


class ContractDiffers(Conflict):
    """The loan stands on other terms than those told now."""

    code = "contract_differs"
    title = Title("The contract was told before, and otherwise", "合同内容与此前通知不一致")


class FundingTakenBack(Conflict):
    """This payout was returned; another one may fund the loan."""

    code = "funding_taken_back"
    title = Title("This payout was taken back before", "该笔放款已被退回")


class FundingInUse(Conflict):
    """Money was received on the loan, so its funding cannot simply go."""

    code = "funding_in_use"
    title = Title("The loan has received money since", "贷款已有还款，放款不能直接冲回")


class ReversalDiffers(Conflict):
    """More or less came back than was paid out."""

    code = "reversal_differs"
    title = Title("What came back is not what was paid out", "退回金额与放款金额不一致")


class StatementTooLong(Conflict):
    """More happened to the loan in the period than one statement holds."""

    code = "statement_too_long"
    title = Title("Ask for a shorter period: too much happened in it", "期间内明细过多，请缩短期间")


class LoanNotSettled(Conflict):
    """Something is owed on the loan, or nothing was ever lent."""

    code = "loan_not_settled"
    title = Title("The loan is not settled", "贷款尚未结清")
