"""What the coming instalments repay: drawn anew whenever principal is paid before its time."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.loan_engine.level import level_ratio
from services.loan_engine.periods import Period
from services.loan_engine.rounding import rounded
from services.loan_engine.terms import LoanTerms, RepaymentMethod


@dataclass(frozen=True, slots=True)
class Plan:
    """How principal comes back: by level instalments, in equal parts, or all at the end.

    `instalment_minor` is principal and interest of a level instalment, `part_minor` the principal
    of each equal part; where all comes at the end both are None.
    """

    instalment_minor: int | None = None
    part_minor: int | None = None

    def principal_of(self, interest_minor: int, balance_minor: int) -> int:
        """The principal an instalment that is not the last repays, at most the whole balance."""
        if self.instalment_minor is not None:
            return min(balance_minor, max(0, self.instalment_minor - interest_minor))
        return min(balance_minor, self.part_minor or 0)


def plan_for(balance_minor: int, periods: Sequence[Period], terms: LoanTerms) -> Plan:
    """The plan that repays a balance over `periods`, the first of which may be the rest of one."""
    if terms.method is RepaymentMethod.LEVEL_INSTALMENT:
        ratio = level_ratio(tuple([one.share for one in periods]), terms.rate_ppm)
        return Plan(instalment_minor=ratio.instalment_minor(balance_minor, terms.rounding))
    if terms.method is RepaymentMethod.EQUAL_PRINCIPAL:
        return Plan(part_minor=rounded(balance_minor, len(periods), terms.rounding))
    return Plan()
