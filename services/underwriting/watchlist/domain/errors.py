"""What can be wrong with listed names."""

from services.kit.errors import Conflict, Title


class WatchlistEntryExists(Conflict):
    """The number is on this list already, expired perhaps: change that entry instead."""

    code = "watchlist_entry_exists"
    title = Title("This number is on the list already", "该证件号码已在此名单中")


class WatchlistFull(Conflict):
    """The lists hold as many names as a screening looks through in time."""

    code = "watchlist_full"
    title = Title("The lists are full; remove what no longer counts", "名单已满，请先移除失效条目")
