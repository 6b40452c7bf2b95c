"""Whose is what: every path with an identifier, for every role, by the document's own words.

A route whose resource has no builder fails here; so does one that forgets to ask whose it is.
"""

import httpx
import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import Over, every
from tests.api.matrix.provoking import NEWER
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.tried import (
    OWNERS,
    STAFF,
    Build,
    Standing,
    is_for_owners,
    is_owned,
    is_scoped,
    somebody,
)
from tests.api.signed_clients import ClientFor

# What differs between the headers of any two refusals.
VARYING = {"x-request-id", "content-length"}
each_owner = pytest.mark.parametrize("role", OWNERS)


def _faceless(answer: httpx.Response) -> dict[str, object]:
    """A problem without what differs between any two requests."""
    return {k: v for k, v in answer.json().items() if k not in {"request_id", "instance"}}


def is_own_list(operation: Operation) -> bool:
    """Whether it lists what is somebody's own."""
    is_whole = operation.is_paged and not operation.path_parameters
    return is_scoped(operation) and is_whole and bool(set(OWNERS) & set(operation.roles))


class Ownership(Over):
    """Things of one's own, of others, and of nobody."""

    @every(is_owned)
    @each_owner
    async def test_z1_nobody_else_finds_it(
        self, operation: Operation, role: Role, client_for: ClientFor, standing: Standing
    ) -> None:
        """Strangers get what they get for what never was, in body and headers alike."""
        theirs = await standing(operation, role)
        absent = self.tried.absent(operation.path_parameters)
        for stranger_role in OWNERS:
            stranger = somebody(client_for, stranger_role)
            hidden = await Request(operation, theirs).send(stranger.http)
            never = await Request(operation, absent).send(stranger.http)
            status = 404 if stranger_role in operation.roles else 403
            assert refused(hidden, status) is None, f"{stranger_role}: {hidden.text}"
            assert _faceless(hidden) == _faceless(never)
            assert set(hidden.headers) - VARYING == set(never.headers) - VARYING

    @every(is_for_owners)
    @each_owner
    async def test_z2_its_owner_and_a_partners_colleague_find_it(
        self, operation: Operation, role: Role, client_for: ClientFor, build: Build
    ) -> None:
        """And a rival who has a client of the same name does not."""
        owner = somebody(client_for, role)
        # Removed, it would not be there for the next: it is asked for at a version it has not.
        headers = {"If-Match": NEWER} if operation.method == "DELETE" else None
        request = Request(operation, await build(operation, owner), headers=headers)
        answer = await request.send(owner.http)
        assert self.tried.lets_in(operation, answer), answer.text
        if role is Role.PARTNER:
            colleague = client_for(role, partner_id=owner.credentials.partner_id)
            shown = await request.send(colleague.http)
            assert self.tried.lets_in(operation, shown), shown.text
            rival = client_for(role, partner_id=new_id(), subject=owner.subject)
            hidden = await request.send(rival.http)
            assert refused(hidden, 404) is None, hidden.text

    @every(is_owned)
    async def test_z3_staff_with_the_scope_are_let_through(
        self, operation: Operation, client_for: ClientFor, standing: Standing
    ) -> None:
        for role in set(STAFF) & set(operation.roles):
            answer = await Request(operation, await standing(operation)).send(client_for(role).http)
            assert self.tried.lets_in(operation, answer), f"{role}: {answer.text}"


class OwnLists(Over):
    """Lists of what is one's own."""

    @every(is_own_list)
    @each_owner
    async def test_z2_a_list_holds_ones_own_alone(
        self, operation: Operation, role: Role, client_for: ClientFor, build: Build
    ) -> None:
        owner, stranger = somebody(client_for, role), somebody(client_for, role)
        of_one = next(o for o in self.tried.operations if o.path.startswith(f"{operation.path}/"))
        await build(of_one, owner)
        assert len((await owner.get(operation.path)).json()["data"]) == 1
        assert (await stranger.get(operation.path)).json()["data"] == []
