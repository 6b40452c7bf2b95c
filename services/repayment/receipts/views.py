"""From receipts to what readers get."""

from collections.abc import Sequence
from http import HTTPStatus

from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page
from services.loan_engine.servicing.debt import Allocation
from services.loan_engine.servicing.transactions import PrepaymentMode
from services.repayment.receipts.counting import Counted
from services.repayment.receipts.domain.receipt import Payer, reference_of
from services.repayment.receipts.domain.statuses import Reason, RepaymentStatus
from services.repayment.receipts.schemas.read import AllocationRead, RepaymentRead


def repayment(found: Counted) -> RepaymentRead:
    """A repayment as everybody who may see the loan sees it."""
    row, use = found.row, found.use
    return RepaymentRead(
        id=row.repayment_id,
        loan_id=row.loan_id,
        status=RepaymentStatus(row.status),
        amount=_money(row.amount_minor, row.currency),
        value_date=row.value_date,
        channel=row.channel,
        external_reference=row.external_reference,
        payer=Payer(row.payer),
        mode=None if row.mode is None else PrepaymentMode(row.mode),
        quote_id=row.quote_id,
        allocations=[_allocation(each, row.currency) for each in use.parts],
        unapplied=_money(use.unapplied_minor, row.currency),
        given_back=_money(use.given_back_minor, row.currency),
        reason=None if row.reason_code is None else Reason(row.reason_code),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def look(found: Counted) -> str:
    """What tells two looks of one version apart: how much of it is used."""
    return f"{found.use.applied_minor}-{found.use.given_back_minor}"


def repayments(found: Sequence[Counted], page: PageRequest) -> Page[RepaymentRead]:
    """A page of repayments."""
    return page_of(
        found,
        page,
        place=lambda each: Cursor(each.row.created_at, each.row.repayment_id),
        read=repayment,
    )


def repayment_booked(found: Counted) -> Reply:
    """The answer to booking or reversing a repayment."""
    row = found.row
    loan, own = typeid_of("loan", row.loan_id), reference_of(row.repayment_id)
    body = repayment(found).model_dump_json().encode()
    place = f"/v1/loans/{loan}/repayments/{own}"
    return Reply(int(HTTPStatus.CREATED), body, etag_of(row.version), place)


def _allocation(part: Allocation, currency: str) -> AllocationRead:
    instalment = part.instalment
    return AllocationRead(
        instalment=None if instalment is None else instalment.number,
        due_on=None if instalment is None else instalment.due_on,
        component=part.component,
        amount=_money(part.amount_minor, currency),
        on=part.on,
    )


def _money(amount_minor: int, currency: str) -> MoneyRead:
    return MoneyRead.of(Money(amount_minor, currency))
