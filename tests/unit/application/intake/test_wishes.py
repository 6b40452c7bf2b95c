"""What may be asked for, held against the product's terms."""

import pytest

from services.application.domain.products import RepaymentMethod
from services.application.domain.purposes import ALWAYS_DENIED, Purpose
from services.application.intake.domain.wishes import Wishes
from services.kit.money import Money
from tests.unit.application.intake.cases import some_terms, some_wishes, yuan


def codes(wishes: Wishes) -> list[tuple[str, str]]:
    return [(error.pointer, error.code) for error in wishes.breaches(some_terms())]


@pytest.mark.parametrize("amount", [yuan(5_000), yuan(300_000)])
def test_the_bounds_of_the_amount_are_inside(amount: Money) -> None:
    assert codes(some_wishes(amount=amount)) == []


@pytest.mark.parametrize(
    "amount", [Money(499_999, "CNY"), Money(30_000_001, "CNY"), Money(1, "CNY")]
)
def test_an_amount_beyond_the_bounds_is_told(amount: Money) -> None:
    assert codes(some_wishes(amount=amount)) == [("/amount/amount", "amount_out_of_range")]


def test_another_currency_is_told_before_its_amount() -> None:
    foreign = some_wishes(amount=Money(1, "USD"))
    assert codes(foreign) == [("/amount/currency", "currency_not_offered")]


@pytest.mark.parametrize("term_months", [2, 25])
def test_a_term_beyond_the_bounds_is_told(term_months: int) -> None:
    assert codes(some_wishes(term_months=term_months)) == [("/term_months", "term_out_of_range")]


def test_a_method_the_product_lacks_is_told() -> None:
    stepped = some_wishes(method=RepaymentMethod.STEPPED)
    assert codes(stepped) == [("/method", "method_not_offered")]


@pytest.mark.parametrize("purpose", sorted({*ALWAYS_DENIED, Purpose.RENOVATION}))
def test_purposes_barred_by_law_or_product_are_denied(purpose: Purpose) -> None:
    assert codes(some_wishes(purpose_code=purpose)) == [("/purpose_code", "purpose_denied")]


def test_all_breaches_are_told_at_once() -> None:
    wishes = Wishes(yuan(1), 1, RepaymentMethod.FLAT, Purpose.FUTURES)
    assert len(codes(wishes)) == 4


def test_an_empty_draft_breaks_nothing_but_lacks_everything() -> None:
    assert codes(Wishes()) == []
    gaps = [error.pointer for error in Wishes().gaps()]
    assert gaps == ["/amount", "/term_months", "/method", "/purpose_code"]


def test_other_purposes_need_words() -> None:
    bare = some_wishes(purpose_code=Purpose.OTHER_BUSINESS)
    assert [error.pointer for error in bare.gaps()] == ["/purpose_note"]
    assert not list(bare.with_changes({"purpose_note": "a new stall"}).gaps())


def test_none_takes_a_wish_back() -> None:
    assert some_wishes().with_changes({"amount": None}).amount is None
