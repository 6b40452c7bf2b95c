"""A font with Chinese: embedded where one is found, else one that every reader brings itself.

Without an embedded font a PDF holds the characters and the name of the font, STSong-Light, which
readers replace by their own Chinese font: it can be read everywhere, but does not look the same
everywhere. The PDF says of itself which of the two it is.
"""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from services.kit.settings import Misconfigured

EMBEDDED: Final = "Xiaowei"
FALLBACK: Final = "STSong-Light"
_SHARE: Final = Path("/usr/share/fonts")
# Fonts with Latin and Chinese that distributions ship as TrueType outlines.
KNOWN: Final = (
    _SHARE / "truetype/wqy/wqy-microhei.ttc",
    _SHARE / "wqy-microhei/wqy-microhei.ttc",
    _SHARE / "truetype/wqy/wqy-zenhei.ttc",
    _SHARE / "truetype/arphic/uming.ttc",
    Path("/System/Library/Fonts/Supplemental/Arial Unicode.ttf"),
    Path("C:/Windows/Fonts/simhei.ttf"),
)

_log: Final = logging.getLogger("xiaowei.printing")


class FontUnusable(Misconfigured):
    """The font file that was named cannot be embedded."""


@dataclass(frozen=True, slots=True)
class Font:
    """The one font of our documents, by the name it is registered under."""

    name: str
    is_embedded: bool


def font_from(file: Path | None) -> Font:
    """The font of `file`; without one, the first known font there is, or else the fallback.

    Raises `FontUnusable` for a file that was named and cannot be used.
    """
    if file is not None:
        return _embedded(file)
    for known in KNOWN:
        if known.exists():
            return _embedded(known)
    _log.warning("no Chinese font to embed: documents name %s and leave it to the reader", FALLBACK)
    pdfmetrics.registerFont(UnicodeCIDFont(FALLBACK))
    return Font(FALLBACK, is_embedded=False)


def _embedded(file: Path) -> Font:
    name = f"{EMBEDDED}-{file.stem}"
    try:
        font = TTFont(name, str(file), subfontIndex=0)
    except (TTFError, OSError) as error:
        raise FontUnusable(f"{file} cannot be embedded: {error}") from None
    pdfmetrics.registerFont(font)
    return Font(name, is_embedded=True)
