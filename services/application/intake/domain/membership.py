"""Who asks for a loan of a group belongs to one that may borrow: what is missing until then."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from services.application.domain.groups import GroupStatus, Membership
from services.application.domain.products import ProductTerms, ProductType
from services.kit.errors import FieldError, Title

POINTER: Final = "/group"
MISSING: Final = "group_missing"
UNAGREED: Final = "group_agreement_missing"

_MISSING: Final = FieldError(
    POINTER,
    MISSING,
    Title("This loan is for members of a joint-liability group.", "该产品须先加入联保小组。"),
)
_UNAGREED: Final = FieldError(
    POINTER,
    UNAGREED,
    Title("You have not agreed to the group's joint liability.", "您尚未签署联保协议。"),
)
_NOT_ACTIVE: Final[Mapping[GroupStatus, FieldError]] = MappingProxyType(
    {
        GroupStatus.FORMING: FieldError(
            POINTER,
            "group_forming",
            Title(
                "Not all members of the group have agreed yet.", "联保小组成员尚未全部签署协议。"
            ),
        ),
        GroupStatus.FROZEN: FieldError(
            POINTER,
            "group_not_active",
            Title("The group is frozen and takes no loan now.", "联保小组已冻结，暂不能申请贷款。"),
        ),
        GroupStatus.DISSOLVED: _MISSING,
    }
)


def group_gaps(terms: ProductTerms, membership: Membership | None) -> tuple[FieldError, ...]:
    """What keeps a borrower from borrowing as a member of a group; nothing elsewhere.

    `membership` is in a group that is not dissolved, None when there is none.
    """
    if terms.product_type is not ProductType.GROUP:
        return ()
    if membership is None:
        return (_MISSING,)
    if not membership.has_agreed:
        return (_UNAGREED,)
    gap = _NOT_ACTIVE.get(membership.status)
    return () if gap is None else (gap,)
