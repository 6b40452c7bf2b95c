"""Every refusal of the engine has words, and every field of its terms a place in the request."""

import pytest

from services.kit.errors import Invalid
from services.loan_engine.refusals import EngineRefusal, RefusalCode
from services.loan_engine.terms import LoanTerms
from services.repayment.quotes.domain.refusals import POINTERS, TITLES, refused_in_our_words
from services.repayment.quotes.schemas.written import QuoteCreate, QuoteTermsIn


def test_every_code_has_words() -> None:
    assert set(TITLES) == set(RefusalCode)


def test_every_pointer_leads_to_a_member_of_the_request() -> None:
    members = {f"/{name}" for name in QuoteCreate.model_fields} | {
        f"/terms/{name}" for name in QuoteTermsIn.model_fields
    }
    assert {*POINTERS.values()} - {"/principal/amount", "/principal/currency"} <= members


def test_every_field_the_engine_names_is_one_of_its_terms() -> None:
    assert set(POINTERS) <= set(LoanTerms.__dataclass_fields__)


@pytest.mark.parametrize("field", POINTERS)
def test_a_refusal_points_at_the_request(field: str) -> None:
    with pytest.raises(Invalid) as refused, refused_in_our_words():
        raise EngineRefusal(RefusalCode.OUT_OF_RANGE, field)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == (POINTERS[field], "out_of_range")
