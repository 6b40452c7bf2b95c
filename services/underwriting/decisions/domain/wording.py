"""How reasons and conditions are told to the borrower, in two languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from services.underwriting.decisions.domain.strict import Malformed, Record, text_of


@dataclass(frozen=True, slots=True)
class Words:
    """One sentence in both languages."""

    en: str
    zh: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A reason's words, and what the borrower can do about it, if anything.

    `told_as` names the code whose words are used instead: some findings must not be told, lest
    somebody be warned (反洗钱法 2024 art. 35 keeps reports confidential).
    """

    words: Words
    advice: Words | None
    told_as: str | None


@dataclass(frozen=True, slots=True)
class Wordings:
    """The words of every code of a rulebook."""

    by_code: Mapping[str, Wording]

    def told(self, code: str) -> tuple[str, Wording]:
        """The code and words the borrower is given for a finding."""
        wording = self.by_code[code]
        if wording.told_as is None:
            return code, wording
        return wording.told_as, self.by_code[wording.told_as]


def wordings_of(record: Record, codes: frozenset[str]) -> Wordings:
    """The wordings in a document; raises `Malformed` unless they are those of `codes`, all told."""
    entries = record.read("words", Record)
    by_code = {code: entries.read(code, _wording) for code in entries.names()}
    record.close()
    for code in sorted(codes - by_code.keys()):
        raise Malformed("without_words", f"{entries.at(code)}")
    for code, wording in by_code.items():
        if wording.told_as is not None and wording.told_as not in by_code:
            raise Malformed("unknown_code", f"{entries.at(code)}/told_as")
    return Wordings(MappingProxyType(by_code))


def words_of(value: object, pointer: str) -> Words:
    """A sentence in both languages."""
    record = Record(value, pointer)
    words = Words(record.read("en", text_of), record.read("zh", text_of))
    record.close()
    return words


def _wording(value: object, pointer: str) -> Wording:
    record = Record(value, pointer)
    words = Words(record.read("en", text_of), record.read("zh", text_of))
    advice = record.read("advice", words_of) if "advice" in record.names() else None
    told_as = record.read("told_as", text_of) if "told_as" in record.names() else None
    record.close()
    return Wording(words, advice, told_as)
