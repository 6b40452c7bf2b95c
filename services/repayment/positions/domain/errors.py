"""What positions refuse."""

from services.kit.errors import Conflict, Title


class DayNotOpen(Conflict):
    """The books are still at an earlier day; they will be at this one soon."""

    code, retryable, retry_after_default_s = "day_not_open", True, 2
    title = Title("The books have not reached this day yet", "账务日尚未切换")
