"""What the demonstration prints: who did what, and what it led to."""

import textwrap
from collections.abc import Iterable, Sequence
from typing import Final

from deploy.demo.words import spoken
from deploy.local.supervision.console import Console

WIDTH: Final = 96
_WHO_WIDTH: Final = 14
_MARGIN: Final = "  "
_INDENT: Final = _MARGIN + " " * _WHO_WIDTH
_TURN_WIDTH: Final = 24
_GAP: Final = "   "


class Teller:
    """Writes a story down on a terminal, whole lines at a time."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def heading(self, title: str) -> None:
        """Begin a story."""
        self._console.say(f"\n{title}\n{'═' * len(title)}")

    def part(self, title: str) -> None:
        """Begin a part of it."""
        self._console.say(f"\n{_MARGIN}{title}")

    def did(self, who: str, what: str, status: str = "") -> None:
        """Somebody did something; `status` is what the thing they moved is now."""
        self._wrap(f"{_MARGIN}{who:<{_WHO_WIDTH}}", what, status)

    def note(self, text: str, status: str = "") -> None:
        """What belongs to the line above."""
        self._wrap(_INDENT, text, status)

    def said(self, text: str) -> None:
        """Words of the system, quoted."""
        self._wrap(f"{_INDENT}", f"“{text}”", "")

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> None:
        """Columns; the first `words` are flush left, the figures behind them flush right."""
        lines = [head, *rows]
        widths = [max(len(line[at]) for line in lines) for at in range(len(head))]
        for line in lines:
            cells = [
                f"{cell:<{width}}" if at < words else f"{cell:>{width}}"
                for at, (cell, width) in enumerate(zip(line, widths, strict=True))
            ]
            self._console.say(f"{_INDENT}{_GAP.join(cells)}".rstrip())

    def _wrap(self, beginning: str, text: str, status: str) -> None:
        lines = textwrap.wrap(
            text,
            WIDTH - (_TURN_WIDTH if status else 0),
            initial_indent=beginning,
            subsequent_indent=_INDENT,
            break_on_hyphens=False,
            break_long_words=False,  # a path is to be copied whole
        )
        if status:
            lines[-1] = f"{lines[-1]:<{WIDTH - _TURN_WIDTH}}  → {spoken(status)}"
        self._console.say("\n".join(lines))
