"""The ground of the matrix: test classes whose rows are the operations of one service."""

from collections.abc import AsyncIterator, Callable
from typing import ClassVar

import httpx
import pytest
from sqlalchemy import text

from services.kit.roles import Role
from tests.api.matrix.neighbours import neighbour_of
from tests.api.matrix.operations import Operation
from tests.api.matrix.sending import Request
from tests.api.matrix.spoiling import Ask
from tests.api.matrix.tried import Build, Parameters, Standing, Tried, somebody
from tests.api.signed_clients import Client, ClientFor, RunningApp

LEDGERS = ("audit", "outbox", "idempotency_keys")

CallerOf = Callable[[Operation], Client]


def every(which: Callable[[Operation], bool]) -> pytest.MarkDecorator:
    """A row for each operation of the service that is one of these."""
    return pytest.mark.over.with_args(which)


def whatever(_: Operation) -> bool:
    """Any there is."""
    return True


def takes_json(operation: Operation) -> bool:
    """Whether it takes a JSON body."""
    return operation.is_json


class Over:
    """What is tried over a service's operations; `tried` says over which service's."""

    tried: ClassVar[Tried]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """Of what the rows are chosen."""
        return self.tried.operations

    def pytest_generate_tests(self, metafunc: pytest.Metafunc) -> None:
        """Lay out the rows."""
        if marked := metafunc.definition.get_closest_marker("over"):
            (which,) = marked.args
            rows = [operation for operation in self.operations if which(operation)]
            metafunc.parametrize("operation", rows, ids=str)

    @pytest.fixture
    def caller_of(self, client_for: ClientFor) -> CallerOf:
        """Somebody who may ask it: of the first role with its scope, or the one neighbour."""
        made: dict[Role | str, Client] = {}

        def choose(operation: Operation) -> Client:
            if operation.is_public:
                role = operation.roles[0]
                return made.setdefault(role, client_for(role))
            signer = neighbour_of(operation, self.tried.allowlist)
            return made.setdefault(signer, client_for(subject="system:relay", signer=signer))

        return choose

    @pytest.fixture
    def ask(self, caller_of: CallerOf) -> Ask:
        """Send an operation as somebody who may, naming things that are not there."""

        async def send(
            operation: Operation,
            content: bytes | None = None,
            headers: dict[str, str] | None = None,
            query: dict[str, str] | None = None,
        ) -> httpx.Response:
            parameters = self.tried.absent(operation.path_parameters)
            request = Request(operation, parameters, content, headers, query)
            return await request.send(caller_of(operation).http)

        return send

    @pytest.fixture(scope="class")
    @classmethod
    def kept(cls) -> dict[tuple[str | None, Role], Parameters]:
        """What `standing` made so far."""
        return {}

    @pytest.fixture
    def standing(
        self,
        client_for: ClientFor,
        build: Build,
        kept: dict[tuple[str | None, Role], Parameters],
    ) -> Standing:
        """Some borrower's or partner's thing, made once for all who leave it as it is."""

        async def find(operation: Operation, owner_role: Role = Role.BORROWER) -> Parameters:
            key = (operation.resource, owner_role)
            if key not in kept:
                kept[key] = await build(operation, somebody(client_for, owner_role))
            return kept[key]

        return find

    @pytest.fixture
    async def nothing_written(self, service: RunningApp) -> AsyncIterator[None]:
        """Fails the test when a table grew while it ran: a refusal leaves nothing behind."""
        before = await self._rows(service)
        yield
        assert await self._rows(service) == before

    async def _rows(self, service: RunningApp) -> dict[str, int]:
        async with service.sessions() as session:
            return {
                table: await session.scalar(text(f"SELECT count(*) FROM {table}")) or 0
                for table in (*LEDGERS, *self.tried.tables)
            }
