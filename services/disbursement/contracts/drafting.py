"""The rows of a new contract: drawn with the engine, its people sealed, its content hashed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.disbursement.contracts.clauses import CURRENT
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.content import digest_of
from services.disbursement.contracts.domain.drawing import drawn_as_offered
from services.disbursement.contracts.domain.figures import figures_of
from services.disbursement.contracts.domain.numbers import contract_number
from services.disbursement.contracts.paperwork import BUSINESS, document_digest
from services.disbursement.contracts.schemas.told import AcceptedOfferTold, terms_of
from services.disbursement.contracts.sealed_persons import sealed_borrower, signer_row
from services.disbursement.contracts.tables import ContractRow, DraftRow, SignerRow
from services.disbursement.contracts.wire import schedule_told
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.name_index import name_index
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.kit.lender import Lender
from services.kit.lender_file import lender_recorded
from services.loan_engine import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract that is not written yet."""

    contract: ContractRow
    row: DraftRow
    signers: tuple[SignerRow, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """With what contracts are drawn: in whose name, on which day, sealed with which keys."""

    lender: Lender
    today: date
    keys: FieldKeys


def drafted(told: AcceptedOfferTold, office: Office) -> Draft:
    """The contract of an accepted offer; raises `FiguresNotReproduced`."""
    contract_id, keys = new_id(), office.keys
    agreement = _agreement(contract_id, told, office)
    digest = document_digest(agreement, substance_of(told))
    return Draft(
        contract=_contract(contract_id, agreement.number, told, digest, keys),
        row=_row(contract_id, told, agreement, keys),
        signers=tuple(
            signer_row(contract_id, number, signer, keys)
            for number, signer in enumerate(agreement.signers, start=1)
        ),
    )


def told_digest(told: AcceptedOfferTold) -> bytes:
    """What two messages with the same substance have in common, whenever they were sent."""
    return digest_of(substance_of(told))


def substance_of(told: AcceptedOfferTold) -> dict[str, Any]:
    """All of a message but when it was sent."""
    return told.model_dump(mode="json", exclude={"sequence", "after", "kind"})


def _agreement(contract_id: UUID, told: AcceptedOfferTold, office: Office) -> Agreement:
    terms = terms_of(told.offer, told.product)
    return Agreement(
        number=contract_number(contract_id, office.today),
        lender=office.lender,
        borrower=told.borrower.person(),
        is_business=told.borrower.kind == BUSINESS,
        signers=tuple(each.signer() for each in told.signers),
        product=told.product.title.title,
        purpose_code=told.application.purpose_code,
        terms=terms,
        figures=figures_of(drawn_as_offered(terms, told.offer.offered, office.today)),
        engine_version=ENGINE_VERSION,
        template_version=CURRENT,
    )


def _row(
    contract_id: UUID, told: AcceptedOfferTold, agreement: Agreement, keys: FieldKeys
) -> DraftRow:
    return DraftRow(
        contract_id=contract_id,
        told_sha256=told_digest(told),
        offer=told.offer.model_dump(mode="json"),
        product=told.product.model_dump(mode="json"),
        borrower_kind=told.borrower.kind,
        borrower_sealed=sealed_borrower(contract_id, agreement.borrower, keys),
        lender=lender_recorded(agreement.lender),
        planned_on=agreement.figures.disbursed_on,
        engine_version=agreement.engine_version,
        template_version=agreement.template_version,
        schedule=schedule_told(agreement.figures),
    )


def _contract(
    contract_id: UUID, number: str, told: AcceptedOfferTold, digest: bytes, keys: FieldKeys
) -> ContractRow:
    application, amount = told.application, told.offer.amount
    return ContractRow(
        contract_id=contract_id,
        application_id=application.id,
        number=number,
        status=ContractStatus.DRAFT.value,
        owner=application.owner,
        partner_id=application.partner_id,
        party_id=application.party_id,
        product_code=application.product_code,
        product_version=application.product_version,
        product_type=told.product.type,
        purpose_code=application.purpose_code,
        channel=application.channel,
        customer_type=application.customer_type,
        amount_minor=amount.amount,
        currency=amount.currency,
        decided_by=list(told.offer.decided_by),
        borrower_name_index=name_index(told.borrower.name, keys),
        document_sha256=digest,
    )
