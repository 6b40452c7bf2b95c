"""What the repayment service is told by its environment."""

from typing import Final

from pydantic_settings import SettingsConfigDict

from services.kit.settings import ServiceSettings

SERVICE: Final = "repayment"


class Settings(ServiceSettings):
    """Every variable is REPAYMENT_<NAME>."""

    model_config = SettingsConfigDict(env_prefix="REPAYMENT_")
