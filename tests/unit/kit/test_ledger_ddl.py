"""Single statements out of a script, as our driver wants them."""

import re

import pytest

from services.kit.ledger_ddl import statements_of
from services.kit.queue import queue_ddl


def test_a_semicolon_ends_a_statement_but_not_within_a_body() -> None:
    script = "CREATE A;\n\nCREATE FUNCTION f AS $$ BEGIN x; y; END; $$ LANGUAGE z;\nCREATE B"
    assert statements_of(script) == [
        "CREATE A",
        "CREATE FUNCTION f AS $$ BEGIN x; y; END; $$ LANGUAGE z",
        "CREATE B",
    ]


def test_the_queue_is_laid_in_the_services_own_schema_under_its_own_channel() -> None:
    created, dropped = queue_ddl("notes")
    assert "ch_pgqueuer_notes" in created
    assert not re.findall(r"(?:TABLE|TYPE|FUNCTION|ON) (?!notes\.)\w*pgqueuer", created)
    assert all(statement.startswith("DROP") for statement in statements_of(dropped))


def test_no_environment_variable_moves_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    before = queue_ddl("notes")
    for name in ("PREFIX", "SCHEMA", "CHANNEL", "QUEUE_TABLE", "FUNCTION", "TRIGGER", "DURABILITY"):
        monkeypatch.setenv(f"PGQUEUER_{name}", "volatile")
        monkeypatch.setenv(name, "volatile")
    assert queue_ddl("notes") == before
