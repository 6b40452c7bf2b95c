"""The printed contract: every figure legible in both languages, whichever font there is."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import reportlab

from services.disbursement.contracts.clauses import LANGUAGES
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.drawing import drawn_on
from services.disbursement.contracts.domain.figures import figures_of
from services.disbursement.contracts.domain.signers import SignerRole
from services.disbursement.contracts.layouts import LAYOUTS
from services.disbursement.contracts.paperwork import document_of
from services.kit.languages import Language
from services.kit.printing import fonts
from services.kit.printing.fonts import Font, FontUnusable, font_from
from services.kit.printing.printer import Imprint, Printer
from tests.unit.disbursement.contracts.agreements import PLANNED_ON, agreement

IMPRINT = Imprint("Xiaowei", "ab" * 32)
in_both = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def fallback(monkeypatch: pytest.MonkeyPatch) -> Font:
    """The font of a machine that has none."""
    monkeypatch.setattr(fonts, "KNOWN", ())
    return font_from(None)


def printed(font: Font, language: Language, made: Agreement | None = None) -> bytes:
    return Printer(font, LAYOUTS).printed(document_of(made or agreement(), language), IMPRINT)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


@in_both
def test_figures_names_and_the_last_row_can_be_read(fallback: Font, language: Language) -> None:
    made = agreement(SignerRole.GUARANTOR)
    for font in (fallback, font_from(None)):
        text = text_of(printed(font, language, made))
        for figure in ("CNY 30,000.00", "12.00%", "12.95%", "2,665.46", "CNY 32,135.57"):
            assert figure in text
        assert "李小微" in text
        assert "人民币叁万元整" in text
        last_row = text[text.index("2027-11-23") :]
        for figure in ("2,639.12", "26.39", "2,665.51", "0.00"):
            assert figure in last_row


@in_both
def test_the_same_words_are_the_same_bytes(fallback: Font, language: Language) -> None:
    assert printed(fallback, language) == printed(fallback, language)


def test_another_figure_is_another_file(fallback: Font) -> None:
    other = agreement(number="XW20261123-7K2M9Q4V")
    assert printed(fallback, "zh-CN", other) != printed(fallback, "zh-CN")


def test_a_file_says_of_itself_what_it_is(fallback: Font) -> None:
    read = pypdf.PdfReader(BytesIO(printed(fallback, "zh-CN")))
    assert read.metadata is not None
    assert read.metadata.subject == f"sha256:{'ab' * 32}"
    assert "font not embedded" in str(read.metadata.keywords)
    assert str(read.root_object["/Lang"]) == "zh-CN"


@in_both
def test_every_page_has_ink_within_its_margins_and_its_number(
    fallback: Font, language: Language
) -> None:
    content = printed(fallback, language)
    pages = pypdf.PdfReader(BytesIO(content)).pages
    for number, (page, drawn) in enumerate(
        zip(pages, pypdfium2.PdfDocument(content), strict=True), start=1
    ):
        bitmap = drawn.render(scale=1).to_pil().convert("L")
        left, top, right, bottom = bitmap.point(lambda shade: 255 if shade < 160 else 0).getbbox()
        assert left > 40
        assert right < bitmap.width - 40
        assert top > 40
        assert bottom < bitmap.height - 15
        assert f"{number}" in page.extract_text().splitlines()[-1]


def test_a_long_schedule_runs_over_pages_with_its_head_on_each(fallback: Font) -> None:
    short = agreement()
    terms = replace(short.terms, term_months=120)
    made = replace(short, terms=terms, figures=figures_of(drawn_on(terms, PLANNED_ON)))
    pages = pypdf.PdfReader(BytesIO(printed(fallback, "zh-CN", made))).pages
    heads = [page for page in pages if "剩余本金" in page.extract_text()]
    assert len(heads) >= 3
    assert "2036-11-23" in text_of(printed(fallback, "zh-CN", made))


def test_a_font_file_that_was_named_must_do(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"no font")
    with pytest.raises(FontUnusable):
        font_from(tmp_path / "font.ttf")


def test_a_known_font_is_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    # The library ships a small TrueType font; it stands for whatever a machine has.
    shipped = Path(reportlab.__file__).parent / "fonts" / "Vera.ttf"
    monkeypatch.setattr(fonts, "KNOWN", (shipped,))
    font = font_from(None)
    assert font.is_embedded
    read = pypdf.PdfReader(BytesIO(printed(font, "en")))
    assert read.metadata is not None
    assert "font embedded" in str(read.metadata.keywords)
    assert font_from(shipped) == font
