"""Whether the ports are free, asked before anything starts; and which ones are."""

import socket
from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from deploy.local.settings import HOST, Listening


def complaints_about(listening: Iterable[Listening]) -> Iterator[str]:
    """A sentence for each port that is taken or named twice, with the variable that moves it."""
    taken: dict[int, Listening] = {}
    for wanted in listening:
        if other := taken.get(wanted.port):
            yield f"{wanted.variable} and {other.variable} are both {wanted.port}."
        elif is_busy(wanted.port):
            yield (
                f"Port {wanted.port}, for {wanted.who}, is busy: another program listens there. "
                f"Stop it, or choose another with {wanted.variable}."
            )
        taken.setdefault(wanted.port, wanted)


def is_busy(port: int) -> bool:
    """Whether somebody listens on the port of this machine's own address."""
    with socket.socket() as probe:
        # As the servers themselves: a connection of a minute ago is no listener.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def free_ports(count: int) -> list[int]:
    """Ports nobody listens on, all different."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((HOST, 0))
        return [int(probe.getsockname()[1]) for probe in probes]
