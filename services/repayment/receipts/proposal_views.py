"""From refunds, waivers and fees to what readers get."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page
from services.loan_engine.servicing.components import Component
from services.repayment.receipts.counting import Charged
from services.repayment.receipts.domain.proposal_steps import proposal_step
from services.repayment.receipts.domain.proposals import (
    ProposalKind,
    ProposalStatus,
    RefusalReason,
    WaiverReason,
)
from services.repayment.receipts.proposal_tables import ProposalRow
from services.repayment.receipts.schemas.proposed import (
    FeeRead,
    ProposalCallRead,
    ProposalNextStepRead,
    RefundRead,
    WaiverRead,
)

_REFUND: Final = "/v1/loans/{loan_id}/refunds/{refund_id}"
_WAIVER: Final = "/v1/loans/{loan_id}/waivers/{waiver_id}"
# The paths of the calls that steps name, as the reference document has them; all are POSTs.
OPERATIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "post_refund_approval": f"{_REFUND}/approvals",
        "post_refund_refusal": f"{_REFUND}/refusals",
        "post_refund_withdrawal": f"{_REFUND}/withdrawals",
        "post_waiver_approval": f"{_WAIVER}/approvals",
        "post_waiver_refusal": f"{_WAIVER}/refusals",
        "post_waiver_withdrawal": f"{_WAIVER}/withdrawals",
    }
)


def refund(row: ProposalRow) -> RefundRead:
    """A refund as everybody who may see the loan sees it."""
    assert row.repayment_id is not None  # a refund names its receipt
    return RefundRead(
        id=row.proposal_id,
        loan_id=row.loan_id,
        status=ProposalStatus(row.status),
        repayment_id=row.repayment_id,
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        payee_account_id=row.payee_account_id,
        payout_id=row.payout_id,
        paid_on=row.paid_on,
        return_reason=row.return_code,
        refusal_reason=_refusal(row),
        next_step=_next_step(row),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def waiver(row: ProposalRow) -> WaiverRead:
    """A waiver as everybody who may see the loan sees it."""
    return WaiverRead(
        id=row.proposal_id,
        loan_id=row.loan_id,
        status=ProposalStatus(row.status),
        component=Component(str(row.component)),
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        reason=WaiverReason(str(row.reason_code)),
        refusal_reason=_refusal(row),
        next_step=_next_step(row),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def refunds(found: Sequence[ProposalRow], page: PageRequest) -> Page[RefundRead]:
    """A page of refunds."""
    return page_of(found, page, place=_place, read=refund)


def waivers(found: Sequence[ProposalRow], page: PageRequest) -> Page[WaiverRead]:
    """A page of waivers."""
    return page_of(found, page, place=_place, read=waiver)


def refund_decided(row: ProposalRow) -> Reply:
    """The answer to proposing a refund, or deciding on it."""
    return _decided(row, "refunds", refund(row).model_dump_json())


def waiver_decided(row: ProposalRow) -> Reply:
    """The answer to proposing a waiver, or deciding on it."""
    return _decided(row, "waivers", waiver(row).model_dump_json())


def fee(found: Charged) -> FeeRead:
    """A fee that was charged."""
    charge = found.charge
    return FeeRead(
        loan_id=charge.loan_id,
        code=charge.code,
        reference=charge.reference,
        amount=MoneyRead.of(charge.amount),
        due_on=found.due_on,
    )


def fee_charged(found: Charged) -> Reply:
    """The answer to charging a fee; it is seen among the loan's transactions."""
    place = f"/v1/loans/{typeid_of('loan', found.charge.loan_id)}/transactions"
    return Reply(int(HTTPStatus.CREATED), fee(found).model_dump_json().encode(), location=place)


def _refusal(row: ProposalRow) -> RefusalReason | None:
    return None if row.refusal_code is None else RefusalReason(row.refusal_code)


def _next_step(row: ProposalRow) -> ProposalNextStepRead:
    step = proposal_step(ProposalKind(row.kind), ProposalStatus(row.status))
    named = {
        "loan_id": typeid_of("loan", row.loan_id),
        f"{row.kind}_id": typeid_of(row.kind, row.proposal_id),
    }
    return ProposalNextStepRead(
        actor=step.actor,
        calls=[
            ProposalCallRead(
                operation_id=name, method="POST", path=OPERATIONS[name].format(**named)
            )
            for name in step.calls
        ],
    )


def _place(row: ProposalRow) -> Cursor:
    return Cursor(row.created_at, row.proposal_id)


def _decided(row: ProposalRow, plural: str, body: str) -> Reply:
    loan, own = typeid_of("loan", row.loan_id), typeid_of(row.kind, row.proposal_id)
    place = f"/v1/loans/{loan}/{plural}/{own}"
    return Reply(int(HTTPStatus.CREATED), body.encode(), etag_of(row.version), place)
