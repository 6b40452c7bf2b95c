"""Whom we lend to: the kinds of customer, and which of them are people."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class PartyKind(StrEnum):
    """A human being, or a registered business."""

    PERSON = "person"
    BUSINESS = "business"


class CustomerType(StrEnum):
    """The customer segments products and checklists are written for."""

    SOLE_TRADER = "sole_trader"  # 个体工商户
    MICRO_OWNER = "micro_owner"  # 小微企业主
    STARTUP = "startup"  # 初创企业
    ENTERPRISE = "enterprise"  # 小微企业
    FARMER = "farmer"  # 农户
    COOPERATIVE = "cooperative"  # 农民专业合作社


# A sole trader is licensed as a business but liable as a person, so it may register as either.
CUSTOMER_TYPES: Final[Mapping[PartyKind, frozenset[CustomerType]]] = MappingProxyType(
    {
        PartyKind.PERSON: frozenset(
            {
                CustomerType.SOLE_TRADER,
                CustomerType.MICRO_OWNER,
                CustomerType.STARTUP,
                CustomerType.FARMER,
            }
        ),
        PartyKind.BUSINESS: frozenset(
            {
                CustomerType.SOLE_TRADER,
                CustomerType.STARTUP,
                CustomerType.ENTERPRISE,
                CustomerType.COOPERATIVE,
            }
        ),
    }
)
