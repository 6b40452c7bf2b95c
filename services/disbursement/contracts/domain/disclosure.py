"""The disclosure of all costs (综合融资成本明示表): what the borrower pays, to whom and when.

Whatever is not listed may not be charged. Its figures are the contract's own: principal and items
sum to what is repaid in all, and the cost of a year is the one the engine drew. What only a
default or an event brings is listed apart and is no part of that cost.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Final

from services.disbursement.contracts.domain.content import digest_of
from services.disbursement.contracts.domain.figures import Figures
from services.disbursement.contracts.domain.places import multiple, penalty_rate_ppm
from services.disbursement.contracts.domain.terms import BORROWER, ContractFee, ContractTerms
from services.disbursement.contracts.domain.wording import percent
from services.kit.errors import Title
from services.loan_engine.terms import FeeTiming

LENDER: Final = "lender"
STATEMENT: Final = Title(
    "Beyond what is listed here nothing may be charged, by whomever and under whatever name.",
    "除本表所列项目外，任何机构不得以任何名义收取其他费用。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CostItem:
    """One thing the borrower pays: how it is reckoned, how much in all, to whom, and when.

    `amount_minor` is None where it depends on what happens.
    """

    code: str
    title: Title
    standard: Title
    amount_minor: int | None
    collected_by: str
    timing: str
    is_refundable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """All costs of one contract; `digest` is what is confirmed."""

    number: str
    currency: str
    principal_minor: int
    items: tuple[CostItem, ...]
    total_minor: int
    simple: str
    compound: str
    basis: str
    contingent: tuple[CostItem, ...]
    statement: Title

    @property
    def digest(self) -> bytes:
        """Changes with any figure and any word."""
        return digest_of(asdict(self))


def disclosure_of(number: str, terms: ContractTerms, figures: Figures) -> Disclosure:
    """The disclosure of the contract of that number."""
    return Disclosure(
        number=number,
        currency=terms.principal.currency,
        principal_minor=terms.principal.amount_minor,
        items=(_interest(terms, figures), *_certain_fees(terms, figures)),
        total_minor=figures.totals.paid_minor,
        simple=figures.simple,
        compound=figures.compound,
        basis=figures.basis,
        contingent=(*_on_default(terms), *_on_events(terms)),
        statement=STATEMENT,
    )


def _interest(terms: ContractTerms, figures: Figures) -> CostItem:
    rate = percent(terms.rate_ppm)
    return CostItem(
        code="interest",
        title=Title("Interest", "利息"),
        standard=Title(
            f"{rate} a year on the principal that is outstanding", f"年利率 {rate}，按剩余本金计算"
        ),
        amount_minor=figures.totals.interest_minor,
        collected_by=LENDER,
        timing=FeeTiming.INSTALMENT.value,
        is_refundable=False,
    )


def _certain_fees(terms: ContractTerms, figures: Figures) -> Iterator[CostItem]:
    principal = terms.principal.amount_minor
    for fee in terms.fees:
        if fee.is_certain and (each := fee.minor_of(principal)):
            times = len(figures.rows) if fee.timing == FeeTiming.INSTALMENT else 1
            yield _fee_item(fee, times * each)


def _on_events(terms: ContractTerms) -> Iterator[CostItem]:
    principal = terms.principal.amount_minor
    for fee in terms.fees:
        if fee.payer == BORROWER and not fee.is_certain:
            yield _fee_item(fee, fee.minor_of(principal))


def _fee_item(fee: ContractFee, amount_minor: int) -> CostItem:
    return CostItem(
        code=fee.code,
        title=fee.title,
        standard=_standard(fee),
        amount_minor=amount_minor,
        collected_by=fee.payee,
        timing=fee.timing,
        is_refundable=fee.is_refundable,
    )


def _standard(fee: ContractFee) -> Title:
    if fee.rate_ppm is None:
        return Title("a fixed amount each time", "每次固定金额")
    rate = percent(fee.rate_ppm)
    return Title(f"{rate} of the principal each time", f"每次按本金的 {rate}")


def _on_default(terms: ContractTerms) -> Iterator[CostItem]:
    rate = percent(penalty_rate_ppm(terms.rate_ppm, terms.penalty_multiple_ppm))
    times = multiple(terms.penalty_multiple_ppm)
    yield _default_item(
        "penalty_interest",
        Title("Penalty interest", "罚息"),
        Title(
            f"{rate} a year ({times} times the rate) on overdue principal, after {terms.grace_days}"
            " days of grace from the day after the due date",
            f"对逾期本金按年利率 {rate}（{times} 倍），宽限期 {terms.grace_days} 天届满仍未还的，"
            "自还款日次日起计收",
        ),
    )
    yield _default_item(
        "compound_interest",
        Title("Compound interest", "复利"),
        Title(f"{rate} a year on overdue interest", f"对逾期利息按年利率 {rate} 计收"),
    )


def _default_item(code: str, title: Title, standard: Title) -> CostItem:
    return CostItem(
        code=code,
        title=title,
        standard=standard,
        amount_minor=None,
        collected_by=LENDER,
        timing="default",
        is_refundable=False,
    )
