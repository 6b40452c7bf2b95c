"""A contract in tests: the reference's accepted offer, drawn for an ordinary Monday."""

import copy
import json
from dataclasses import replace
from datetime import date
from typing import Any

from services.disbursement.contracts.clauses import CURRENT
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.drawing import drawn_on
from services.disbursement.contracts.domain.figures import figures_of
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.examples import ACCEPTED_OFFER_EXAMPLE
from services.disbursement.contracts.schemas.told import AcceptedOfferTold, terms_of
from services.kit.lender_file import EXAMPLE, lender_from
from services.loan_engine import ENGINE_VERSION

PLANNED_ON = date(2026, 11, 23)


def told_offer(**offer: Any) -> AcceptedOfferTold:
    """The reference's message, with other terms in its offer."""
    message = copy.deepcopy(ACCEPTED_OFFER_EXAMPLE)
    message["offer"] |= offer
    return AcceptedOfferTold.model_validate_json(json.dumps(message))


def agreement(*roles: SignerRole, **changed: Any) -> Agreement:
    """The contract of the example, signed by the borrower and one more person per role."""
    told = told_offer()
    terms = changed.pop("terms", terms_of(told.offer, told.product))
    borrower = told.signers[0].signer()
    others = tuple(replace(borrower, role=role) for role in roles)
    made = Agreement(
        number="XW20261123-7K2M9Q4T",
        lender=lender_from(EXAMPLE),
        borrower=told.borrower.person(),
        is_business=False,
        signers=(borrower, *others),
        product=told.product.title.title,
        purpose_code=told.application.purpose_code,
        terms=terms,
        figures=figures_of(drawn_on(terms, PLANNED_ON)),
        engine_version=ENGINE_VERSION,
        template_version=CURRENT,
    )
    return replace(made, **changed)
