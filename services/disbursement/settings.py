"""What the disbursement service is told by its environment."""

from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.money import AMOUNT_MINOR_MAX
from services.kit.settings import ServiceSettings

SERVICE: Final = "disbursement"


class Settings(ServiceSettings):
    """Every variable is DISBURSEMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="DISBURSEMENT_")

    # Where the payment rail listens: the worker alone calls it.
    rail_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    # What the rail signs its calls back with; a file of one secret a line, all of them taken.
    callback_secrets_file: Path | None = None
    # A payout above this many minor units takes two people; others are approved when ready.
    check_above_minor: int = Field(default=5_000_000, ge=0, le=AMOUNT_MINOR_MAX)
    # Where the application and the repayment service listen: the worker alone calls them.
    application_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    repayment_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
