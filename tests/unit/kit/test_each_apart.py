"""What cannot be done is told at the end, after all that can."""

from functools import partial

import pytest

from services.kit.each_apart import each_apart, step_by_step
from services.kit.errors import DatabaseUnavailable


class Hands:
    """Does things, but for those that fail."""

    def __init__(self, failing: dict[int, Exception]) -> None:
        self.failing = failing
        self.tried: list[int] = []

    async def do(self, number: int) -> bool:
        self.tried.append(number)
        if number in self.failing:
            raise self.failing[number]
        return number % 2 == 1


async def test_what_was_done_is_counted() -> None:
    hands = Hands({})
    assert await each_apart(range(5), hands.do) == 2
    assert hands.tried == [0, 1, 2, 3, 4]


async def test_all_are_tried_and_the_first_failure_is_raised() -> None:
    hands = Hands({1: ValueError("first"), 3: ValueError("second")})
    with pytest.raises(ValueError, match="first"):
        await each_apart(range(5), hands.do)
    assert hands.tried == [0, 1, 2, 3, 4]


async def test_where_the_database_is_away_nobody_else_is_tried() -> None:
    hands = Hands({1: DatabaseUnavailable()})
    with pytest.raises(DatabaseUnavailable):
        await each_apart(range(5), hands.do)
    assert hands.tried == [0, 1]


async def test_every_step_is_taken_and_the_first_failure_is_raised(
    caplog: pytest.LogCaptureFixture,
) -> None:
    hands = Hands({0: ValueError("first"), 1: ValueError("second")})
    with pytest.raises(ValueError, match="first"):
        await step_by_step(*(partial(hands.do, number) for number in range(3)))
    assert hands.tried == [0, 1, 2]
    assert [str(each.exc_info[1]) for each in caplog.records if each.exc_info] == ["second"]


async def test_a_database_too_slow_for_one_step_hides_no_failure_of_another() -> None:
    hands = Hands({0: DatabaseUnavailable(), 2: ValueError("lasting")})
    with pytest.raises(ValueError, match="lasting"):
        await step_by_step(*(partial(hands.do, number) for number in range(3)))
    assert hands.tried == [0, 1, 2]


async def test_steps_of_which_none_fails_raise_nothing() -> None:
    hands = Hands({})
    await step_by_step(*(partial(hands.do, number) for number in range(3)))
    assert hands.tried == [0, 1, 2]
