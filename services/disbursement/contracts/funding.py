"""What is lent and how it comes back: what a neighbour needs to open the loan itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from services.disbursement.contracts.domain.drawing import drawn_on
from services.disbursement.contracts.domain.figures import figures_of
from services.disbursement.contracts.domain.terms import ContractTerms
from services.disbursement.contracts.recorded import terms_recorded
from services.disbursement.contracts.tables import ContractRow, DraftRow
from services.disbursement.contracts.wire import schedule_told, terms_told


@dataclass(frozen=True, slots=True, kw_only=True)
class FundingTerms:
    """The terms of a contract as neighbours are told them.

    `planned` is the schedule of the planned day, as it was drawn then and stands in the document.
    """

    number: str
    document_sha256: str
    engine_version: str
    terms: dict[str, Any]
    planned: dict[str, Any]
    bound: ContractTerms

    def schedule_on(self, value_date: date) -> dict[str, Any]:
        """The schedule that binds once the money arrived with this value date."""
        return schedule_told(figures_of(drawn_on(self.bound, value_date)))


def funding_terms_of(contract: ContractRow, draft: DraftRow) -> FundingTerms:
    """The terms a contract and its draft record."""
    bound = terms_recorded(draft)
    return FundingTerms(
        number=contract.number,
        document_sha256=contract.document_sha256.hex(),
        engine_version=draft.engine_version,
        terms={
            **terms_told(bound.loan_on(draft.planned_on)),
            "contingent_fees": [
                {"code": fee.code, "amount": fee.amount_minor, "payee": fee.payee}
                for fee in bound.contingent_fees
            ],
            "planned_on": draft.planned_on.isoformat(),
            "penalty_multiple": draft.product["penalty_multiple"],
            "grace_days": bound.grace_days,
        },
        planned=dict(draft.schedule),
        bound=bound,
    )
