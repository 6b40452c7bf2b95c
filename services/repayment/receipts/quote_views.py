"""From payoff quotes to what readers get."""

from collections.abc import Sequence
from http import HTTPStatus

from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page
from services.repayment.receipts.counting import Drawn
from services.repayment.receipts.domain.quoting import QuotedDay
from services.repayment.receipts.schemas.read import PayoffQuoteRead, QuotedDayRead


def quote(found: Drawn) -> PayoffQuoteRead:
    """A quote as everybody who may see the loan sees it."""
    return PayoffQuoteRead(
        id=found.quote.quote_id,
        loan_id=found.quote.loan_id,
        currency=found.quote.currency,
        days=[_day(each, found.quote.currency) for each in found.quote.days],
        valid_until=found.quote.valid_until,
        is_payable=found.is_payable,
        created_at=found.row.created_at,
    )


def quotes(found: Sequence[Drawn], page: PageRequest) -> Page[PayoffQuoteRead]:
    """A page of quotes."""
    return page_of(
        found,
        page,
        place=lambda each: Cursor(each.row.created_at, each.row.quote_id),
        read=quote,
    )


def quote_drawn(found: Drawn) -> Reply:
    """The answer to drawing a quote."""
    loan = typeid_of("loan", found.quote.loan_id)
    own = typeid_of("quote", found.quote.quote_id)
    body = quote(found).model_dump_json().encode()
    place = f"/v1/loans/{loan}/payoff-quotes/{own}"
    return Reply(int(HTTPStatus.CREATED), body, location=place)


def _day(day: QuotedDay, currency: str) -> QuotedDayRead:
    parts = {component.value: amount for component, amount in day.owed.items()}
    total = MoneyRead.of(Money(day.total_minor, currency))
    return QuotedDayRead(on=day.on, suspense=day.suspense_minor, total=total, **parts)
