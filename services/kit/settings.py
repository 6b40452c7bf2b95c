"""Settings: read once at start from the environment and mounted files, or the process refuses.

Each field comes from `<PREFIX><NAME>`, or from a file of that name in the folder named by
XIAOWEI_SECRETS_DIR; the environment wins. A variable with our prefix that is no setting is a
spelling mistake and refuses the start too.
"""

import os
import sys
from pathlib import Path
from typing import Annotated, Final, Literal, Self, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict, SettingsError

from services.kit.patience import (
    BACKOFF_MAX_S,
    DELIVERY_ATTEMPTS_MAX,
    DELIVERY_REFUSALS_MAX,
    Patience,
)
from services.kit.strictness import refusal

EXIT_CONFIG: Final = 78  # EX_CONFIG of sysexits.h
SECRETS_DIR_VARIABLE: Final = "XIAOWEI_SECRETS_DIR"

S = TypeVar("S", bound=BaseSettings)

Port = Annotated[int, Field(ge=1, le=65_535)]
Origins = Annotated[tuple[str, ...], NoDecode]


class Misconfigured(ValueError):
    """Something a setting points at cannot be used; the message is one plain line."""


class ServingSettings(BaseSettings):
    """What every process that listens needs; the gateway builds on this alone."""

    model_config = SettingsConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, env_ignore_empty=True
    )

    environment: Literal["development", "production"] = "production"
    sandbox: bool = False
    host: str = "127.0.0.1"
    port: Port
    ops_port: Port
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    lameduck_s: float = Field(default=0, ge=0, le=30)
    concurrency_max: int = Field(default=256, ge=1, le=10_000)
    cors_origins: Origins = ()
    # What `services.kit.arming` reads: a line at which this process is to die, hang or fail.
    failpoint: str | None = Field(default=None, max_length=100)
    failpoint_file: Path | None = None

    @field_validator("cors_origins", mode="before")
    @classmethod
    def _listed(cls, origins: object) -> object:
        if not isinstance(origins, str):
            return origins
        return tuple(origin.strip() for origin in origins.split(",") if origin.strip())

    @field_validator("cors_origins")
    @classmethod
    def _exact(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        if any("*" in o or not o.startswith(("http://", "https://")) for o in origins):
            raise refusal(
                "not_an_origin",
                en="must list exact origins such as https://app.example, without wildcards",
                zh="必须是确切的来源，不得使用通配符",
            )
        return origins

    @model_validator(mode="after")
    def _no_failpoints_in_production(self) -> Self:
        if self.environment == "production" and (self.failpoint or self.failpoint_file):
            raise refusal(
                "failpoint_in_production",
                en="FAILPOINT, FAILPOINT_FILE and ENVIRONMENT=production exclude each other",
                zh="生产环境不得设置故障点",
            )
        return self

    @model_validator(mode="after")
    def _no_sandbox_in_production(self) -> Self:
        if self.environment == "production" and self.sandbox:
            raise refusal(
                "sandbox_in_production",
                en="SANDBOX and ENVIRONMENT=production exclude each other",
                zh="生产环境不得开启沙箱",
            )
        return self


class ServiceSettings(ServingSettings):
    """What every service needs; each adds its own and its prefix."""

    worker_ops_port: Port
    database_url: SecretStr
    owner_database_url: SecretStr | None = None
    pool_size: int = Field(default=10, ge=1, le=200)
    pool_overflow: int = Field(default=5, ge=0, le=200)
    pool_timeout_s: float = Field(default=2, gt=0, le=30)
    lock_timeout_s: float = Field(default=2, ge=0.001, le=9)
    keys_dir: Path
    field_keys_file: Path
    seal_export_file: Path | None = None
    delivery_attempts_max: int = Field(default=DELIVERY_ATTEMPTS_MAX, ge=1, le=10_000)
    delivery_refusals_max: int = Field(default=DELIVERY_REFUSALS_MAX, ge=1, le=10_000)
    delivery_backoff_max_s: int = Field(default=BACKOFF_MAX_S, ge=1, le=86_400)

    @property
    def patience(self) -> Patience:
        """How long a delivery is tried before it is parked."""
        return Patience(
            attempts_max=self.delivery_attempts_max,
            refusals_max=self.delivery_refusals_max,
            backoff_max_s=self.delivery_backoff_max_s,
        )

    @field_validator("database_url", "owner_database_url")
    @classmethod
    def _postgres(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not url.get_secret_value().startswith("postgresql://"):
            raise refusal(
                "not_postgres",
                en="must start with postgresql://",
                zh="必须以 postgresql:// 开头",
            )
        return url


def load(settings_class: type[S]) -> S:
    """The settings of this process; prints each wrong one plainly and exits with 78."""
    folder = os.environ.get(SECRETS_DIR_VARIABLE)  # noqa: TID251 - settings read the environment
    try:
        settings = settings_class(_secrets_dir=folder or None)
    except ValidationError as error:
        mistakes = [
            _mistake(settings_class, finding["loc"], finding["msg"]) for finding in error.errors()
        ]
    except SettingsError as error:
        mistakes = [str(error)]
    else:
        mistakes = _misspelt(settings_class)
        if not mistakes:
            return settings
    for mistake in mistakes:
        sys.stderr.write(f"{mistake}\n")
    raise SystemExit(EXIT_CONFIG)


def _mistake(settings_class: type[BaseSettings], loc: tuple[str | int, ...], message: str) -> str:
    prefix = settings_class.model_config.get("env_prefix", "")
    name = f"{prefix}{loc[0]}".upper() if loc else prefix.rstrip("_").upper()
    return f"{name}: {message}"


def _misspelt(settings_class: type[BaseSettings]) -> list[str]:
    prefix = settings_class.model_config.get("env_prefix", "").upper()
    known = {f"{prefix}{name}".upper() for name in settings_class.model_fields}
    sent = {name.upper() for name in os.environ}  # noqa: TID251 - settings read the environment
    return [
        f"{name}: there is no such setting"
        for name in sorted(sent - known)
        if prefix and name.startswith(prefix)
    ]
