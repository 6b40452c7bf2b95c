"""What is refused of what the neighbours tell, in our own words."""

from services.kit.errors import Conflict, Fault, Title


class AnotherContract(Conflict):
    """The application has another contract, or the contract is of another application.

    The story of the contract before it may still be on its way, so it is worth another try.
    """

    code, fault = "another_contract", Fault.CONFLICT
    retryable, retry_after_default_s = True, 1
    title = Title("The application has another contract", "该申请对应其他合同")


class AnotherLoan(Conflict):
    """The application has another loan, or the loan is of another application."""

    code, fault = "another_loan", Fault.CONFLICT
    title = Title("The application has another loan", "该申请对应其他贷款")
