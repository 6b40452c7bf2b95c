"""The printer: a document in, a PDF out; the same bytes whenever the same is printed."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    Paragraph,
    SimpleDocTemplate,
    Table,
    TableStyle,
    paragraph,
)

from services.kit.documents import Block, Document
from services.kit.documents import Heading as HeadingBlock
from services.kit.documents import Paragraph as ParagraphBlock
from services.kit.documents import Table as TableBlock
from services.kit.printing.fonts import Font
from services.kit.printing.pages import canvas_with
from services.kit.printing.styles import (
    HEAD,
    LINE,
    MARGIN,
    MATERIAL,
    MATERIAL_LINE,
    PAGE,
    WIDTH,
    Layout,
    Styles,
    styles_for,
)

CHINESE: Final = "zh-CN"
CELL_PADDING: Final = 3
BOX_PADDING: Final = 5
BAR_WIDTH: Final = 2
# A clause begins on the next page rather than leave its title and a line on this one.
ROOM_FOR_A_CLAUSE: Final = 28 * mm
# The library keeps signs that may not begin a line in Japanese; Chinese has these as well.
paragraph.ALL_CANNOT_START += "，；：？！％"  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Imprint:
    """What a file says of itself: who made it, and the digest of what it prints."""

    author: str
    digest: str


class Printer:
    """Prints with one font, one document at a time: the library's fonts are shared by all.

    `layouts` are those of the tables in its documents, by their kind.
    """

    def __init__(self, font: Font, layouts: Mapping[str, Layout]) -> None:
        self._font = font
        self._layouts = layouts
        self._turn = threading.Lock()

    def printed(self, document: Document, imprint: Imprint) -> bytes:
        """The PDF; takes processor time, so it is called in a thread."""
        is_chinese = document.language == CHINESE
        styles = styles_for(self._font.name, is_chinese=is_chinese)
        canvas = canvas_with(document.footer, self._font.name, styles.footer_size)
        file = BytesIO()
        template = SimpleDocTemplate(
            file,
            pagesize=PAGE,
            leftMargin=MARGIN,
            rightMargin=MARGIN,
            topMargin=MARGIN,
            bottomMargin=MARGIN,
            invariant=1,
            lang=document.language,
            title=f"{document.title} {document.subtitle}",
            author=imprint.author,
            subject=f"sha256:{imprint.digest}",
            keywords=[self._font_told()],
            creator="Xiaowei",
        )
        with self._turn:
            template.build([*self._flow(document, styles)], canvasmaker=canvas)
        return file.getvalue()

    def _flow(self, document: Document, styles: Styles) -> Iterator[Flowable]:
        yield Paragraph(escape(document.title), styles.title)
        yield Paragraph(escape(document.subtitle), styles.subtitle)
        for block in document.blocks:
            if isinstance(block, HeadingBlock):
                yield CondPageBreak(ROOM_FOR_A_CLAUSE)
            yield self._flowable(block, styles)

    def _flowable(self, block: Block, styles: Styles) -> Flowable:
        if isinstance(block, HeadingBlock):
            return _heading(block, styles)
        if isinstance(block, ParagraphBlock):
            text = Paragraph(escape(block.text), styles.text)
            return _set_apart(text) if block.is_material else text
        return _table(block, self._layouts[block.kind], styles)

    def _font_told(self) -> str:
        if self._font.is_embedded:
            return "font embedded"
        return f"font not embedded: {self._font.name} is left to the reader"


def _heading(block: HeadingBlock, styles: Styles) -> Flowable:
    heading = Paragraph(escape(block.text), styles.heading)
    heading.keepWithNext = True
    return heading


def _set_apart(text: Paragraph) -> Flowable:
    """A material term: on a ground of its own, with a bar beside it."""
    return Table(
        [[text]],
        colWidths=[WIDTH],
        style=TableStyle(
            [
                ("BACKGROUND", (0, 0), (-1, -1), MATERIAL),
                ("LINEBEFORE", (0, 0), (0, -1), BAR_WIDTH, MATERIAL_LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), BOX_PADDING + BAR_WIDTH),
                ("RIGHTPADDING", (0, 0), (-1, -1), BOX_PADDING),
                ("TOPPADDING", (0, 0), (-1, -1), CELL_PADDING),
                ("BOTTOMPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ]
        ),
    )


def _table(block: TableBlock, layout: Layout, styles: Styles) -> Flowable:
    parts, figures = layout.parts, layout.figures
    rows = [
        [
            Paragraph(escape(text), styles.figure if column in figures else styles.cell)
            for column, text in enumerate(row)
        ]
        for row in block.rows
    ]
    lines: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.5, LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("BOTTOMPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
    ]
    ground = ((0, 0), (-1, 0)) if block.has_head else ((0, 0), (0, -1))
    lines.append(("BACKGROUND", *ground, HEAD))
    return Table(
        rows,
        colWidths=[WIDTH * part / sum(parts) for part in parts],
        repeatRows=1 if block.has_head else 0,
        style=TableStyle(lines),
        spaceBefore=CELL_PADDING,
        spaceAfter=CELL_PADDING * 2,
    )
