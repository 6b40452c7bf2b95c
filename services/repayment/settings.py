"""What the repayment service is told by its environment."""

from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "repayment"


class Settings(ServiceSettings):
    """Every variable is REPAYMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="REPAYMENT_")

    # Where the neighbours that are told of loans listen: the worker alone calls them.
    application_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    underwriting_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
