"""What the repayment service is told by its environment."""

from pathlib import Path
from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.lender_file import NamesALender

SERVICE: Final = "repayment"


class Settings(NamesALender):
    """Every variable is REPAYMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="REPAYMENT_")

    # Where the neighbours that are told of loans and refunds listen: the worker alone calls them.
    application_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    disbursement_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    underwriting_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    # The font certificates are printed with; without it a known one, or none that is embedded.
    font_file: Path | None = None
