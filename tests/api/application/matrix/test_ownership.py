"""Whose is what: every path with an identifier, for every role, by the document's own words.

A route whose resource has no builder fails here; so does one that forgets to ask whose it is.
"""

from collections.abc import Awaitable, Callable

import httpx
import pytest

from services.kit.identifiers import new_id
from services.kit.roles import ROLE_SCOPES, Role
from tests.api.application.matrix.absent import absent_parameters
from tests.api.application.matrix.builders import BUILDERS
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.signed_clients import Client, ClientFor

OPERATIONS = [operation for operation in operations("application") if operation.is_public]
NAMED = [operation for operation in OPERATIONS if operation.path_parameters]
OWNED = [operation for operation in NAMED if operation.resource != EVERYBODYS]
SCOPED = [operation for operation in OPERATIONS if operation.scope is not None]
OWNERS = (Role.BORROWER, Role.PARTNER)
STAFF = tuple(role for role in Role if role not in OWNERS)
SHUT_OUT = {401, 403, 404}

Parameters = dict[str, str]
Build = Callable[[Operation, Client], Awaitable[Parameters]]
Standing = Callable[[Operation], Awaitable[Parameters]]
every_owned = pytest.mark.parametrize("operation", OWNED, ids=str)
every_scoped = pytest.mark.parametrize("operation", SCOPED, ids=str)


@pytest.fixture
def build() -> Build:
    """Make one thing of the operation's resource, as somebody's own."""

    async def make(operation: Operation, owner: Client) -> Parameters:
        if operation.resource in {None, EVERYBODYS}:
            return absent_parameters(operation.path_parameters)
        return await BUILDERS[str(operation.resource)](owner)

    return make


@pytest.fixture(scope="session")
def built() -> dict[str | None, Parameters]:
    """What `standing` made so far; refused requests leave it as it is."""
    return {}


@pytest.fixture
def standing(client_for: ClientFor, build: Build, built: dict[str | None, Parameters]) -> Standing:
    """Some borrower's thing of the operation's resource, made once for all refusals."""

    async def find(operation: Operation) -> Parameters:
        if operation.resource in {None, EVERYBODYS}:
            return absent_parameters(operation.path_parameters)
        if operation.resource not in built:
            built[operation.resource] = await build(operation, client_for(Role.BORROWER))
        return built[operation.resource]

    return find


def _somebody(client_for: ClientFor, role: Role) -> Client:
    return client_for(role, partner_id=new_id() if role is Role.PARTNER else None)


def _faceless(answer: httpx.Response) -> dict[str, object]:
    """A problem without what differs between any two requests."""
    return {k: v for k, v in answer.json().items() if k not in {"request_id", "instance"}}


def test_every_resource_has_a_builder() -> None:
    assert {operation.resource for operation in OWNED} == set(BUILDERS)


@every_owned
@pytest.mark.parametrize("owner_role", OWNERS)
async def test_z1_nobody_else_finds_it(
    operation: Operation, owner_role: Role, client_for: ClientFor, build: Build
) -> None:
    """Another borrower and another partner get what they get for what never was."""
    parameters = await build(operation, _somebody(client_for, owner_role))
    absent = absent_parameters(operation.path_parameters)
    for role in OWNERS:
        stranger = _somebody(client_for, role)
        answer = await Request(operation, parameters).send(stranger.http)
        never = await Request(operation, absent).send(stranger.http)
        status = 404 if role in operation.roles else 403
        assert refused(answer, status) is None, f"{role}: {answer.text}"
        assert _faceless(answer) == _faceless(never)


@every_owned
@pytest.mark.parametrize("owner_role", OWNERS)
async def test_z1_its_owner_finds_it(
    operation: Operation, owner_role: Role, client_for: ClientFor, build: Build
) -> None:
    owner = _somebody(client_for, owner_role)
    parameters = await build(operation, owner)
    answer = await Request(operation, parameters).send(owner.http)
    if owner_role in operation.roles:
        is_missing_upload = answer.status_code == 404 and operation.drawn["x-body"] == "none"
        assert answer.status_code not in SHUT_OUT or (
            is_missing_upload and answer.json()["code"] != "not_found"
        ), answer.text
    else:
        assert refused(answer, 403) is None, answer.text
    assert answer.status_code < 500


@every_owned
async def test_z2_two_clients_of_one_partner_share_and_two_partners_do_not(
    operation: Operation, client_for: ClientFor, build: Build
) -> None:
    partner_id = new_id()
    owner = client_for(Role.PARTNER, partner_id=partner_id)
    parameters = await build(operation, owner)
    colleague = client_for(Role.PARTNER, partner_id=partner_id)
    rival = client_for(Role.PARTNER, partner_id=new_id(), subject=owner.subject)
    shown = await Request(operation, parameters).send(colleague.http)
    hidden = await Request(operation, parameters).send(rival.http)
    if Role.PARTNER in operation.roles:
        assert shown.json().get("code") != "not_found", shown.text
        assert refused(hidden, 404) is None, hidden.text
    else:
        assert {shown.status_code, hidden.status_code} == {403}


@pytest.mark.parametrize("path", [o.path for o in OPERATIONS if o.is_paged and o.scope])
@pytest.mark.parametrize("role", OWNERS)
async def test_z2_a_list_holds_ones_own_alone(
    path: str, role: Role, client_for: ClientFor, build: Build
) -> None:
    operation = next(o for o in OPERATIONS if o.path == path and o.is_paged)
    if operation.path_parameters or role not in operation.roles:
        return
    resource = path.rsplit("/", 1)[-1]
    maker = next(o for o in OWNED if o.path.startswith(f"/v1/{resource}/"))
    owner, stranger = _somebody(client_for, role), _somebody(client_for, role)
    await build(maker, owner)
    mine = await owner.get(path)
    assert len(mine.json()["data"]) == 1, mine.text
    assert (await stranger.get(path)).json()["data"] == []


@every_scoped
async def test_z3_a_role_without_the_scope_is_refused(
    operation: Operation, client_for: ClientFor, standing: Standing
) -> None:
    """Deny by default, and before anything is read: the thing exists, and stays as it was."""
    parameters = await standing(operation)
    for role in set(Role) - set(operation.roles):
        answer = await Request(operation, parameters).send(_somebody(client_for, role).http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"


@every_owned
async def test_z3_staff_with_the_scope_are_let_through(
    operation: Operation, client_for: ClientFor, build: Build, standing: Standing
) -> None:
    for role in set(STAFF) & set(operation.roles):
        is_read = operation.method == "GET"
        owner = client_for(Role.BORROWER)
        parameters = await (standing(operation) if is_read else build(operation, owner))
        answer = await Request(operation, parameters).send(client_for(role).http)
        assert answer.status_code < 500
        assert answer.status_code not in {401, 403}, f"{role}: {answer.text}"
        assert answer.json().get("code") != "not_found", f"{role}: {answer.text}"


@every_scoped
async def test_z3_nobody_in_particular_is_refused(
    operation: Operation, anonymous: Client, standing: Standing
) -> None:
    parameters = await standing(operation)
    answer = await Request(operation, parameters).send(anonymous.http)
    assert refused(answer, 403) is None, answer.text


@every_scoped
async def test_z3_a_scope_without_its_role_is_not_enough(
    operation: Operation, client_for: ClientFor, standing: Standing
) -> None:
    """An issuer that grants too much is not believed: the role's own scopes are the limit."""
    poor = next(role for role in STAFF if not ROLE_SCOPES[role])
    parameters = await standing(operation)
    greedy = client_for(poor, scopes=frozenset({str(operation.scope)}))
    answer = await Request(operation, parameters).send(greedy.http)
    assert refused(answer, 403) is None, answer.text


@every_scoped
async def test_z11_a_role_without_the_scope_in_its_token_is_refused(
    operation: Operation, client_for: ClientFor, standing: Standing
) -> None:
    """A token that may only read does not write, whoever carries it."""
    parameters = await standing(operation)
    for role in operation.roles:
        narrow = ROLE_SCOPES[role] - {str(operation.scope)}
        caller = client_for(role, scopes=narrow)
        answer = await Request(operation, parameters).send(caller.http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"
        assert answer.json()["code"] == "insufficient_scope"


@every_owned
async def test_z9_another_ones_thing_and_none_look_alike(
    operation: Operation, client_for: ClientFor, build: Build
) -> None:
    """Also in what the answer's headers tell."""
    role = next((role for role in OWNERS if role in operation.roles), None)
    if role is None:
        return
    parameters = await build(operation, _somebody(client_for, role))
    stranger = _somebody(client_for, role)
    theirs = await Request(operation, parameters).send(stranger.http)
    absent = absent_parameters(operation.path_parameters)
    nobodys = await Request(operation, absent).send(stranger.http)
    assert _faceless(theirs) == _faceless(nobodys)
    varying = {"x-request-id", "content-length"}
    assert set(theirs.headers) - varying == set(nobodys.headers) - varying
