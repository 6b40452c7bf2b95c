"""What conditions refuse, in their own words."""

from services.kit.errors import Conflict, Title


class ConditionSeesItself(Conflict):
    """Nobody shows this one: it is met when the step it names is done."""

    code = "condition_sees_itself"
    title = Title("The system sees for itself whether this is met", "该条件由系统自动判断")


class NothingToJudge(Conflict):
    """No evidence waits for a second person."""

    code = "nothing_to_judge"
    title = Title("No evidence waits to be accepted", "暂无待审核的凭证")


class NothingMoreToShow(Conflict):
    """No money will go out under this contract any more."""

    code = "nothing_more_to_show"
    title = Title("The contract has ended", "合同已终止，无需再提供凭证")
