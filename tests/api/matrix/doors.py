"""Who may knock at which operation, by its document; decided before anything is read.

Each is asked of things that are not there: a door that looks before it decides says 404.
"""

import pytest

from services.kit.roles import ROLE_SCOPES, Role
from tests.api.matrix.neighbours import strangers_to
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import Over, every
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.tried import STAFF, is_scoped, somebody
from tests.api.signed_clients import ClientFor


def is_named(operation: Operation) -> bool:
    """Whether it asks for a scope and its path names something."""
    return is_scoped(operation) and bool(operation.path_parameters)


@pytest.mark.usefixtures("nothing_written")
class Doors(Over):
    """Roles and scopes."""

    def _request(self, operation: Operation) -> Request:
        return Request(operation, self.tried.absent(operation.path_parameters))

    def test_there_are_operations_to_try(self) -> None:
        methods = {operation.method for operation in self.tried.operations if is_scoped(operation)}
        assert {"GET", "POST"} <= methods

    @every(is_scoped)
    async def test_z3_a_role_without_the_scope_is_refused(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        for role in set(Role) - set(operation.roles):
            answer = await self._request(operation).send(somebody(client_for, role).http)
            assert refused(answer, 403) is None, f"{role}: {answer.text}"

    @every(is_scoped)
    async def test_z3_nobody_in_particular_is_refused(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        answer = await self._request(operation).send(client_for(subject="anonymous").http)
        assert refused(answer, 403) is None, answer.text

    @every(is_scoped)
    async def test_z3_a_scope_without_its_role_is_not_enough(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        """An issuer that grants too much is not believed: the role's own scopes are the limit."""
        poor = next(role for role in STAFF if not ROLE_SCOPES[role])
        greedy = client_for(poor, scopes=frozenset({str(operation.scope)}))
        answer = await self._request(operation).send(greedy.http)
        assert refused(answer, 403) is None, answer.text

    @every(is_scoped)
    async def test_z11_a_role_without_the_scope_in_its_token_is_refused(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        """A token that may only read does not write, whoever carries it."""
        for role in operation.roles:
            narrow = client_for(role, scopes=ROLE_SCOPES[role] - {str(operation.scope)})
            answer = await self._request(operation).send(narrow.http)
            assert refused(answer, 403) is None, f"{role}: {answer.text}"
            assert answer.json()["code"] == "insufficient_scope"

    @every(is_named)
    async def test_z9_what_never_was_is_not_found_by_whoever_may(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        for role in operation.roles:
            answer = await self._request(operation).send(somebody(client_for, role).http)
            assert refused(answer, 404) is None, f"{role}: {answer.text}"

    @every(lambda _: True)
    async def test_a_token_of_the_wrong_neighbour_opens_nothing(
        self, operation: Operation, client_for: ClientFor
    ) -> None:
        for signer in strangers_to(operation, self.tried.allowlist):
            stranger = client_for(*operation.roles, signer=signer)
            answer = await self._request(operation).send(stranger.http)
            assert refused(answer, 401) is None, f"{signer}: {answer.text}"
