"""What comes next once the offer was accepted: by what was heard of contract, payout and loan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final

from services.application.domain.actors import Actor
from services.application.domain.heard import Contract, Heard, Payout
from services.application.domain.lives import PREPARING, PayoutStatus
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain.calls import Blocked, Call
from services.kit.errors import FieldError, Title
from services.kit.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is, and what for; `due_on` and `amount` are of the next instalment."""

    actor: Actor
    message: Title
    missing: tuple[FieldError, ...] = ()
    blocked_because: Blocked | None = None
    call: Call | None = None
    due_on: date | None = None
    amount: Money | None = None


_S, _P = ApplicationStatus, PayoutStatus
_CONDITION: Final = "condition"
_SIGNATURE_CODE: Final = "signature"
_DISCLOSURE: Final = Title("Read the cost disclosure and confirm it.", "请阅读并确认费用披露。")
_SIGNATURE: Final = Title("Sign the contract.", "请签署合同。")
_OTHERS: Final = Title(
    "The other members of the group have yet to sign.", "等待联保小组其他成员签署合同。"
)
_ACCOUNT: Final = Title(
    "Name the account the money is to go to, in the borrower's own name.",
    "请提供借款人本人名下的收款账户。",
)
_VERIFICATION: Final = Title("Have the payee account verified.", "请发起收款账户验证。")
_CONDITIONS: Final = Title(
    "Some conditions of the payout are not met yet.", "部分放款条件尚未满足。"
)
_APPROVAL: Final = Title("The payout is waiting for its approval.", "放款等待财务复核。")
_FAILED: Final = Title(
    "The money could not be paid; name another account.", "放款失败，请提供其他收款账户。"
)
_RETURNED: Final = Title(
    "The money came back; name another account.", "款项被退回，请提供其他收款账户。"
)
_AGAIN: Final = Title(
    "The account is verified; the lender pays out again.", "收款账户已验证，由贷款机构重新放款。"
)
_RUNNING: Final = Title("The loan is running; repay as scheduled.", "贷款正常，请按计划还款。")

# What the applicant does about each, in this order; everything else is for the lender to settle.
_APPLICANTS: Final[Mapping[str, tuple[Title, Call]]] = MappingProxyType(
    {
        "disclosure_reading": (_DISCLOSURE, Call("read_disclosure")),
        "disclosure_confirmation": (_DISCLOSURE, Call("confirm_disclosure")),
        _SIGNATURE_CODE: (_SIGNATURE, Call("sign_contract")),
        "payee_account": (_ACCOUNT, Call("name_payee_account")),
        "payee_verification": (_VERIFICATION, Call("see_payee_accounts")),
    }
)
_UNPAID: Final[Mapping[PayoutStatus, tuple[Blocked, Title]]] = MappingProxyType(
    {
        _P.FAILED: (Blocked.PAYOUT_FAILED, _FAILED),
        _P.RETURNED: (Blocked.PAYOUT_RETURNED, _RETURNED),
    }
)


def turn_of(status: ApplicationStatus, heard: Heard) -> Turn | None:
    """What comes next by what was heard; None when the status alone says it."""
    contract = heard.contract
    if contract is None or contract.is_replaced:
        return None
    if status in {_S.CONTRACTING, _S.CONTRACTED}:
        return _preparing(contract, heard.payout)
    if status is _S.DISBURSING and heard.payout is not None:
        return _paying(contract, heard.payout)
    return _repaying(heard) if status is _S.ACTIVE else None


def _preparing(contract: Contract, payout: Payout | None) -> Turn | None:
    missing = tuple(_gaps(contract.missing))
    waits = contract.awaits_guarantors and _SIGNATURE_CODE in contract.missing
    for code, (message, call) in _APPLICANTS.items():
        if code in contract.missing and not (waits and code == _SIGNATURE_CODE):
            return Turn(actor=Actor.BORROWER, message=message, missing=missing, call=call)
    if waits:
        return Turn(
            actor=Actor.GUARANTOR,
            message=_OTHERS,
            missing=missing,
            blocked_because=Blocked.OTHERS_TO_SIGN,
        )
    if missing:
        return Turn(
            actor=Actor.LOAN_OFFICER,
            message=_CONDITIONS,
            missing=missing,
            blocked_because=Blocked.CONDITIONS_OPEN,
        )
    if payout is not None and payout.status is _P.READY:
        return Turn(actor=Actor.FINANCE_CHECKER, message=_APPROVAL)
    return None


def _paying(contract: Contract, payout: Payout) -> Turn | None:
    """Money that did not arrive goes out again once there is an account it can go to."""
    if payout.status in PREPARING:
        return _preparing(contract, payout)
    if payout.status not in _UNPAID:
        return None
    blocked, message = _UNPAID[payout.status]
    asked = _preparing(contract, payout)
    if asked is None:
        return Turn(actor=Actor.FINANCE_MAKER, message=_AGAIN, blocked_because=blocked)
    is_another = asked.call == _APPLICANTS["payee_account"][1]
    return replace(asked, message=message if is_another else asked.message, blocked_because=blocked)


def _repaying(heard: Heard) -> Turn | None:
    if heard.loan is None:
        return None
    return Turn(
        actor=Actor.BORROWER,
        message=_RUNNING,
        call=Call("see_loan"),
        due_on=heard.loan.next_due_on,
        amount=heard.loan.next_due,
    )


def _gaps(codes: Iterable[str]) -> Iterable[FieldError]:
    for code in codes:
        kind, _, name = code.partition(":")
        if code in _APPLICANTS:
            yield FieldError(f"/contract/{code}", "required", _APPLICANTS[code][0])
        elif kind == _CONDITION:
            yield FieldError(f"/contract/conditions/{name}", "condition_open", _CONDITIONS)
        else:
            yield FieldError(f"/contract/{kind}", "required", _CONDITIONS)
