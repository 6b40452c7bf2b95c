"""Where underwriting can be made to fail: around the bureau, and between the steps of a case."""

from services.kit.failpoints import Failpoint


class UnderwritingPoint(Failpoint):
    """The points of underwriting's own use cases and of its bureau."""

    BUREAU_NEXT = (
        "bureau.next",
        "The question is committed; not a byte has left for the bureau.",
    )
    BUREAU_ANSWERED = (
        "bureau.answered",
        "The bureau has answered; who asked has not been handed the report.",
    )
    QUESTION_KEPT = (
        "report.question_kept",
        "The question about a person is written down under its own number; nobody was asked.",
    )
    REPORT_RECEIVED = (
        "report.received",
        "The report has come; it is not written down.",
    )
    REPORT_KEPT = (
        "report.kept",
        "The report is written down; the case does not rest on it yet.",
    )
    FAILURE_COUNTED = (
        "report.failure_counted",
        "That the bureau did not answer is written down; the job has not been put off.",
    )
    CASE_BEGUN = (
        "case.begun",
        "The case is being checked and application is to be told so; nothing was asked.",
    )
    CASE_CONCLUDED = (
        "case.concluded",
        "The case is decided and its outcome is to be told; the job is not over.",
    )
    CASE_BACK = (
        "case.back",
        "One case whose borrower did not answer is back at the desk; others are not.",
    )
