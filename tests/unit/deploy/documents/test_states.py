"""docs/states.md shows every table of moves there is, as it is."""

import re
from pathlib import Path

import pytest

from deploy.documents import states
from deploy.documents.tables import lives

ROOT = Path(__file__).parents[4]
MADE = re.compile(r"^[A-Z_]+: Final = TransitionTable", re.MULTILINE)
# Where another service's news grows old, in one module; these are no moves of ours.
HEARD = 3


def test_the_page_is_what_the_tables_say() -> None:
    assert states.main(["--check"]) == 0


def test_a_page_that_says_something_else_fails_and_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "states.md"
    page.write_text("# States\n", encoding="utf-8")
    monkeypatch.setattr(states, "PAGE", page)
    assert states.main(["--check"]) == states.EXIT_DRIFT
    assert "make states" in capsys.readouterr().err
    assert states.main([]) == 0
    assert states.main(["--check"]) == 0


def test_no_table_is_left_out() -> None:
    made = sum(
        len(MADE.findall(file.read_text(encoding="utf-8")))
        for file in (ROOT / "services").rglob("*.py")
    )
    assert len(lives()) == made - HEARD


def test_a_life_is_drawn_from_its_beginning_to_its_ends() -> None:
    (drawn,) = re.findall(r"### offer\n.*?```mermaid\n(.*?)```", states.page(), re.DOTALL)
    assert [line.strip() for line in drawn.splitlines()[1:]] == [
        "[*] --> open",
        "open --> accepted",
        "open --> expired",
        "open --> withdrawn",
        "accepted --> withdrawn",
        "expired --> [*]",
        "withdrawn --> [*]",
    ]
