"""What the underwriting service is told by its environment."""

from typing import Final

from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "underwriting"


class Settings(ServiceSettings):
    """Every variable is UNDERWRITING_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="UNDERWRITING_")
