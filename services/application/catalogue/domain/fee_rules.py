"""What fees may be: each one way of counting, all disclosed, and not too much together."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from services.application.catalogue.domain.lending_limits import LendingLimits
from services.application.domain.products import Fee, FeePayer, FeeTiming, ProductTerms
from services.kit.errors import FieldError, Title

PPM: Final = 1_000_000


def fee_faults(terms: ProductTerms, limits: LendingLimits) -> Iterator[FieldError]:
    """Every way in which the fees of `terms` break a rule."""
    yield from _repeated_codes(terms)
    for index, fee in enumerate(terms.fees):
        yield from _single_fee_faults(index, fee)
    if _surely_paid_ppm(terms) > limits.fees_max_ppm:
        yield FieldError(
            "/fees",
            "fees_above_cap",
            Title("sum to more of the smallest loan than allowed", "费用合计超过最低贷款额的上限"),
        )


def _repeated_codes(terms: ProductTerms) -> Iterator[FieldError]:
    seen: Counter[str] = Counter()
    for index, fee in enumerate(terms.fees):
        seen[fee.code] += 1
        if seen[fee.code] > 1:
            message = Title("is the code of another fee", "费用代码重复")
            yield FieldError(f"/fees/{index}/code", "fee_repeated", message)


def _single_fee_faults(index: int, fee: Fee) -> Iterator[FieldError]:
    if (fee.amount is None) == (fee.rate_ppm is None):
        yield FieldError(
            f"/fees/{index}",
            "fee_amount_or_rate",
            Title("needs either an amount or a rate", "须且只能填写金额或费率之一"),
        )
    # Whatever the borrower pays in a loan that goes well is part of its annual cost; what only
    # a mishap brings is disclosed beside it.
    if fee.is_in_annual_cost != _is_surely_paid(fee):
        yield FieldError(
            f"/fees/{index}/is_in_annual_cost",
            "fee_disclosure",
            Title(
                "is true exactly for fees a borrower pays in any case",
                "借款人必然承担的费用须计入年化成本，其他费用不得计入",
            ),
        )


def _is_surely_paid(fee: Fee) -> bool:
    return fee.payer is FeePayer.BORROWER and fee.timing is not FeeTiming.EVENT


def _surely_paid_ppm(terms: ProductTerms) -> int:
    """Fees of the smallest loan over the longest term, in ppm of its principal, rounded up."""
    smallest = terms.amount_min.amount_minor
    total = 0
    for fee in terms.fees:
        if not _is_surely_paid(fee):
            continue
        times = terms.term_months_max if fee.timing is FeeTiming.INSTALMENT else 1
        fixed_ppm = -(-(fee.amount.amount_minor if fee.amount else 0) * PPM // smallest)
        total += times * (fixed_ppm + (fee.rate_ppm or 0))
    return total
