"""What the application service tells in tests: the reference's example, with other particulars."""

import copy
from typing import Any
from uuid import UUID

from services.disbursement.contracts.examples import ACCEPTED_OFFER_EXAMPLE
from services.kit.identifiers import new_id, typeid_of

Told = dict[str, Any]


def told(owner: str | None = None, partner_id: UUID | None = None, **changed: Any) -> Told:
    """An accepted offer of a new application by a new borrower, who signs alone.

    A keyword names a top-level member; a dictionary is laid over what the example has there.
    """
    offer = copy.deepcopy(ACCEPTED_OFFER_EXAMPLE)
    owner = owner or f"borrower-{new_id()}"
    if partner_id is not None:
        owner = f"partner:{partner_id}"
        offer["application"]["partner_id"] = typeid_of("partner", partner_id)
    party = typeid_of("party", new_id())
    offer["application"] |= {"id": typeid_of("app", new_id()), "owner": owner, "party_id": party}
    offer["signers"][0] |= {"party_id": party, "owner": owner}
    for name, value in changed.items():
        is_laid_over = isinstance(value, dict) and isinstance(offer[name], dict)
        offer[name] = {**offer[name], **value} if is_laid_over else value
    return offer


def co_signer(role: str, owner: str, name: str = "王保证") -> Told:
    """Somebody else who must sign."""
    return {
        **copy.deepcopy(ACCEPTED_OFFER_EXAMPLE["signers"][0]),
        "party_id": typeid_of("party", new_id()),
        "role": role,
        "owner": owner,
        "name": name,
    }


def path_of(offer: Told) -> str:
    """Where the application service puts it."""
    return f"/internal/v1/contracts/{offer['application']['id']}"
