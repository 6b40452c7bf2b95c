"""What the rail is asked, as it takes it."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Line = Annotated[str, Field(min_length=1, max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Amount(_Part):
    """Whole minor units and their currency."""

    amount: int = Field(ge=1, le=9_000_000_000_000_000)
    currency: str = Field(pattern=r"^[A-Z]{3}$")


class AccountAsked(_Part):
    """An account at a bank, and the name it should be kept under."""

    bank_code: Line
    number: str = Field(pattern=r"^[0-9]{6,34}$")
    name: Line


class OrderAsked(_Part):
    """Move this much to there on that day; the same key is the same order."""

    key: Key
    amount: Amount
    account: AccountAsked
    value_date: date


class DaySaid(_Part):
    """The business day it is now."""

    today: date
