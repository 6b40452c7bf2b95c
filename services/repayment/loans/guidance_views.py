"""From a next step to what readers get: words in their language, and calls with their paths."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from services.kit.identifiers import typeid_of
from services.kit.languages import Language, say
from services.kit.money import Money
from services.kit.schemas import MoneyRead
from services.repayment.loans.domain.next_steps import Asked
from services.repayment.loans.queries import Guidance
from services.repayment.loans.schemas.read import LoanCallRead, LoanNextStepRead

# Method and path of the calls that steps name, as the reference document has them.
OPERATIONS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "get_loan_schedule": ("GET", "/v1/loans/{loan_id}/schedule"),
        "get_loan_settlement_certificate": (
            "GET",
            "/v1/loans/{loan_id}/certificates/settlement",
        ),
        "get_loan_statement": ("GET", "/v1/loans/{loan_id}/statement"),
    }
)
_OF_WHAT_IS_ASKED: Final = (
    *("due_on", "amount", "grace_ends_on", "due_by_today", "overdue", "days_past_due"),
    "condition",
)


def next_step(found: Guidance, language: Language) -> LoanNextStepRead:
    """The next step, told in `language`."""
    step, loan_id = found.step, typeid_of("loan", found.row.loan_id)
    return LoanNextStepRead(
        status=step.status,
        actor=step.actor,
        message=say(step.message, language),
        calls=[_call(name, loan_id) for name in step.calls],
        **_asked(step.asked, found.row.currency),
    )


def _asked(asked: Asked | None, currency: str) -> dict[str, Any]:
    if asked is None:
        return dict.fromkeys(_OF_WHAT_IS_ASKED)
    values = (
        asked.due_on,
        MoneyRead.of(Money(asked.amount_minor, currency)),
        asked.grace_ends_on,
        MoneyRead.of(Money(asked.due_minor, currency)),
        MoneyRead.of(Money(asked.overdue_minor, currency)),
        asked.days_past_due,
        asked.condition,
    )
    return dict(zip(_OF_WHAT_IS_ASKED, values, strict=True))


def _call(name: str, loan_id: str) -> LoanCallRead:
    method, path = OPERATIONS[name]
    return LoanCallRead(operation_id=name, method=method, path=path.format(loan_id=loan_id))
