"""What positions refuse."""

from services.kit.errors import Conflict, Title


class DayNotOpen(Conflict):
    """The books are still at an earlier day; they will be at this one soon."""

    code, retryable, retry_after_default_s = "day_not_open", True, 2
    title = Title("The books have not reached this day yet", "账务日尚未切换")


class DayNotOver(Conflict):
    """A day is closed when the next one has begun."""

    code = "day_not_over"
    title = Title("This business day is not over yet", "该营业日尚未结束")
