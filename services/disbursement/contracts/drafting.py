"""The rows of a new contract: drawn with the engine, its people sealed, its content hashed."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from services.disbursement.contracts.domain.content import digest_of
from services.disbursement.contracts.domain.drawing import drawn_as_offered
from services.disbursement.contracts.domain.numbers import contract_number
from services.disbursement.contracts.schemas.told import AcceptedOfferTold, terms_of
from services.disbursement.contracts.sealed_persons import sealed_borrower, signer_row
from services.disbursement.contracts.tables import ContractRow, DraftRow, SignerRow
from services.disbursement.contracts.wire import schedule_told
from services.disbursement.domain.statuses import ContractStatus
from services.disbursement.name_index import name_index
from services.kit.field_keys import FieldKeys
from services.kit.identifiers import new_id
from services.loan_engine import ENGINE_VERSION


@dataclass(frozen=True, slots=True)
class Draft:
    """A contract that is not written yet."""

    contract: ContractRow
    row: DraftRow
    signers: tuple[SignerRow, ...]


def drafted(told: AcceptedOfferTold, planned_on: date, keys: FieldKeys) -> Draft:
    """The contract of an accepted offer; raises `FiguresNotReproduced`."""
    contract_id = new_id()
    terms = terms_of(told.offer, told.product)
    schedule = schedule_told(drawn_as_offered(terms, told.offer.offered, planned_on))
    number = contract_number(contract_id, planned_on)
    content = {
        "number": number,
        "planned_on": planned_on.isoformat(),
        "engine_version": ENGINE_VERSION,
        "schedule": schedule,
        **_substance(told),
    }
    return Draft(
        contract=_contract(contract_id, number, told, digest_of(content), keys),
        row=DraftRow(
            contract_id=contract_id,
            told_sha256=told_digest(told),
            offer=told.offer.model_dump(mode="json"),
            product=told.product.model_dump(mode="json"),
            borrower_kind=told.borrower.kind,
            borrower_sealed=sealed_borrower(contract_id, told.borrower.person(), keys),
            planned_on=planned_on,
            engine_version=ENGINE_VERSION,
            schedule=schedule,
        ),
        signers=tuple(
            signer_row(contract_id, number, each.signer(), keys)
            for number, each in enumerate(told.signers, start=1)
        ),
    )


def told_digest(told: AcceptedOfferTold) -> bytes:
    """What two messages with the same substance have in common, whenever they were sent."""
    return digest_of(_substance(told))


def _substance(told: AcceptedOfferTold) -> dict[str, Any]:
    return told.model_dump(mode="json", exclude={"sequence", "after", "kind"})


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
