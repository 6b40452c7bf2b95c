"""What the disbursement service is told by its environment."""

from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.lender_file import NamesALender
from services.kit.money import AMOUNT_MINOR_MAX

SERVICE: Final = "disbursement"


class Settings(NamesALender):
    """Every variable is DISBURSEMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="DISBURSEMENT_")

    # Where the payment rail listens: the worker alone calls it.
    rail_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    # What the rail signs its calls back with; a file of one secret a line, all of them taken.
    callback_keys_file: Path | None = None
    # A payout above this many minor units takes two people; others are approved when ready.
    check_above_minor: int = Field(default=5_000_000, ge=0, le=AMOUNT_MINOR_MAX)
    # Business days a payee account that takes a verified one's place is not paid to.
    cooling_off_days: int = Field(default=1, ge=0, le=30)
    # Business days after it settled on which the rail is asked whether a payout has come back.
    look_back_days: int = Field(default=10, ge=1, le=60)
    # Days after the one a contract was drawn for on which it may still be signed.
    signing_days: int = Field(default=30, ge=1, le=365)
    # Where the application, the underwriting and the repayment service listen: the worker alone
    # calls them.
    application_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    underwriting_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    repayment_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    # Where signed contracts lie: file:///folder, or a bucket such as s3://name.
    object_store_url: str = Field(pattern=r"^[a-z0-9]+://\S+$")
    # The font contracts are printed with; without it a known one, or none that is embedded.
    font_file: Path | None = None
    # How long the disclosure of costs must be read before it can be confirmed.
    reading_s: int = Field(default=15, ge=0, le=3600)
