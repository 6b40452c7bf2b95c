"""What the check is told by its environment."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class InvariantSettings(BaseSettings):
    """Every variable is INVARIANTS_<NAME>: a superuser's address, and the folder of the seals."""

    model_config = SettingsConfigDict(
        env_prefix="INVARIANTS_", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    database_url: SecretStr
    seals_dir: Path | None = None
