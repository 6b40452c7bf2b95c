"""Who lends: read once at start from a file, and recorded with each document that names it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Self

from pydantic import model_validator

from services.kit.errors import Title
from services.kit.lender import Lender
from services.kit.settings import Misconfigured, ServiceSettings
from services.kit.strictness import refusal

# A lender nobody has met, for trying things out.
EXAMPLE: Final = Path(__file__).parent / "lender.example.json"


class NamesALender(ServiceSettings):
    """Settings of a service that speaks in the lender's name."""

    # In whose name; the example lender is for development alone.
    lender_file: Path = EXAMPLE

    @model_validator(mode="after")
    def _a_lender_of_its_own(self) -> Self:
        if self.environment == "production" and self.lender_file == EXAMPLE:
            raise refusal(
                "lender_needed",
                en="LENDER_FILE must say who lends in production",
                zh="生产环境须以 LENDER_FILE 指明贷款人",
            )
        return self


class LenderFileUnusable(Misconfigured):
    """The file that says who lends is missing or not in its form."""


def lender_from(path: Path) -> Lender:
    """The lender that the file names; raises `LenderFileUnusable`."""
    try:
        return lender_of(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise LenderFileUnusable(f"{path} cannot be read: {error.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise LenderFileUnusable(f"{path} does not say who lends.") from None


def lender_of(recorded: Mapping[str, Any]) -> Lender:
    """The lender as it was recorded; raises KeyError and TypeError."""
    return Lender(
        name=Title(**recorded["name"]),
        credit_code=recorded["credit_code"],
        address=Title(**recorded["address"]),
        court=Title(**recorded["court"]),
    )


def lender_recorded(lender: Lender) -> dict[str, Any]:
    """The lender as it is recorded."""
    return {
        "name": {"en": lender.name.en, "zh": lender.name.zh},
        "credit_code": lender.credit_code,
        "address": {"en": lender.address.en, "zh": lender.address.zh},
        "court": {"en": lender.court.en, "zh": lender.court.zh},
    }
