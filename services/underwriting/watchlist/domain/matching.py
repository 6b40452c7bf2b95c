"""Whether two names are alike: written the same, said the same, or spelt nearly the same.

Chinese names are compared by their toneless readings, so that other characters of the same sound
and traditional ones are found; a listed name in Latin letters is compared with those readings.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, product
from typing import Final

from pypinyin import Style, pinyin
from rapidfuzz import fuzz

# Per cent of equal letters from which two names in Latin letters are taken for one: transcriptions
# of one foreign name differ by a vowel or two. A Chinese name has one spelling in pinyin.
SPELLING_ALIKE_MIN: Final = 80
# Chinese names this long are titles of businesses or foreign names: one character may differ.
LONG_FROM_CHARACTERS: Final = 5
LONG_ALIKE_MIN: Final = 86
# "LI" would be part of half the country's names.
SPELLING_FROM_LETTERS: Final = 5
# A name of many ambiguous characters has too many spellings to keep them all.
READINGS_MAX: Final = 64
FORMS_CACHED_MAX: Final = 50_000

_HAN: Final = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_LEGAL_FORM: Final = re.compile(
    r"(股份有限公司|有限责任公司|有限公司|个体工商户|专业合作社|合作社|集团|公司)+$"
    r"|(\b(co|company|ltd|limited|llc|inc|corp|corporation|gmbh|plc)\b ?)+$"
)


class Likeness(StrEnum):
    """On what two names agree, the strongest first."""

    SAME_NUMBER = "same_number"
    SAME_NAME = "same_name"
    SAME_SOUND = "same_sound"
    SIMILAR_SPELLING = "similar_spelling"


@dataclass(frozen=True, slots=True)
class Match:
    """How alike, and by how much of a hundred."""

    likeness: Likeness
    score: int


@dataclass(frozen=True, slots=True)
class NameForms:
    """A name in the forms it is compared in.

    `letters` holds its spellings in Latin letters, and, for a Chinese name, `syllables` the
    readings of each character.
    """

    text: str
    letters: frozenset[str]
    syllables: tuple[frozenset[str], ...] = ()

    @property
    def is_han(self) -> bool:
        """Whether it is written in Chinese characters."""
        return bool(self.syllables)


def compare(one: str, other: str) -> Match | None:
    """How alike two names are; None when they are not. The order does not matter."""
    return compare_forms(forms_of(one), forms_of(other))


def compare_forms(one: NameForms, other: NameForms) -> Match | None:
    """How alike two prepared names are; names without a letter are like nothing."""
    if not one.text or not other.text:
        return None
    if one.text == other.text:
        return Match(Likeness.SAME_NAME, 100)
    if _sounds_alike(one, other):
        return Match(Likeness.SAME_SOUND, 100)
    score = _spelling(one, other)
    return Match(Likeness.SIMILAR_SPELLING, score) if score else None


@lru_cache(maxsize=FORMS_CACHED_MAX)
def forms_of(name: str) -> NameForms:
    """The forms of a name, without its legal form, its spaces and its marks."""
    words = _LEGAL_FORM.sub("", _plain(name)).split() or _plain(name).split()
    text = "".join(words)
    if _HAN.search(text):
        syllables = _syllables(text)
        return NameForms(text, _readings(syllables), syllables)
    return NameForms(text, _orders(words))


def _plain(name: str) -> str:
    """Letters and digits in one case and width, words apart by one space."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    kept = "".join(
        letter if letter.isalnum() else " "
        for letter in folded
        if unicodedata.category(letter) not in {"Mn", "Cf"} and letter not in "'’"
    )
    return " ".join(kept.split())


def _syllables(text: str) -> tuple[frozenset[str], ...]:
    """The toneless readings of each character, whatever stands beside it."""
    # pypinyin spells ü as v; a Latin name, without its marks, has u there.
    return tuple(
        frozenset(reading.replace("v", "u") for reading in of_one)
        for of_one in pinyin(list(text), style=Style.NORMAL, heteronym=True)
    )


def _readings(syllables: tuple[frozenset[str], ...]) -> frozenset[str]:
    every = product(*(sorted(of_one) for of_one in syllables))
    return frozenset("".join(each) for each in islice(every, READINGS_MAX))


def _orders(words: list[str]) -> frozenset[str]:
    """Family name first or last."""
    turned = (words, words[1:] + words[:1], words[-1:] + words[:-1])
    return frozenset("".join(order) for order in turned)


def _sounds_alike(one: NameForms, other: NameForms) -> bool:
    if one.is_han and other.is_han:
        return len(one.syllables) == len(other.syllables) and not any(
            left.isdisjoint(right)
            for left, right in zip(one.syllables, other.syllables, strict=True)
        )
    return not one.letters.isdisjoint(other.letters)


def _spelling(one: NameForms, other: NameForms) -> int:
    """The per cent of equal letters, or 0 below what counts."""
    if one.is_han != other.is_han:
        return 0
    if one.is_han:
        pairs, alike_min, length_min = (
            [(one.text, other.text)],
            LONG_ALIKE_MIN,
            LONG_FROM_CHARACTERS,
        )
    else:
        pairs = list(product(one.letters, other.letters))
        alike_min, length_min = SPELLING_ALIKE_MIN, SPELLING_FROM_LETTERS
    scores = (
        fuzz.ratio(left, right, score_cutoff=alike_min)
        for left, right in pairs
        if min(len(left), len(right)) >= length_min
    )
    return int(max(scores, default=0))
