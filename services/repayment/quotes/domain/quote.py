"""One quote: terms in, everything a borrower should see before signing out."""

from dataclasses import dataclass

from services.kit.errors import Title
from services.loan_engine.annual_cost import AnnualCost
from services.loan_engine.loan_cost import CashFlow, cash_flows, cost_of
from services.loan_engine.schedule import Schedule, schedule_of
from services.loan_engine.terms import LoanTerms
from services.repayment.quotes.domain.conventions import conventions_of
from services.repayment.quotes.domain.refusals import refused_in_our_words


@dataclass(frozen=True, slots=True)
class Quote:
    """A loan drawn up on its terms, and each convention that was applied."""

    terms: LoanTerms
    schedule: Schedule
    cost: AnnualCost
    flows: tuple[CashFlow, ...]
    conventions: tuple[Title, ...]


def quote_of(terms: LoanTerms) -> Quote:
    """The quote for these terms; raises `Invalid`, pointing at the field that must change."""
    with refused_in_our_words():
        schedule = schedule_of(terms)
        cost = cost_of(terms, schedule)
    return Quote(
        terms=terms,
        schedule=schedule,
        cost=cost,
        flows=cash_flows(terms, schedule),
        conventions=conventions_of(terms),
    )
