"""The terms as the draft recorded them, read back into the words they were told in."""

import json

from services.disbursement.contracts.domain.disclosure import Disclosure, disclosure_of
from services.disbursement.contracts.domain.terms import ContractTerms
from services.disbursement.contracts.schemas.told import OfferTold, ProductTold, terms_of
from services.disbursement.contracts.tables import ContractRow, DraftRow
from services.disbursement.contracts.wire import schedule_recorded


def offer_recorded(row: DraftRow) -> OfferTold:
    """The accepted offer."""
    return OfferTold.model_validate_json(json.dumps(row.offer))


def product_recorded(row: DraftRow) -> ProductTold:
    """What the product version said beside it."""
    return ProductTold.model_validate_json(json.dumps(row.product))


def terms_recorded(row: DraftRow) -> ContractTerms:
    """The terms the contract binds to."""
    return terms_of(offer_recorded(row), product_recorded(row))


def disclosure_recorded(contract: ContractRow, draft: DraftRow) -> Disclosure:
    """What the borrower is told of all costs, from the figures the contract records."""
    return disclosure_of(contract.number, terms_recorded(draft), schedule_recorded(draft.schedule))
