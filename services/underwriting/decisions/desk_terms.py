"""What the rules say to terms a person wishes: their price, whose approval, and how far beyond."""

import json
from dataclasses import dataclass, replace
from typing import Any, Self

from services.kit.errors import Conflict, Fault, FieldError, Title
from services.kit.money import Money
from services.underwriting.decisions import rulebooks, wire
from services.underwriting.decisions.domain.limits import COLLATERAL
from services.underwriting.decisions.domain.outcomes import Authority, DecisionOutcome
from services.underwriting.decisions.domain.proposal import Proposal, Terms, propose
from services.underwriting.decisions.domain.reason_codes import CURRENCY_NOT_LENT
from services.underwriting.decisions.domain.rulebook import Rulebook
from services.underwriting.decisions.domain.snapshot import ProductFacts, Snapshot
from services.underwriting.decisions.tables import DecisionRow


class TermsNotAllowed(Conflict):
    """Amount, currency or term is beyond what product or rules allow; `errors` says which."""

    code, fault = "terms_not_allowed", Fault.CONFLICT
    title = Title("These terms cannot be offered", "该条件不可发放")


class ValuationWanted(Conflict):
    """Nobody has said yet what something that is to secure the loan is worth."""

    code, fault = "valuation_wanted", Fault.CONFLICT
    title = Title("What secures the loan is not valued yet", "抵押物尚未评估")


@dataclass(frozen=True, slots=True)
class DeskTerms:
    """Terms that may be recommended.

    `figures` are as a decision's row keeps them. `is_override` says that the rules would have
    declined, or come to less, which the committee alone may grant.
    """

    figures: dict[str, Any]
    authority: Authority
    conditions: list[dict[str, str]]
    is_override: bool

    def as_override(self) -> Self:
        """The same terms, against something the rules decline that was not among their facts."""
        return replace(self, authority=Authority.COMMITTEE, is_override=True)


def desk_terms(machine: DecisionRow, amount: Money, term_months: int) -> DeskTerms:
    """The frozen facts of a submission weighed by its own rules, for another amount and term.

    Raises `TermsNotAllowed` outside the product's bounds, against a rule nobody may override, in a
    currency the rules have no figures in, beyond what the security allows, and where no price can
    be worked out; `ValuationWanted` while nobody knows what the security allows.
    """
    frozen = Snapshot.from_document(json.loads(machine.snapshot))
    _require_within(frozen.product, amount, term_months)
    if frozen.product.type == COLLATERAL and frozen.collateral.value_minor is None:
        raise ValuationWanted
    rulebook = rulebooks.shipped(machine.rulebook_version)
    proposal = propose(frozen, rulebook, Terms(amount.amount_minor, term_months))
    _require_possible(proposal, rulebook)
    assert proposal.figures is not None
    is_override = _goes_beyond(proposal, amount.amount_minor)
    return DeskTerms(
        figures={
            "term_months": term_months,
            "method": frozen.application.method,
            "rate_ppm": proposal.rate_ppm,
            **wire.figures_kept(proposal.figures),
        },
        authority=Authority.COMMITTEE if is_override else proposal.authority,
        conditions=wire.words_of(rulebook, proposal.conditions),
        is_override=is_override,
    )


def _goes_beyond(proposal: Proposal, amount_minor: int) -> bool:
    """Whether a decline or a cap is set aside; to say yes to a referral is a person's own trade."""
    is_above = proposal.limit_minor is None or amount_minor > proposal.limit_minor
    return is_above or any(
        reason.outcome is DecisionOutcome.DECLINED for reason in proposal.overridden
    )


def _require_possible(proposal: Proposal, rulebook: Rulebook) -> None:
    if CURRENCY_NOT_LENT in proposal.forbidden:
        fault = FieldError("/amount/currency", CURRENCY_NOT_LENT, _NO_FIGURES)
        raise TermsNotAllowed(errors=[fault])
    if proposal.forbidden:
        told = wire.words_of(rulebook, proposal.forbidden)
        raise TermsNotAllowed(
            errors=[
                FieldError("/amount", each["code"], Title(each["en"], each["zh"])) for each in told
            ]
        )
    if proposal.figures is None:
        raise TermsNotAllowed(errors=[FieldError("/amount", "no_price", _NO_PRICE)])


def _require_within(product: ProductFacts, amount: Money, term_months: int) -> None:
    faults = []
    if amount.currency != product.currency:
        faults.append(FieldError("/amount/currency", "other_currency", _BOUNDS))
    least, most = product.amount_min_minor or 0, product.amount_max_minor or 0
    if not least <= amount.amount_minor <= most:
        faults.append(FieldError("/amount", "out_of_range", _BOUNDS))
    if not (product.term_months_min or 0) <= term_months <= (product.term_months_max or 0):
        faults.append(FieldError("/term_months", "out_of_range", _BOUNDS))
    if faults:
        raise TermsNotAllowed(errors=faults)


_BOUNDS = Title("must lie within the product's bounds", "须在产品范围内")
_NO_FIGURES = Title("the rules have no figures in this currency", "规则中没有该币种的数值")
_NO_PRICE = Title("no price can be worked out for this", "无法计算价格")
