"""The checker finds each wrong planted in a history, and nothing in a history without one."""

from pathlib import Path

import pytest

from tests.chaos.checker import PEEK, wrongs
from tests.chaos.history import Attempt, History, Outcome, operations, outcome_of

OK, FAIL, UNKNOWN = Outcome.OK, Outcome.FAIL, Outcome.UNKNOWN
SIGN = ("sign", "contract")


def asked(*operations_heard: list[Outcome], made: str = "c1") -> list[Attempt]:
    """Operations about one thing, each with what its attempts heard."""
    return [
        Attempt(number, "sign", ("contract",), outcome, made=made if outcome is OK else "")
        for number, heard in enumerate(operations_heard)
        for outcome in heard
    ]


FOUND = {
    "a lost write": ([[OK]], 0),
    "a doubled effect": ([[OK]], 2),
    "a doubled effect of what nobody knew": ([[UNKNOWN]], 2),
    "a retry that did it again": ([[UNKNOWN, OK]], 2),
    "a fail with effect": ([[FAIL]], 1),
    "a fail with effect beside a success": ([[OK], [FAIL]], 2),
    "one of two writes lost": ([[OK], [OK]], 1),
}
SOUND = {
    "done once": ([[OK]], 1),
    "a double click": ([[OK, OK]], 1),
    "refused": ([[FAIL]], 0),
    "unknown and not done": ([[UNKNOWN]], 0),
    "unknown and done": ([[UNKNOWN]], 1),
    "done by the retry": ([[UNKNOWN, OK]], 1),
    "unknown, then refused as done before": ([[UNKNOWN], [FAIL]], 1),
    "refused, then done": ([[FAIL], [OK]], 1),
}


@pytest.mark.parametrize(("heard", "happened"), FOUND.values(), ids=FOUND.keys())
def test_c15_a_planted_wrong_is_found(heard: list[list[Outcome]], happened: int) -> None:
    (wrong,) = wrongs(asked(*heard), {SIGN: happened})
    assert wrong.startswith("sign contract: asked for (")
    assert wrong.endswith(f"happened {happened} times")


@pytest.mark.parametrize(("heard", "happened"), SOUND.values(), ids=SOUND.keys())
def test_c15_what_is_sound_is_let_go(heard: list[list[Outcome]], happened: int) -> None:
    assert list(wrongs(asked(*heard), {SIGN: happened})) == []


def test_c1_one_key_that_made_two_things_is_found() -> None:
    first, second = (asked([OK], made=made)[0] for made in ("c1", "c2"))
    (wrong,) = wrongs([first, second], {SIGN: 1})
    assert wrong == "sign was answered with different things: ['c1', 'c2']"


def test_z1_a_look_at_what_is_anothers_is_found_when_it_succeeds() -> None:
    seen = Attempt(1, PEEK, ("/v1/loans/loan_1",), OK, 200)
    unseen = Attempt(2, PEEK, ("/v1/loans/loan_2",), FAIL, 404)
    unheard = Attempt(3, PEEK, ("/v1/loans/loan_3",), UNKNOWN)
    assert list(wrongs([seen, unseen, unheard], {})) == ["somebody else saw /v1/loans/loan_1"]


def test_a_history_is_kept_line_by_line_and_told_by_operation(tmp_path: Path) -> None:
    history = History(tmp_path / "history.jsonl")
    first, second = history.next_operation(), history.next_operation()
    for number, outcome in ((first, UNKNOWN), (second, FAIL), (first, OK)):
        history.note(Attempt(number, "sign", ("contract",), outcome))
    history.say("killed application")
    assert [outcome_of(each) for each in operations(history.attempts)] == [OK, FAIL]
    assert len(history.file.read_text(encoding="utf-8").splitlines()) == 4
