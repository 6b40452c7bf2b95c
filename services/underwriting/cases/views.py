"""From cases to what readers get."""

from collections.abc import Sequence

from services.kit.etags import etag_of
from services.kit.identifiers import typeid_of
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page
from services.underwriting.cases.authority import HANDS_NEEDED
from services.underwriting.cases.desk import claim_of
from services.underwriting.cases.domain.statuses import CaseStatus
from services.underwriting.cases.records import CaseRecord, CheckRecord, Look
from services.underwriting.cases.schemas.read import (
    CaseRead,
    CaseTaken,
    CheckList,
    CheckRead,
    ClaimRead,
    InformationRequestRead,
    RecommendationRead,
    TermsConditionRead,
)
from services.underwriting.cases.schemas.screening import ScreeningRead
from services.underwriting.cases.tables import CaseRow, InformationRequestRow, ScreeningRow
from services.underwriting.decisions.entry import Authority


def case_taken(row: CaseRow | None) -> CaseTaken:
    """The answer to the application service."""
    if row is None:
        return CaseTaken(case_id=None, status=None)
    return CaseTaken(case_id=row.case_id, status=CaseStatus(row.status))


def case(record: CaseRecord) -> CaseRead:
    """A case as staff see it."""
    row = record.row
    return CaseRead(
        id=row.case_id,
        application_id=row.application_id,
        party_id=row.party_id,
        partner_id=row.partner_id,
        status=CaseStatus(row.status),
        version=row.version,
        submission=row.submission,
        customer_type=row.customer_type,
        product_code=row.product_code,
        product_type=row.product_type,
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        term_months=row.term_months,
        method=row.method,
        authority=Authority(row.authority) if row.authority else None,
        sla_due_at=row.sla_due_at,
        is_overdue=record.is_overdue,
        claim=_claim(row),
        decision_id=row.decision_id,
        recommendation=_recommendation(record),
        information_request=_request(record.request),
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def look(record: CaseRecord) -> str:
    """What tells two looks of one version apart: whether its time has run out."""
    return str(int(record.is_overdue))


def cases(found: Sequence[CaseRecord], page: PageRequest) -> Page[CaseRead]:
    """A page of cases."""
    return page_of(
        found,
        page,
        place=lambda record: Cursor(record.row.created_at, record.row.case_id),
        read=case,
    )


def case_moved(record: CaseRecord) -> Reply:
    """The answer to who took a case one step further."""
    etag = etag_of(record.row.version, look(record))
    return Reply(201, case(record).model_dump_json().encode(), etag)


def checks(found: CheckRecord) -> CheckList:
    """What the checks of a case found, and the looks before its payouts."""
    checked = [CheckRead.model_validate(row) for row in found.checks]
    return CheckList(data=[*checked, *(_looked(row) for row in found.screenings)])


def screening(look: Look) -> ScreeningRead:
    """The answer to the disbursement service."""
    return ScreeningRead.model_validate(look)


def _looked(row: ScreeningRow) -> CheckRead:
    return CheckRead(
        submission=row.submission,
        kind="screening",
        outcome=row.outcome,
        findings={
            "payout_id": typeid_of("pay", row.payout_id),
            "version": row.list_version,
            "entries": row.news,
        },
        checked_at=row.screened_at,
    )


def _claim(row: CaseRow) -> ClaimRead | None:
    claim = claim_of(row)
    return None if claim is None else ClaimRead.model_validate(claim)


def _recommendation(record: CaseRecord) -> RecommendationRead | None:
    standing = record.recommendation
    if standing is None:
        return None
    terms, currency = standing.terms, standing.currency
    return RecommendationRead(
        number=standing.number,
        amount=MoneyRead.of(Money(standing.amount_minor, currency)),
        term_months=standing.term_months,
        annual_rate=terms["rate_ppm"],
        instalment=MoneyRead.of(Money(terms["instalment_minor"], currency)),
        conditions=[TermsConditionRead(**each) for each in standing.conditions],
        authority=Authority(standing.authority),
        note=standing.note,
        override_reason=standing.override_reason,
        recommended_by=standing.recommended_by,
        recommended_at=standing.recommended_at,
        approved_by=list(record.approvers),
        approvals_needed=HANDS_NEEDED[Authority(standing.authority)],
    )


def _request(asked: InformationRequestRow | None) -> InformationRequestRead | None:
    if asked is None:
        return None
    return InformationRequestRead(
        id=asked.request_id,
        text=asked.text,
        items=asked.items,
        due_on=asked.due_on,
        asked_by=asked.asked_by,
        asked_at=asked.asked_at,
    )
