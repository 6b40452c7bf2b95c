"""Finding and comparing names without opening them: a keyed hash of the normal form."""

from services.disbursement.domain.names import normal_name
from services.kit.field_keys import FieldKeys


def name_index(name: str, keys: FieldKeys) -> bytes:
    """32 bytes, the same for every spelling of this name, whoever bears it."""
    return keys.blind_index.of("holder", normal_name(name))
