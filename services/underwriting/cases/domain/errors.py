"""What the desk refuses, in its own words."""

from services.kit.errors import Conflict, Fault, Forbidden, Title


class ClaimNeeded(Conflict):
    """The case is not on the caller's desk, or no longer."""

    code, fault = "claim_needed", Fault.CONFLICT
    title = Title("Claim the case first", "请先领取该案件")


class ClaimedByAnother(Conflict):
    """Somebody else has the case on the desk."""

    code, fault = "claimed_by_another", Fault.CONFLICT
    title = Title("Somebody else works on this case", "该案件正由他人处理")


class NothingRecommended(Conflict):
    """There is no standing recommendation to approve, return or refuse."""

    code, fault = "nothing_recommended", Fault.CONFLICT
    title = Title("Nothing is recommended", "暂无待审批的建议")


class AlreadyApproved(Forbidden):
    """One person is one hand; a second approval needs another."""

    code, fault = "already_approved", Fault.FORBIDDEN
    title = Title("You have approved this already", "您已审批过该建议")


class OverrideReasonNeeded(Conflict):
    """More than the rules came to, and no reason given."""

    code, fault = "override_reason_needed", Fault.CONFLICT
    title = Title("Going beyond the rules needs a reason", "突破规则须说明理由")


class LimitUsedUp(Conflict):
    """What the borrower was promised elsewhere meanwhile leaves no room for this amount."""

    code, fault = "limit_used_up", Fault.CONFLICT
    title = Title("The borrower's limit is used up", "客户额度已被占用")


class GroupLimitUsedUp(Conflict):
    """What the group's members owe and were promised meanwhile leaves no room for this amount."""

    code, fault = "group_limit_used_up", Fault.CONFLICT
    title = Title("The group's limit is used up", "联保小组额度已被占用")


class BorrowerLateSince(Conflict):
    """The borrower is late with us since the assessment, and nobody overrode the rules on it."""

    code, fault = "borrower_late_since", Fault.CONFLICT
    title = Title("The borrower is late with us since the assessment", "审查后借款人已逾期")


class GroupLateSince(Conflict):
    """A member of the group is late since the assessment; until it has paid nobody draws."""

    code, fault = "group_late_since", Fault.CONFLICT
    title = Title("A member of the group is late since the assessment", "审查后联保小组有成员逾期")


class ListedSince(Conflict):
    """Somebody who stands for the loan is on a list nobody may override, since the assessment."""

    code, fault = "listed_since", Fault.CONFLICT
    title = Title("Somebody is on a list since the assessment", "审查后相关人员已被列入名单")


class CaseNotApproved(Conflict):
    """Nothing was promised on this case, or no longer: no money goes out on it."""

    code, fault = "case_not_approved", Fault.CONFLICT
    title = Title("The case is not approved", "该案件未获批准")
