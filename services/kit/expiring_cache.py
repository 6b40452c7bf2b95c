"""A bounded memory of things that are true until a known second: the oldest leaves first."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class ExpiringCache(Generic[Key, Value]):
    """A least-recently-used map whose entries also end at their own time (epoch seconds)."""

    def __init__(self, size_max: int) -> None:
        self._size_max = size_max
        self._entries: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key, *, now_s: float) -> Value | None:
        """Return the value, or None when it was never kept, fell out or has ended."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry[0] <= now_s:
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return entry[1]

    def put(self, key: Key, value: Value, *, until_s: float) -> None:
        """Keep `value` until `until_s`; a full cache lets go of what was used longest ago."""
        self._entries[key] = (until_s, value)
        self._entries.move_to_end(key)
        if len(self._entries) > self._size_max:
            self._entries.popitem(last=False)
