"""docs/conventions.md says what the engine computes, and no figure it does not."""

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[4] / "docs" / "conventions.md"
FENCED = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
AMOUNT = re.compile(r"\d[\d,]*\.\d\d\b")
EXAMPLES_MIN = 60


def test_every_example_gives_what_the_page_has() -> None:
    examples = "\n".join(FENCED.findall(PAGE.read_text(encoding="utf-8")))
    test = doctest.DocTestParser().get_doctest(examples, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    doctest.DocTestRunner().run(test, out=told.append)
    assert told == [], "".join(told)
    assert len(test.examples) >= EXAMPLES_MIN


def test_no_amount_stands_in_the_text_that_no_example_gives() -> None:
    page = PAGE.read_text(encoding="utf-8")
    computed = set(AMOUNT.findall("\n".join(FENCED.findall(page))))
    assert set(AMOUNT.findall(FENCED.sub("", page))) <= computed
