"""A service as the matrix tries it: what its document does not say about its things."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import httpx

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.matrix.neighbours import Allowlist
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.signed_clients import Client, ClientFor

Parameters = dict[str, str]
# (operation, owner) → the parameters of a thing of the operation's resource, made as the owner's.
Build = Callable[[Operation, Client], Awaitable[Parameters]]
# (operation, role of its owner) → the same of a thing that is kept for all who leave it there.
Standing = Callable[..., Awaitable[Parameters]]

OWNERS = (Role.BORROWER, Role.PARTNER)
STAFF = tuple(role for role in Role if role not in OWNERS)


@dataclass(frozen=True)
class Tried:
    """One service. `prefixes` and `names` say what its path parameters look like; `not_yet` are
    the reads that whoever may see the thing is refused in its first state; `personal` the codes
    of refusals behind the door, of steps that are one person's own; `tables` must not grow by
    what is refused, as the ledgers of any service must not.
    """

    service: str
    allowlist: Allowlist
    prefixes: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)
    not_yet: frozenset[str] = frozenset()
    personal: frozenset[str] = frozenset()
    tables: tuple[str, ...] = ()

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All it offers, neighbours included."""
        return operations(self.service)

    def absent(self, names: tuple[str, ...]) -> Parameters:
        """Values in good form that name nothing; an unknown name fails, to be added."""
        return {
            name: self.names.get(name) or typeid_of(self.prefixes[name], new_id()) for name in names
        }

    def lets_in(self, operation: Operation, answer: httpx.Response) -> bool:
        """Whether the door opened: what is there is read, and a write is refused at most for
        the state of what was found.
        """
        if operation.method == "GET" and operation.name not in self.not_yet:
            return answer.status_code < 300
        if answer.status_code < 400:
            return True
        code = answer.json()["code"]
        is_shut_out = answer.status_code in {401, 403} and code not in self.personal
        return answer.status_code < 500 and code != "not_found" and not is_shut_out


def is_scoped(operation: Operation) -> bool:
    """Whether it asks for a scope."""
    return operation.is_public and operation.scope is not None


def is_owned(operation: Operation) -> bool:
    """Whether its path names something that is somebody's own."""
    named = operation.is_public and bool(operation.path_parameters)
    return named and operation.resource != EVERYBODYS


def is_for_owners(operation: Operation) -> bool:
    """Whether an owner may ask it about what is their own."""
    return is_owned(operation) and bool(set(OWNERS) & set(operation.roles))


def somebody(client_for: ClientFor, role: Role) -> Client:
    """Somebody of that role whom nobody has met, a partner's client included."""
    return client_for(role, partner_id=new_id() if role is Role.PARTNER else None)
