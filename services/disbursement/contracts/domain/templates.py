"""A set of clauses in one language, as the lender's lawyers wrote it, with places to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from typing import Final

from services.disbursement.contracts.domain.signers import SignerRole

TABLES: Final = frozenset({"parties", "loan", "schedule", "fees", "signatures"})


class TemplateUnusable(ValueError):
    """A clause file that cannot be used: the message says which clause and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause; with `when` it stands only where somebody signs in that capacity."""

    code: str
    title: str
    paragraphs: tuple[str, ...]
    is_material: bool = False
    table: str | None = None
    when: SignerRole | None = None

    def __post_init__(self) -> None:
        """Raise `TemplateUnusable` for a table that nobody can fill."""
        if self.table is not None and self.table not in TABLES:
            raise TemplateUnusable(f"{self.code}: no table {self.table}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """All clauses of one version in one language, and the words of its tables.

    `words` are single words, `heads` the columns of tables, `codes` what each code is called.
    """

    language: str
    title: str
    subtitle: str
    footer: str
    words: Mapping[str, str]
    heads: Mapping[str, tuple[str, ...]]
    codes: Mapping[str, Mapping[str, str]]
    clauses: tuple[Clause, ...]

    def word(self, kind: str, code: str) -> str:
        """What a code is called; the code itself where the lawyers have no word for it."""
        return self.codes[kind].get(code, code)


def filled(text: str, places: Mapping[str, str]) -> str:
    """`text` with its places filled in; raises `TemplateUnusable` for one that is not known."""
    for _, name, _, _ in Formatter().parse(text):
        if name is not None and name not in places:
            raise TemplateUnusable(f"no place {{{name}}} can be filled")
    return text.format_map(places)
