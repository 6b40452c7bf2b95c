"""Putting an agreement into words: the clauses that apply, their places filled, their tables."""

from collections.abc import Iterator

from services.disbursement.contracts.domain import tabulating
from services.disbursement.contracts.domain.agreement import Agreement
from services.disbursement.contracts.domain.places import places_of
from services.disbursement.contracts.domain.templates import Clause, Template, filled
from services.kit.documents import Block, Document, Heading, Paragraph


def composed(agreement: Agreement, template: Template) -> Document:
    """The whole document; raises `TemplateUnusable` for a text with a place nobody can fill."""
    places = places_of(agreement, template)
    page_places = {**places, "page": "{page}", "pages": "{pages}"}
    clauses = [each for each in template.clauses if _applies(each, agreement)]
    return Document(
        language=template.language,
        title=template.title,
        subtitle=filled(template.subtitle, places),
        footer=filled(template.footer, page_places),
        blocks=tuple(
            block
            for number, clause in enumerate(clauses, start=1)
            for block in _blocks(number, clause, agreement, template, places)
        ),
    )


def _applies(clause: Clause, agreement: Agreement) -> bool:
    return clause.when is None or clause.when in agreement.roles


def _blocks(
    number: int,
    clause: Clause,
    agreement: Agreement,
    template: Template,
    places: dict[str, str],
) -> Iterator[Block]:
    yield Heading(f"{number}. {clause.title}", clause.is_material)
    for text in clause.paragraphs:
        yield Paragraph(filled(text, places), clause.is_material)
    if clause.table is not None:
        yield tabulating.TABLES[clause.table](agreement, template)
