"""Busy ports are said plainly, before anything starts."""

import socket
from collections.abc import Iterator

import pytest

from deploy.local.ports import complaints_about
from deploy.local.settings import Listening


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield int(listener.getsockname()[1])


@pytest.fixture
def free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_busy_port_is_named_with_the_variable_that_moves_it(taken: int, free: int) -> None:
    wanted = [Listening(free, "the gateway", "A_PORT"), Listening(taken, "Postgres", "B_PORT")]
    assert list(complaints_about(wanted)) == [
        f"Port {taken}, for Postgres, is busy: another program listens there. "
        "Stop it, or choose another with B_PORT."
    ]


def test_one_port_given_to_two_is_said_before_either_starts(free: int) -> None:
    wanted = [Listening(free, "the gateway", "A_PORT"), Listening(free, "Postgres", "B_PORT")]
    assert list(complaints_about(wanted)) == [f"B_PORT and A_PORT are both {free}."]


def test_a_port_whose_connections_have_just_ended_is_free(free: int) -> None:
    with socket.create_server(("127.0.0.1", free)) as listener:
        caller = socket.create_connection(("127.0.0.1", free))
        answerer, _ = listener.accept()
        answerer.close()
        caller.close()
    assert list(complaints_about([Listening(free, "the gateway", "A_PORT")])) == []
