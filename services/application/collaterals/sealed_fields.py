"""Property as rows keep it, and back: what is personal is sealed on the way in."""

from typing import Any, Final
from uuid import UUID

from services.application.collaterals.domain.collateral import Collateral
from services.application.collaterals.tables import CollateralRow
from services.application.domain.collaterals import CollateralKind, Property, PropertyOwner
from services.kit.field_keys import FieldKeys
from services.kit.money import Money

# Bound into every sealed field; renaming one would make old rows unreadable.
_OWNER_NAME: Final = "collateral.owner_name"
_TITLE: Final = "collateral.title_number"
_PLACE: Final = "collateral.place"
_PROPERTY: Final = "collateral.property"


def columns_of(offered: Property, collateral_id: UUID, keys: FieldKeys) -> dict[str, Any]:
    """The columns of its row that hold a property."""
    return {
        "kind": offered.kind.value,
        "owned_by": offered.owner.value,
        "owner_name_sealed": _seal(_OWNER_NAME, offered.owner_name, collateral_id, keys),
        "title_number_sealed": _seal(_TITLE, offered.title_number, collateral_id, keys),
        "place_sealed": _seal(_PLACE, offered.place, collateral_id, keys),
        "property_index": property_index_of(offered, keys),
        "declared_value_minor": offered.declared_value.amount_minor,
        "prior_liens_minor": offered.prior_liens.amount_minor,
        "currency": offered.declared_value.currency,
    }


def property_index_of(offered: Property, keys: FieldKeys) -> bytes:
    """What rows of the same property have in common: its register and its title number."""
    return keys.blind_index.of(_PROPERTY, f"{offered.register}:{offered.normal_title}")


def collateral_of(row: CollateralRow, keys: FieldKeys) -> Collateral:
    """The property a row holds."""
    offered = Property(
        kind=CollateralKind(row.kind),
        owner=PropertyOwner(row.owned_by),
        owner_name=_open(_OWNER_NAME, row.owner_name_sealed, row.collateral_id, keys),
        title_number=_open(_TITLE, row.title_number_sealed, row.collateral_id, keys),
        place=_open(_PLACE, row.place_sealed, row.collateral_id, keys),
        declared_value=Money(row.declared_value_minor, row.currency),
        prior_liens=Money(row.prior_liens_minor, row.currency),
    )
    return Collateral(
        collateral_id=row.collateral_id,
        application_id=row.application_id,
        offered=offered,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _seal(name: str, text: str, collateral_id: UUID, keys: FieldKeys) -> bytes:
    return keys.ring.seal(text, context=f"{name}:{collateral_id}")


def _open(name: str, sealed: bytes | None, collateral_id: UUID, keys: FieldKeys) -> str:
    assert sealed is not None  # of what is offered: a CHECK sees to it
    return keys.ring.open(sealed, context=f"{name}:{collateral_id}")
