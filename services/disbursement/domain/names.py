"""Whether two spellings are one name: what a bank writes and what an identity card says."""

import unicodedata
from typing import Final

# Between the parts of a transliterated name: banks, cards and keyboards each have their own dot.
_DOTS: Final = str.maketrans(dict.fromkeys("\u2022\u2027\u2219\u22c5\u30fb\uff65", "\u00b7"))


def normal_name(name: str) -> str:
    """The name without what spellings differ in: width, case, spaces, the kind of dot."""
    plain = unicodedata.normalize("NFKC", name).translate(_DOTS)
    return "".join(plain.split()).casefold()
