"""Pages that know how many they are: the footer is written when the last one is there."""

from typing import Any, Final

from reportlab.pdfgen.canvas import Canvas
from typing_extensions import override

from services.kit.printing.styles import INK, LINE, MARGIN, PAGE

FOOTER_BASELINE: Final = MARGIN * 0.55
RULE_ABOVE: Final = 10
RULE_WIDTH: Final = 0.5


class NumberedCanvas(Canvas):
    """A canvas that keeps each page until the number of pages is known.

    `footer` has places for {page} and {pages}.
    """

    footer: str
    footer_font: str
    footer_size: float

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - the library's own
        super().__init__(*arguments, **named)
        self._kept: list[dict[str, Any]] = []

    @override
    def showPage(self) -> None:
        """Keep the page, and begin another."""
        self._kept.append(dict(self.__dict__))
        self._startPage()  # type: ignore[attr-defined]

    @override
    def save(self) -> None:
        """Write each kept page with its footer, then the file."""
        for number, kept in enumerate(self._kept, start=1):
            self.__dict__.update(kept)
            self._write_footer(number, len(self._kept))
            super().showPage()
        super().save()

    def _write_footer(self, page: int, pages: int) -> None:
        self.setStrokeColor(LINE)
        self.setLineWidth(RULE_WIDTH)
        above = FOOTER_BASELINE + RULE_ABOVE
        self.line(MARGIN, above, PAGE[0] - MARGIN, above)
        self.setFillColor(INK)
        self.setFont(self.footer_font, self.footer_size)
        text = self.footer.format(page=page, pages=pages)
        self.drawCentredString(PAGE[0] / 2, FOOTER_BASELINE, text)


def canvas_with(footer: str, font: str, size: float) -> type[NumberedCanvas]:
    """The kind of canvas that writes this footer."""
    return type(
        "FootedCanvas",
        (NumberedCanvas,),
        {"footer": footer, "footer_font": font, "footer_size": size},
    )
