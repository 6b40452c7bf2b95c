"""With what accounts are kept: the keys that seal them, and how long a new one cools off."""

from dataclasses import dataclass

from services.kit.field_keys import FieldKeys


@dataclass(frozen=True, slots=True)
class Keeping:
    """The service's keys, and the business days an account in place of another waits."""

    keys: FieldKeys
    cooling_off_days: int
