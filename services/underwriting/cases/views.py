"""From cases to what readers get."""

from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.schemas.read import CaseTaken
from services.underwriting.cases.tables import CaseRow


def case_taken(row: CaseRow | None) -> CaseTaken:
    """The answer to the application service."""
    if row is None:
        return CaseTaken(case_id=None, status=None)
    return CaseTaken(case_id=row.case_id, status=CaseStatus(row.status))
