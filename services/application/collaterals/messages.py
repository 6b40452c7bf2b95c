"""What the audit keeps of property: ids, codes and amounts, never whose or where it is."""

from services.application.domain.collaterals import Property
from services.kit.audit import Members


def property_facts(offered: Property) -> Members:
    """What the audit keeps of a property."""
    return {
        "kind": offered.kind.value,
        "owned_by": offered.owner.value,
        "declared_value_minor": offered.declared_value.amount_minor,
        "prior_liens_minor": offered.prior_liens.amount_minor,
        "currency": offered.declared_value.currency,
    }
