"""What the underwriting service is told by its environment."""

from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings


class Settings(ServiceSettings):
    """Every variable is UNDERWRITING_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="UNDERWRITING_")
