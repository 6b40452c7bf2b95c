"""A document before it is printed: headings, paragraphs and tables in reading order."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a clause; a material one is printed so that nobody can miss it."""

    text: str
    is_material: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; the paragraphs of a material clause are set apart."""

    text: str
    is_material: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Cells in rows; `kind` says what it holds, and so how wide its columns are.

    With `has_head` the first row names the columns and is repeated on each page.
    """

    kind: str
    rows: tuple[tuple[str, ...], ...]
    has_head: bool


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """All of a document in one language.

    `footer` stands at the end of each page; it has places for {page} and {pages}.
    """

    language: str
    title: str
    subtitle: str
    footer: str
    blocks: tuple[Block, ...]
