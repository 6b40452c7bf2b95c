"""Who lends."""

from dataclasses import dataclass

from services.kit.errors import Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Lender:
    """Who lends: as the licence says it, and the court that is asked when there is a dispute."""

    name: Title
    credit_code: str
    address: Title
    court: Title
