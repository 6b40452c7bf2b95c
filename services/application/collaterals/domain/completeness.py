"""What is still to be said of the property before an application can be submitted."""

from typing import Final

from services.kit.errors import FieldError, Title

_NONE_OFFERED: Final = FieldError(
    "/collaterals",
    "collateral_missing",
    Title("Say which property is to secure the loan.", "请登记用于抵押的财产。"),
)


def gaps(count: int) -> tuple[FieldError, ...]:
    """What an application secured by property lacks that offers `count` of them."""
    return () if count else (_NONE_OFFERED,)
