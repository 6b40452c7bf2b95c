"""What was printed in a story: kept where one can open it, and read as anybody would read it."""

from io import BytesIO
from pathlib import Path
from typing import Final

import pypdf

from deploy.local.home import told_from_here

_FOLDER: Final = "demo"


class Papers:
    """The folder of the printed, `home` being that of the local deployment."""

    def __init__(self, home: Path) -> None:
        self._folder = home / _FOLDER

    def keep(self, name: str, content: bytes) -> Path:
        """Keep a file; the answer is where, as the terminal is told."""
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / name
        file.write_bytes(content)
        return told_from_here(file)


def words_of(content: bytes) -> str:
    """What a PDF says, with one blank between words, whatever the lines it was broken into."""
    pages = pypdf.PdfReader(BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())
