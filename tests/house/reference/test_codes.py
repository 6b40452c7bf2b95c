"""Every code a document shows is brought about somewhere among the tests, by its name."""

import re
from pathlib import Path

from tests.house.reference.test_rules import DOCUMENTS

TESTS = Path(__file__).parents[2]
WORD = re.compile(r'"([a-z][a-z0-9_]+)"')


def words_of_the_tests() -> set[str]:
    """Every quoted word in every test but these."""
    files = (file for file in TESTS.rglob("*.py") if file.parent != Path(__file__).parent)
    return {word for file in files for word in WORD.findall(file.read_text(encoding="utf-8"))}


def test_every_documented_code_is_brought_about() -> None:
    documented = {code for document in DOCUMENTS.values() for code in document["x-problems"]}
    assert documented - words_of_the_tests() == set()
