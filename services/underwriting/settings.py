"""What the underwriting service is told by its environment."""

from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "underwriting"


class Settings(ServiceSettings):
    """Every variable is UNDERWRITING_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="UNDERWRITING_")

    # Where the application service and the credit bureau listen: the worker alone calls them.
    application_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    bureau_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
