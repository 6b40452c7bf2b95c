"""What may stand in an audit row, and how it is spelt there."""

import pytest

from services.kit.audit import (
    LIST_MAX,
    MEMBERS_MAX,
    PERSONAL_WORDS,
    REASON_LENGTH_MAX,
    TEXT_LENGTH_MAX,
    Change,
    Members,
    UnfitForAudit,
)
from services.kit.caller import Caller

CALLER = Caller("u", frozenset(), frozenset(), None, "svc:gateway", "req_12345678")


def test_text_whole_numbers_yes_and_no_none_and_lists_of_them_are_kept() -> None:
    after: Members = {
        "status": "open",
        "amount_minor": 5,
        "is_fast": True,
        "until": None,
        "items": ["a", 1],
    }
    assert Change("note.opened", CALLER, after=after).after == after


@pytest.mark.parametrize(
    "value", [1.5, b"x", {"deep": 1}, object(), [[1]], [1.5], "x" * (TEXT_LENGTH_MAX + 1)]
)
def test_any_other_value_is_refused(value: object) -> None:
    with pytest.raises(UnfitForAudit):
        Change("note.opened", CALLER, after={"value": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("word", sorted(PERSONAL_WORDS))
def test_a_key_that_names_personal_data_is_refused(word: str) -> None:
    for key in (word, f"holder_{word}", f"{word}_masked"):
        with pytest.raises(UnfitForAudit):
            Change("note.opened", CALLER, before={key: "x"})


@pytest.mark.parametrize("key", ["", "Status", "a-b", "a.b", "1a", "状态", "x" * 65])
def test_a_key_is_a_lower_snake_word(key: str) -> None:
    with pytest.raises(UnfitForAudit):
        Change("note.opened", CALLER, after={key: 1})


@pytest.mark.parametrize("action", ["", "opened", "note.", ".opened", "Note.opened", "note opened"])
def test_an_action_names_the_aggregate_and_what_happened(action: str) -> None:
    with pytest.raises(UnfitForAudit):
        Change(action, CALLER)


def test_the_aggregate_type_is_the_first_word_of_the_action() -> None:
    assert Change("material.review.waived", CALLER).aggregate_type == "material"


def test_everything_has_a_limit() -> None:
    with pytest.raises(UnfitForAudit):
        Change("note.opened", CALLER, reason="x" * (REASON_LENGTH_MAX + 1))
    with pytest.raises(UnfitForAudit):
        Change("note.opened", CALLER, after={f"k{n}": n for n in range(MEMBERS_MAX + 1)})
    with pytest.raises(UnfitForAudit):
        Change("note.opened", CALLER, after={"items": [1] * (LIST_MAX + 1)})
