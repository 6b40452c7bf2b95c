"""What the person at the terminal sees: whole lines, at once, whether a terminal or a file."""

import os
import sys
from typing import Final, TextIO

NAME_WIDTH: Final = 20


class Console:
    """Plain lines. A reader who has gone away stops nothing."""

    def __init__(self, stream: TextIO = sys.stdout) -> None:
        self._stream = stream

    def say(self, text: str = "") -> None:
        """Write the text, which may have several lines."""
        try:
            print(text, file=self._stream, flush=True)
        except BrokenPipeError:
            # As the standard library advises: nothing more will be read, nor fail to be flushed.
            self._stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123

    def say_of(self, name: str, text: str) -> None:
        """Write each line of the text behind the name of the program it is about."""
        for line in text.splitlines():
            self.say(f"{name:<{NAME_WIDTH}} | {line}")
