"""Which neighbour knocks at an operation between services, by the receiver's own allowlist."""

from collections.abc import Mapping

from tests.api.matrix.operations import Operation

Allowlist = Mapping[str, tuple[str, ...]]


def neighbour_of(operation: Operation, allowlist: Allowlist) -> str:
    """The name of the one neighbour that may call it."""
    (caller,) = [
        name
        for name, prefixes in allowlist.items()
        if any(operation.path.startswith(prefix) for prefix in prefixes)
    ]
    return caller.removeprefix("svc:")


def strangers_to(operation: Operation, allowlist: Allowlist) -> list[str]:
    """The names of those the receiver knows and does not let in here."""
    known = {name.removeprefix("svc:") for name in allowlist}
    return sorted(known - {neighbour_of(operation, allowlist)})
