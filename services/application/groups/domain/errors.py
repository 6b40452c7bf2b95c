"""What groups refuse, in their own words."""

from services.kit.errors import Conflict, Fault, Title


class InAnotherGroup(Conflict):
    """The person belongs to a group that is not dissolved; which one is not told."""

    code, fault = "in_another_group", Fault.CONFLICT
    title = Title("This person already belongs to a group", "该人员已加入联保小组")


class MembersFixed(Conflict):
    """Members join and agree while the group forms, and leave while it forms or is active."""

    code, fault = "group_members_fixed", Fault.CONFLICT
    title = Title("The members of this group cannot change now", "联保小组成员当前不可变更")


class GroupFull(Conflict):
    """The group has as many members as a group may have."""

    code, fault = "group_full", Fault.CONFLICT
    title = Title("The group has all the members it may have", "联保小组人数已达上限")


class GroupTooSmall(Conflict):
    """Without this member the group would have fewer than a group needs."""

    code, fault = "group_members_too_few", Fault.CONFLICT
    title = Title("The group would have too few members", "联保小组人数将不足")


class GroupInUse(Conflict):
    """A loan of the group is applied for or runs, and its members answer for it."""

    code, fault = "group_in_use", Fault.CONFLICT
    title = Title(
        "A loan of this group is applied for or running", "该联保小组尚有处理中的申请或未结清的贷款"
    )


class MemberLate(Conflict):
    """A member is late with a loan, or had one written off: until that is over it stays frozen."""

    code, fault = "group_member_late", Fault.CONFLICT
    title = Title("A member of this group is late with a loan", "联保小组有成员贷款逾期")


class AlreadyAgreed(Conflict):
    """The member has agreed to be liable with these members."""

    code, fault = "already_agreed", Fault.CONFLICT
    title = Title("The member has already agreed", "该成员已签署联保协议")
