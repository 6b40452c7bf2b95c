"""What the application service is told by its environment."""

from typing import Final

from pydantic import Field
from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "application"


class Settings(ServiceSettings):
    """Every variable is APPLICATION_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="APPLICATION_")

    # Where uploaded materials lie: file:///folder, or a bucket such as s3://name.
    object_store_url: str = Field(pattern=r"^[a-z0-9]+://\S+$")
    # Where the neighbours listen: the worker alone calls them.
    underwriting_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    disbursement_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
