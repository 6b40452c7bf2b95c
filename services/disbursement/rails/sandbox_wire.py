"""What the sandbox rail says, in answers and in calls back; anything else it says is noise."""

from typing import Annotated, Final

from pydantic import Field

from services.disbursement.domain.transfers import RejectionCode, Transfer, TransferStatus
from services.disbursement.rails.protocol import REFERENCE_LENGTH_MAX, PaymentOrder, Verdict
from services.kit.schemas import DateIn, MoneyIn, Schema

_Word = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,63}$")]

_STATUSES: Final = {status.value: status for status in TransferStatus}
_CODES: Final = {code.value: code for code in RejectionCode}


class AccountTold(Schema):
    """The account a transfer goes to."""

    number: str = Field(pattern=r"^[0-9]{6,34}$", repr=False)


class TransferTold(Schema):
    """A transfer; its status may be one that is not documented."""

    key: str = Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")
    reference: str = Field(pattern=r"^[A-Za-z0-9-]+$", max_length=REFERENCE_LENGTH_MAX)
    status: _Word
    amount: MoneyIn
    account: AccountTold
    settled_on: DateIn | None
    returned_on: DateIn | None
    code: _Word | None

    def transfer(self) -> Transfer | None:
        """In our words; None when its status is not documented."""
        status = _STATUSES.get(self.status)
        if status is None:
            return None
        return Transfer(
            key=self.key,
            reference=self.reference,
            status=status,
            amount=self.amount.money(),
            account_number=self.account.number,
            settled_on=self.settled_on,
            returned_on=self.returned_on,
            code=None if self.code is None else _CODES.get(self.code),
        )


class Refused(Schema):
    """A refusal, and the key it is about."""

    error: _Word
    key: str | None = Field(default=None, max_length=64)


class Checked(Schema):
    """What an account check came to."""

    verdict: Verdict


class CallTold(Schema):
    """A call back."""

    type: str = Field(pattern=r"^transfer\.[a-z][a-z_]{0,63}$")
    data: TransferTold


def is_about(transfer: Transfer, order: PaymentOrder) -> bool:
    """Whether it is the order that was sent: key, amount, currency and account."""
    return (
        transfer.key == order.key
        and transfer.amount == order.amount
        and transfer.account_number == order.account.number
    )
