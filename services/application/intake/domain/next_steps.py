"""What comes next: who acts, by when, what is missing, which call to make, and why it waits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Final, Self

from services.application.domain.actors import APPLICANTS, Actor
from services.application.domain.heard import NOTHING_HEARD, Heard
from services.application.domain.statuses import ApplicationStatus
from services.application.intake.domain import membership
from services.application.intake.domain.calls import Blocked, Call
from services.application.intake.domain.fulfilment_steps import Turn, turn_of
from services.application.intake.domain.loan_application import LoanApplication
from services.application.intake.domain.supplements import end_of
from services.kit.errors import FieldError, Title
from services.kit.money import Money


@dataclass(frozen=True, slots=True)
class Awaited:
    """What the applicant is awaited with, an answer or an acceptance: until the end of which day,
    and whether that is over."""

    until: date
    is_over: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The next step of one application; `due_at` is None where no deadline runs.

    `amount` is what is due then, once the loan runs.
    """

    status: ApplicationStatus
    actor: Actor
    due_at: datetime | None
    missing: tuple[FieldError, ...]
    blocked_because: Blocked | None
    call: Call | None
    message: Title
    amount: Money | None = None

    def for_applicant(self) -> Self:
        """As borrower and partner are told it: the calls of staff are not theirs to make."""
        return self if self.actor in APPLICANTS else replace(self, call=None)


_S = ApplicationStatus

# Whose turn it is in each status, and what they are told. The applicant is the borrower, or the
# partner the application came through.
TURNS: Final[Mapping[ApplicationStatus, tuple[Actor, Title]]] = MappingProxyType(
    {
        _S.DRAFT: (
            Actor.BORROWER,
            Title("Complete the application and submit it.", "请完善申请资料并提交。"),
        ),
        _S.SUBMITTED: (
            Actor.LOAN_OFFICER,
            Title("A loan officer is checking the application.", "信贷员正在受理审核。"),
        ),
        _S.SUPPLEMENT_REQUIRED: (
            Actor.BORROWER,
            Title("Add what was asked for and submit again.", "请按要求补充资料后重新提交。"),
        ),
        _S.ACCEPTED: (
            Actor.SYSTEM,
            Title("Accepted; it is being handed to underwriting.", "已受理，正在转交审查。"),
        ),
        _S.UNDERWRITING: (
            Actor.UNDERWRITER,
            Title("Underwriting is examining the application.", "正在审查审批中。"),
        ),
        _S.INFORMATION_REQUESTED: (
            Actor.BORROWER,
            Title("Underwriting has asked for more information.", "审查人员需要您补充信息。"),
        ),
        _S.APPROVED: (
            Actor.BORROWER,
            Title("Approved; look at the offer and accept it.", "审批通过，请查看并确认贷款方案。"),
        ),
        _S.DECLINED: (
            Actor.NOBODY,
            Title("The application was declined.", "申请未获批准。"),
        ),
        _S.OFFER_ACCEPTED: (
            Actor.SYSTEM,
            Title("Offer accepted; the contract is being drawn up.", "方案已确认，正在生成合同。"),
        ),
        _S.OFFER_EXPIRED: (
            Actor.NOBODY,
            Title("The offer has expired; you may apply again.", "贷款方案已过期，可重新申请。"),
        ),
        _S.CONTRACTING: (
            Actor.BORROWER,
            Title("Read the cost disclosure and sign.", "请阅读费用披露并签署合同。"),
        ),
        _S.CONTRACTED: (
            Actor.SYSTEM,
            Title("Signed; the conditions for payout are checked.", "合同已签署，正在核查条件。"),
        ),
        _S.DISBURSING: (
            Actor.SYSTEM,
            Title("The money is on its way.", "正在放款。"),
        ),
        _S.DISBURSED: (
            Actor.SYSTEM,
            Title("Paid out; the loan account is being opened.", "已放款，正在建立贷款账户。"),
        ),
        _S.ACTIVE: (
            Actor.BORROWER,
            Title("The loan is running; repay as scheduled.", "贷款正常，请按计划还款。"),
        ),
        _S.SETTLED: (
            Actor.NOBODY,
            Title("The loan is fully repaid.", "贷款已结清。"),
        ),
        _S.WRITTEN_OFF: (
            Actor.NOBODY,
            Title("The loan was written off.", "贷款已核销。"),
        ),
        _S.WITHDRAWN: (
            Actor.NOBODY,
            Title("The application was withdrawn.", "申请已撤回。"),
        ),
        _S.REJECTED: (
            Actor.NOBODY,
            Title("The application was not accepted.", "申请未被受理。"),
        ),
        _S.CANCELLED: (
            Actor.NOBODY,
            Title("The application was cancelled.", "申请已取消。"),
        ),
    }
)


# What is missing beside fields and materials, and the call that brings it.
_CALL_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "collaterals": "offer_collateral",
        "consents": "give_consent",
        "legal_representative": "give_representatives_consent",
    }
)
# What else a group waits for is for others to do.
_GROUP_CALLS: Final[Mapping[str, Call]] = MappingProxyType(
    {
        membership.MISSING: Call("form_group"),
        membership.UNAGREED: Call("agree_to_group"),
    }
)


def next_step(
    application: LoanApplication,
    missing: Sequence[FieldError],
    awaited: Awaited | None = None,
    heard: Heard = NOTHING_HEARD,
) -> NextStep:
    """The next step of `application`.

    `missing` is what keeps it from the move at hand: from submission in draft and supplement,
    from acceptance while submitted, from that of an offer once approved; while underwriting waits
    for an answer, what it asked for.
    `awaited` is until when an answer or an acceptance is, `heard` what is known of contract,
    payout and loan.
    """
    turn = turn_of(application.status, heard) or _own_turn(application, missing, awaited)
    return NextStep(
        status=application.status,
        actor=_applicant(turn.actor, application),
        due_at=_due_at(application, awaited) if turn.due_on is None else end_of(turn.due_on),
        missing=turn.missing,
        blocked_because=turn.blocked_because,
        call=turn.call,
        message=turn.message,
        amount=turn.amount,
    )


def _own_turn(
    application: LoanApplication, missing: Sequence[FieldError], awaited: Awaited | None
) -> Turn:
    """What the status alone says, with what is missing here."""
    actor, message = TURNS[application.status]
    blocked_because, call = _move(application.status, missing, awaited)
    return Turn(
        actor=actor,
        message=message,
        missing=tuple(missing),
        blocked_because=blocked_because,
        call=call,
    )


def _applicant(actor: Actor, application: LoanApplication) -> Actor:
    is_partners = actor is Actor.BORROWER and application.partner_id is not None
    return Actor.PARTNER if is_partners else actor


def _due_at(application: LoanApplication, awaited: Awaited | None) -> datetime | None:
    if awaited is not None:
        return end_of(awaited.until)
    if application.status is _S.SUBMITTED:
        return application.sla_due_at
    if application.supplement_due_on is not None:
        return end_of(application.supplement_due_on)
    return None


def _move(
    status: ApplicationStatus, missing: Sequence[FieldError], awaited: Awaited | None
) -> tuple[Blocked | None, Call | None]:
    if status in {_S.DRAFT, _S.SUPPLEMENT_REQUIRED}:
        return _applicants_move(missing)
    if status is _S.SUBMITTED:
        return _officers_move(missing)
    if awaited is not None and status is _S.INFORMATION_REQUESTED:
        return None, _answer(missing)
    if awaited is not None and status is _S.APPROVED:
        return _acceptance(missing, awaited)
    return None, None


def _acceptance(
    missing: Sequence[FieldError], awaited: Awaited
) -> tuple[Blocked | None, Call | None]:
    if awaited.is_over:
        return Blocked.OFFER_LAPSED, None
    return (Blocked.GROUP_NOT_ACTIVE, None) if missing else (None, Call("accept_offer"))


def _answer(missing: Sequence[FieldError]) -> Call:
    """First the papers that were asked for; figures are part of the answer itself."""
    for error in missing:
        if error.pointer.startswith("/materials/"):
            return Call("upload_material", error.pointer.removeprefix("/materials/"))
    return Call("answer_question")


def _applicants_move(missing: Sequence[FieldError]) -> tuple[Blocked | None, Call | None]:
    """First the fields, for the checklist hangs on them; then property, papers, consents, group."""
    if not missing:
        return None, Call("submit_application")
    for error in missing:
        place, _, name = error.pointer.removeprefix("/").partition("/")
        if place == "materials":
            return Blocked.INCOMPLETE, Call("upload_material", name)
        if place in _CALL_OF:
            return Blocked.INCOMPLETE, Call(_CALL_OF[place])
        if place == "group":
            return Blocked.INCOMPLETE, _GROUP_CALLS.get(error.code)
        if place != "party_id":
            return Blocked.INCOMPLETE, Call("amend_application")
    return Blocked.INCOMPLETE, None


def _officers_move(missing: Sequence[FieldError]) -> tuple[Blocked | None, Call | None]:
    if not missing:
        return None, Call("accept_application")
    for error in missing:
        if error.code == "material_unreviewed":
            item = error.pointer.removeprefix("/materials/")
            return Blocked.MATERIALS_UNREVIEWED, Call("review_material", item)
    return Blocked.MATERIALS_REJECTED, Call("request_supplement")
