"""Product versions as the tests of their rules need them."""

from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from services.application.catalogue.domain.version_rules import VersionDraft, require_sound
from services.application.catalogue.samples import PROPERTY_SECURED, SOLE_TRADER_CREDIT
from services.application.catalogue.schemas.written import ProductCreate
from services.application.domain.products import ProductVersion, VersionStatus
from services.kit.errors import Invalid
from services.kit.identifiers import new_id

TODAY = date(2026, 11, 23)
MAKER, APPROVER = "maker", "approver"


def written(**changes: Any) -> dict[str, Any]:
    """The credit product as its maker writes it, offered from today on, with `changes`."""
    return deepcopy(SOLE_TRADER_CREDIT) | {"valid_from": TODAY.isoformat()} | changes


def drafted(**changes: Any) -> VersionDraft:
    """The same as the domain knows it."""
    return ProductCreate.model_validate(written(**changes)).draft()


def a_version(
    status: VersionStatus = VersionStatus.DRAFT,
    valid_from: date = TODAY,
    valid_to: date | None = None,
) -> ProductVersion:
    """A version of the credit product."""
    return ProductVersion(
        version_id=new_id(),
        product_id=new_id(),
        code="SOLE_TRADER_CREDIT",
        number=1,
        status=status,
        terms=drafted().terms,
        valid_from=valid_from,
        valid_to=valid_to,
        maker=MAKER,
        approver=None if status is VersionStatus.DRAFT else APPROVER,
    )


def sample_version(code: str) -> ProductVersion:
    """One of the sample products, on offer."""
    sample = {each["code"]: each for each in (SOLE_TRADER_CREDIT, PROPERTY_SECURED)}[code]
    draft = ProductCreate.model_validate(sample).draft()
    return ProductVersion(
        version_id=new_id(),
        product_id=new_id(),
        code=code,
        number=1,
        status=VersionStatus.ACTIVE,
        terms=draft.terms,
        valid_from=TODAY,
        valid_to=None,
        maker=MAKER,
        approver=APPROVER,
    )


def faults(**changes: Any) -> dict[str, str]:
    """Pointer and code of everything wrong with the credit product after `changes`."""
    with pytest.raises(Invalid) as refused:
        require_sound(drafted(**changes), today=TODAY)
    return {error.pointer: error.code for error in refused.value.errors}


def cny(amount: int) -> dict[str, Any]:
    """An amount on the wire."""
    return {"amount": amount, "currency": "CNY"}
