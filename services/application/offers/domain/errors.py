"""What offers refuse, in their own words."""

from services.kit.errors import Conflict, Fault, Title


class OfferExpired(Conflict):
    """The last day on which the offer could be accepted is over."""

    code, fault = "offer_expired", Fault.CONFLICT
    title = Title("The offer has expired", "贷款方案已过期")


class GroupNotActive(Conflict):
    """The group the loan was asked for in is frozen; why is not told."""

    code, fault = "group_not_active", Fault.CONFLICT
    title = Title("The group is frozen and takes no loan now", "联保小组已冻结，暂不能新增贷款")
