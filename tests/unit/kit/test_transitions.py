"""A table of moves is total, and lets through what it lists and nothing else."""

from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.errors import TransitionNotAllowed
from services.kit.transitions import IncompleteTransitionTable, TransitionTable


class Light(StrEnum):
    RED = "red"
    GREEN = "green"
    OFF = "off"


class Stranger(StrEnum):
    OFF = "off"
    BLUE = "blue"


MOVES = {
    Light.RED: frozenset({Light.GREEN, Light.OFF}),
    Light.GREEN: frozenset({Light.RED}),
    Light.OFF: frozenset[Light](),
}
LIGHT = TransitionTable("light", MOVES)
LIGHTS = st.sampled_from(Light)


@given(LIGHTS, LIGHTS)
def test_exactly_the_listed_moves_are_allowed(current: Light, target: Light) -> None:
    if target in MOVES[current]:
        assert LIGHT.step(current, target) is target
    else:
        with pytest.raises(TransitionNotAllowed):
            LIGHT.step(current, target)


def test_staying_is_a_move_like_any_other() -> None:
    with pytest.raises(TransitionNotAllowed):
        LIGHT.step(Light.RED, Light.RED)


def test_only_a_status_with_no_way_out_is_final() -> None:
    assert [status for status in Light if LIGHT.is_final(status)] == [Light.OFF]


def test_a_table_without_a_row_for_a_status_is_refused() -> None:
    with pytest.raises(IncompleteTransitionTable, match="green"):
        TransitionTable[Light](
            "light", {s: moves for s, moves in MOVES.items() if s != Light.GREEN}
        )


def test_a_move_to_another_enums_status_is_refused() -> None:
    moves: dict[StrEnum, frozenset[StrEnum]] = {status: frozenset() for status in Light}
    moves[Light.OFF] = frozenset({Stranger.BLUE})
    with pytest.raises(IncompleteTransitionTable, match="blue"):
        TransitionTable("light", moves)


def test_an_empty_table_is_refused() -> None:
    with pytest.raises(IncompleteTransitionTable):
        TransitionTable[Light]("light", {})


def test_the_check_names_every_status_once() -> None:
    assert LIGHT.check_sql("status") == "status IN ('red', 'green', 'off')"


def test_a_refused_move_tells_both_languages() -> None:
    with pytest.raises(TransitionNotAllowed) as refused:
        LIGHT.step(Light.OFF, Light.RED)
    assert "off" in str(refused.value.detail)
    assert refused.value.code == "transition_not_allowed"
