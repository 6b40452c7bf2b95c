"""What the sandbox rail is told by its environment."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class RailSettings(BaseSettings):
    """Every variable is SANDBOX_RAIL_<NAME>.

    `book_file` is the rail's own truth. `callback_url` is where it calls back, signing with the
    first secret in `callback_secret_file`. Spans are seconds: `late_s` until a late transfer
    shows, `retention_s` until a key is forgotten, `silent_s` until a caller is let go.
    """

    model_config = SettingsConfigDict(
        env_prefix="SANDBOX_RAIL_", env_ignore_empty=True, frozen=True
    )

    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65_535)
    book_file: Path
    callback_url: str = Field(pattern=r"^https?://\S+$")
    callback_secret_file: Path
    silent_s: float = Field(default=60.0, ge=0, le=600)
    late_s: float = Field(default=4.0, ge=0, le=600)
    retention_s: float = Field(default=86_400.0, ge=0, le=10_000_000)
