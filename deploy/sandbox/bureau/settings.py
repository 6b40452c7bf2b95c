"""What the sandbox bureau is told by its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class BureauSettings(BaseSettings):
    """Every variable is SANDBOX_BUREAU_<NAME>; `record_file` is the book of questions."""

    model_config = SettingsConfigDict(
        env_prefix="SANDBOX_BUREAU_", env_ignore_empty=True, frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65_535)
    record_file: Path
    slow_s: float = Field(default=2.0, ge=0, le=60)
    silent_s: float = Field(default=60.0, ge=0, le=600)
