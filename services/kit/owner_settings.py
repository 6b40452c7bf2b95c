"""Where a migration finds its schema as the owner: an address the running service never gets."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict


class OwnerAddressMissing(ValueError):
    """Nobody said where the schema is; the message names the variable."""


class SecretsFolder(BaseSettings):
    """The folder of mounted secrets, one file per variable; XIAOWEI_SECRETS_DIR."""

    xiaowei_secrets_dir: Path | None = None


class OwnerAddress(BaseSettings):
    """The owner's address of one service's schema."""

    model_config = SettingsConfigDict(env_ignore_empty=True)

    owner_database_url: str


def owner_url(service: str) -> str:
    """`<SERVICE>_OWNER_DATABASE_URL`, from the environment or a mounted file.

    Raises OwnerAddressMissing.
    """
    prefix = f"{service.upper()}_"
    folder = SecretsFolder().xiaowei_secrets_dir
    try:
        found = OwnerAddress(_env_prefix=prefix, _secrets_dir=folder)
    except ValidationError:
        raise OwnerAddressMissing(
            f"{prefix}OWNER_DATABASE_URL is not set: it holds the address of the database, "
            f"as the role {service}_owner."
        ) from None
    return found.owner_database_url
