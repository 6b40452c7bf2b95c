"""The document of a contract, composed anew from its rows: always the same, to the last letter."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Final

from services.disbursement.contracts.clauses import LANGUAGES, template
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.composing import composed
from services.disbursement.contracts.domain.content import digest_of
from services.disbursement.contracts.recorded import product_recorded, terms_recorded
from services.disbursement.contracts.sealed_persons import borrower_of, signer_of
from services.disbursement.contracts.tables import ContractRow, DraftRow, SignerRow
from services.disbursement.contracts.wire import schedule_recorded
from services.kit.documents import Document
from services.kit.field_keys import FieldKeys
from services.kit.languages import Language
from services.kit.lender_file import lender_of

BUSINESS: Final = "business"


def agreement_of(
    row: ContractRow, draft: DraftRow, signers: Sequence[SignerRow], keys: FieldKeys
) -> Agreement:
    """What the contract says; raises `SealBroken`."""
    return Agreement(
        number=row.number,
        lender=lender_of(draft.lender),
        borrower=borrower_of(draft, keys),
        is_business=draft.borrower_kind == BUSINESS,
        signers=tuple(signer_of(each, keys) for each in signers),
        product=product_recorded(draft).title.title,
        purpose_code=row.purpose_code,
        terms=terms_recorded(draft),
        figures=schedule_recorded(draft.schedule),
        engine_version=draft.engine_version,
        template_version=draft.template_version,
    )


def document_of(agreement: Agreement, language: Language) -> Document:
    """The document in that language, in the words of the version it was drawn with."""
    return composed(agreement, template(agreement.template_version, language))


def document_digest(agreement: Agreement, substance: Mapping[str, object]) -> bytes:
    """The digest of all that the contract says, in both languages, and of what it came from."""
    documents = {language: asdict(document_of(agreement, language)) for language in LANGUAGES}
    return digest_of({"documents": documents, "substance": substance})
