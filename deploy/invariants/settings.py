"""What the check is told by its environment."""

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class InvariantSettings(BaseSettings):
    """Every variable is INVARIANTS_<NAME>: a superuser's address, the folder of the seals, and the
    sandbox rail's book.
    """

    model_config = SettingsConfigDict(
        env_prefix="INVARIANTS_", env_ignore_empty=True, hide_input_in_errors=True, frozen=True
    )

    database_url: SecretStr
    seals_dir: Path | None = None
    rail_book: Path | None = None
