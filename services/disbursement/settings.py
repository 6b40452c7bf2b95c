"""What the disbursement service is told by its environment."""

from typing import Final

from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "disbursement"


class Settings(ServiceSettings):
    """Every variable is DISBURSEMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="DISBURSEMENT_")
