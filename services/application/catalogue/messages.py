"""What others are told of products: ids, numbers and states, nothing to be believed unasked."""

from services.application.domain.products import ProductVersion
from services.kit.audit import Members
from services.kit.identifiers import typeid_of

AGGREGATE_TYPE = "product_version"


def version_event(version: ProductVersion, revision: int) -> dict[str, object]:
    """The body of every event about a product version."""
    return {
        "id": typeid_of("prv", version.version_id),
        "product": version.code,
        "number": version.number,
        "status": version.status.value,
        "version": revision,
    }


def version_facts(version: ProductVersion) -> Members:
    """What the audit keeps of a product version's life."""
    return {
        "product": version.code,
        "number": version.number,
        "status": version.status.value,
        "valid_from": version.valid_from.isoformat(),
        "valid_to": version.valid_to.isoformat() if version.valid_to else None,
    }
