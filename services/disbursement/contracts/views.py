"""From contracts to what readers get."""

from collections.abc import Mapping, Sequence

from services.disbursement.contracts.domain.happenings import EndedBy
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.queries import PrintedFile
from services.disbursement.contracts.recorded import offer_recorded
from services.disbursement.contracts.records import ContractRecord
from services.disbursement.contracts.schemas.read import (
    ContractConditionRead,
    ContractCostRead,
    ContractHappeningRead,
    ContractRead,
    ContractSignerRead,
    ContractTaken,
    ContractTimeline,
)
from services.disbursement.contracts.tables import ContractHappeningRow, ContractRow
from services.disbursement.domain.statuses import ContractStatus
from services.kit.etags import etag_of
from services.kit.languages import Language
from services.kit.money import Money
from services.kit.pagination import Cursor, PageRequest, page_of
from services.kit.reply import Reply
from services.kit.schemas import MoneyRead, Page


def contract_taken(row: ContractRow) -> ContractTaken:
    """The answer to the application service."""
    return ContractTaken(
        contract_id=row.contract_id, status=ContractStatus(row.status), version=row.version
    )


def contract(record: ContractRecord) -> ContractRead:
    """A contract as its parties and staff see it."""
    row, draft = record.row, record.draft
    offer, cost = offer_recorded(draft), draft.schedule["annual_cost"]
    return ContractRead(
        id=row.contract_id,
        number=row.number,
        application_id=row.application_id,
        party_id=row.party_id,
        partner_id=row.partner_id,
        status=ContractStatus(row.status),
        version=row.version,
        product_code=row.product_code,
        product_version=row.product_version,
        product_type=row.product_type,
        purpose_code=row.purpose_code,
        amount=MoneyRead.of(Money(row.amount_minor, row.currency)),
        term_months=offer.term_months,
        annual_rate=offer.annual_rate,
        method=offer.method,
        instalment=MoneyRead.of(offer.instalment.money()),
        annual_cost=ContractCostRead(**cost),
        conditions=[
            ContractConditionRead(code=each.code, en=each.en, zh=each.zh)
            for each in offer.conditions
        ],
        planned_on=draft.planned_on,
        document_sha256=row.document_sha256.hex(),
        engine_version=draft.engine_version,
        template_version=draft.template_version,
        signers=_signers(record),
        ended_by=EndedBy(row.ended_by) if row.ended_by else None,
        reason_code=row.reason_code,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def contracts(found: Sequence[ContractRecord], page: PageRequest) -> Page[ContractRead]:
    """A page of contracts."""
    return page_of(
        found,
        page,
        place=lambda record: Cursor(record.row.created_at, record.row.contract_id),
        read=contract,
    )


def contract_moved(record: ContractRecord) -> Reply:
    """The answer to who took a contract one step further."""
    return Reply(201, contract(record).model_dump_json().encode(), etag_of(record.row.version))


def timeline(rows: Sequence[ContractHappeningRow]) -> ContractTimeline:
    """The history of a contract."""
    return ContractTimeline(data=[ContractHappeningRead.model_validate(row) for row in rows])


def download_headers(printed: PrintedFile, language: Language) -> Mapping[str, str]:
    """What a browser is told of the file: its name and its language."""
    return {
        "Content-Disposition": f'attachment; filename="{printed.number}.{language}.pdf"',
        "Content-Language": language,
        "Vary": "Accept-Language",
    }


def _signers(record: ContractRecord) -> list[ContractSignerRead]:
    signatures = record.signatures
    return [
        ContractSignerRead(
            number=signer.number,
            party_id=signer.party_id,
            role=SignerRole(signer.role),
            is_yours=signer.owner == record.reader,
            signature_id=signatures[signer.number].signature_id
            if signer.number in signatures
            else None,
            signed_at=signatures[signer.number].signed_at if signer.number in signatures else None,
        )
        for signer in record.signers
    ]
