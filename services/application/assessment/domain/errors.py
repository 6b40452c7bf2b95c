"""What the talk with underwriting refuses, in its own words."""

from services.kit.errors import Conflict, Fault, NotFound, Title


class AnotherCase(Conflict):
    """The application is examined under another case."""

    code, fault = "another_case", Fault.CONFLICT
    title = Title("The application is examined under another case", "该申请由其他审查案件处理")


class IdentifierTaken(Conflict):
    """The question or decision of this name is about another application."""

    code, fault = "identifier_taken", Fault.CONFLICT
    title = Title("This identifier belongs to another application", "该标识属于其他申请")


class QuestionClosed(Conflict):
    """The question was answered before, or is no longer asked."""

    code, fault = "question_closed", Fault.CONFLICT
    title = Title("This question is no longer open", "该补充信息请求已关闭")


class NotDecidedYet(NotFound):
    """Underwriting has not decided."""

    code, fault = "not_decided_yet", Fault.NOT_FOUND
    title = Title("There is no decision yet", "尚未作出审批决定")
