"""How a document looks: sizes in points, one font, and shade where a bold face would stand."""

from dataclasses import dataclass
from typing import Final, Literal

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm

PAGE: Final = A4
MARGIN: Final = 18 * mm
WIDTH: Final = PAGE[0] - 2 * MARGIN
INK: Final = HexColor("#1b1f24")
LINE: Final = HexColor("#b9c0c8")
HEAD: Final = HexColor("#e9edf2")
MATERIAL: Final = HexColor("#fff4d6")
MATERIAL_LINE: Final = HexColor("#c98a00")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the width of a table is shared, in parts, and which of its columns hold figures."""

    parts: tuple[int, ...]
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles of one document."""

    title: ParagraphStyle
    subtitle: ParagraphStyle
    heading: ParagraphStyle
    text: ParagraphStyle
    cell: ParagraphStyle
    figure: ParagraphStyle
    footer_size: float


def styles_for(font: str, *, is_chinese: bool) -> Styles:
    """The styles with that font; Chinese breaks anywhere, other text between words."""
    wrap = "CJK" if is_chinese else None

    def style(
        name: str,
        size: float,
        leading: float,
        *,
        align: Literal[0, 1, 2] = TA_LEFT,
        around: tuple[float, float] = (0, 0),
        wrap: str | None = wrap,
    ) -> ParagraphStyle:
        return ParagraphStyle(
            name,
            fontName=font,
            fontSize=size,
            leading=leading,
            textColor=INK,
            alignment=align,
            spaceBefore=around[0],
            spaceAfter=around[1],
            wordWrap=wrap,
        )

    return Styles(
        title=style("title", 18, 24, align=TA_CENTER, around=(0, 2)),
        subtitle=style("subtitle", 9, 13, align=TA_CENTER, around=(0, 8)),
        heading=style("heading", 11, 15, around=(8, 3)),
        text=style("text", 9, 13.5, around=(0, 3)),
        cell=style("cell", 8, 11),
        figure=style("figure", 8, 11, align=TA_RIGHT, wrap=None),
        footer_size=7.5,
    )
