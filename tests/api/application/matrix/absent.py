"""Path parameters in good form that name nothing, for requests refused before anything is read."""

from services.kit.identifiers import new_id, typeid_of

_FIXED = {"code": "SOLE_TRADER_CREDIT", "number": "1", "item": "business_licence"}
PREFIXES = {
    "party_id": "party",
    "consent_id": "cons",
    "application_id": "app",
    "material_id": "mat",
    "delivery_id": "dlv",
    "offer_id": "off",
}


def absent_parameters(names: tuple[str, ...]) -> dict[str, str]:
    """One fresh value per name; an unknown name fails, so that a new parameter is added here."""
    return {
        name: _FIXED[name] if name in _FIXED else typeid_of(PREFIXES[name], new_id())
        for name in names
    }
