"""From a quote to the wire."""

from typing import Final

from services.kit.languages import Language, say
from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.loan_engine import ENGINE_VERSION
from services.loan_engine.annual_cost import AnnualCost
from services.loan_engine.loan_cost import CashFlow
from services.loan_engine.schedule import Row, Totals
from services.repayment.quotes.domain.quote import Quote
from services.repayment.quotes.schemas.read import (
    AnnualCostRead,
    CashFlowRead,
    QuoteRead,
    QuoteRowRead,
    QuoteTotalsRead,
)

PERCENT_DECIMALS: Final = 2


def quote_shown(quote: Quote, language: Language) -> QuoteRead:
    """The quote as it is answered, its conventions in `language`."""
    instalment = Money(quote.schedule.instalment_minor, quote.terms.currency)
    return QuoteRead(
        instalment=MoneyRead.of(instalment),
        rows=[_row(row) for row in quote.schedule.rows],
        totals=_totals(quote.schedule.totals),
        annual_cost=_cost(quote.cost),
        cash_flows=[_flow(flow) for flow in quote.flows],
        conventions=[say(convention, language) for convention in quote.conventions],
        engine_version=ENGINE_VERSION,
    )


def _row(row: Row) -> QuoteRowRead:
    return QuoteRowRead(
        number=row.number,
        due_on=row.due_on,
        days=row.days,
        principal=row.principal_minor,
        interest=row.interest_minor,
        fees=row.fees_minor,
        total=row.total_minor,
        balance=row.balance_minor,
    )


def _totals(totals: Totals) -> QuoteTotalsRead:
    return QuoteTotalsRead(
        principal=totals.principal_minor,
        interest=totals.interest_minor,
        fees=totals.fees_minor,
        paid=totals.paid_minor,
    )


def _cost(cost: AnnualCost) -> AnnualCostRead:
    return AnnualCostRead(
        simple=cost.percent_simple(PERCENT_DECIMALS),
        compound=cost.percent_compound(PERCENT_DECIMALS),
        basis=cost.basis,
    )


def _flow(flow: CashFlow) -> CashFlowRead:
    return CashFlowRead(on=flow.on, amount=flow.amount_minor)
