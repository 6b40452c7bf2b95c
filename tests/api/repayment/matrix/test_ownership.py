"""Whose is what: every path with an identifier, for every role, by the document's own words."""

import httpx
import pytest

from services.kit.identifiers import new_id
from services.kit.roles import ROLE_SCOPES, Role
from services.repayment.main import ALLOWLIST
from tests.api.matrix.neighbours import strangers_to
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.repayment.matrix.builders import (
    OWNERS,
    Parameters,
    absent_parameters,
    everything_of,
)
from tests.api.signed_clients import Client, ClientFor, RunningApp

OPERATIONS = [operation for operation in operations("repayment") if operation.is_public]
NAMED = [operation for operation in OPERATIONS if operation.path_parameters]
OWNED = [operation for operation in NAMED if operation.resource != EVERYBODYS]
# Only a settled loan has one: whoever may see the loan is told that it runs.
NOT_YET = {"get_loan_settlement_certificate"}
# Staff with the scope come as far as this: the step is one person's own.
PERSONAL = {"not_the_proposer"}
STAFF = tuple(role for role in Role if role not in OWNERS)
every_owned = pytest.mark.parametrize("operation", OWNED, ids=str)
every_closed = pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.scope is not None], ids=str
)


@pytest.fixture(scope="session")
def kept() -> dict[str, Parameters]:
    """What was made once for all refusals, which leave it as it is."""
    return {}


@pytest.fixture
async def standing(
    service: RunningApp, neighbour: Client, client_for: ClientFor, kept: dict[str, Parameters]
) -> Parameters:
    """Some borrower's loan, and a message about it that nobody took."""
    if not kept:
        finance, owner = client_for(Role.FINANCE_MAKER), client_for(Role.BORROWER)
        kept["all"] = await everything_of(owner, service, neighbour, finance)
    return kept["all"]


def _somebody(client_for: ClientFor, role: Role) -> Client:
    return client_for(role, partner_id=new_id() if role is Role.PARTNER else None)


def _is_found(operation: Operation, answer: httpx.Response) -> bool:
    return answer.status_code < 300 or (operation.name in NOT_YET and answer.status_code == 409)


def _faceless(answer: httpx.Response) -> dict[str, object]:
    return {k: v for k, v in answer.json().items() if k not in {"request_id", "instance"}}


@every_owned
@pytest.mark.parametrize("role", OWNERS)
async def test_z1_nobody_else_finds_it(
    operation: Operation, role: Role, client_for: ClientFor, standing: Parameters
) -> None:
    """A stranger gets what it gets for what never was, in body and headers alike."""
    stranger = _somebody(client_for, role)
    theirs = await Request(operation, standing).send(stranger.http)
    absent = absent_parameters(operation.path_parameters)
    never = await Request(operation, absent).send(stranger.http)
    assert refused(theirs, 404 if role in operation.roles else 403) is None, theirs.text
    assert _faceless(theirs) == _faceless(never)
    varying = {"x-request-id", "content-length"}
    assert set(theirs.headers) - varying == set(never.headers) - varying


@pytest.mark.parametrize("operation", [o for o in OWNED if set(OWNERS) & set(o.roles)], ids=str)
@pytest.mark.parametrize("role", OWNERS)
async def test_z2_its_owner_and_a_partners_colleague_find_it(
    operation: Operation,
    role: Role,
    client_for: ClientFor,
    service: RunningApp,
    neighbour: Client,
) -> None:
    owner = _somebody(client_for, role)
    finance = client_for(Role.FINANCE_MAKER)
    parameters = await everything_of(owner, service, neighbour, finance)
    answer = await Request(operation, parameters).send(owner.http)
    assert _is_found(operation, answer), answer.text
    if role is Role.PARTNER:
        colleague = client_for(role, partner_id=owner.credentials.partner_id)
        assert _is_found(operation, await Request(operation, parameters).send(colleague.http))
        rival = client_for(role, partner_id=new_id(), subject=owner.subject)
        hidden = await Request(operation, parameters).send(rival.http)
        assert refused(hidden, 404) is None, hidden.text


@every_owned
async def test_z3_staff_with_the_scope_are_let_through(
    operation: Operation, client_for: ClientFor, standing: Parameters
) -> None:
    for role in set(STAFF) & set(operation.roles):
        answer = await Request(operation, standing).send(client_for(role).http)
        assert answer.status_code < 500
        if answer.status_code == 403:
            assert answer.json()["code"] in PERSONAL, f"{role}: {answer.text}"
        assert answer.status_code not in {401, 404}, f"{role}: {answer.text}"


@every_closed
async def test_z3_a_role_without_the_scope_is_refused(
    operation: Operation, client_for: ClientFor, standing: Parameters
) -> None:
    for role in set(Role) - set(operation.roles):
        answer = await Request(operation, standing).send(_somebody(client_for, role).http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"
    nobody = client_for(subject="anonymous")
    answer = await Request(operation, standing).send(nobody.http)
    assert refused(answer, 403) is None, answer.text


@every_closed
async def test_z11_neither_scope_nor_role_alone_is_enough(
    operation: Operation, client_for: ClientFor, standing: Parameters
) -> None:
    scope = str(operation.scope)
    poor = next(role for role in STAFF if not ROLE_SCOPES[role])
    greedy = client_for(poor, scopes=frozenset({scope}))
    answer = await Request(operation, standing).send(greedy.http)
    assert refused(answer, 403) is None, answer.text
    for role in operation.roles:
        narrow = client_for(role, scopes=ROLE_SCOPES[role] - {scope})
        answer = await Request(operation, standing).send(narrow.http)
        assert refused(answer, 403) is None, f"{role}: {answer.text}"


@pytest.mark.parametrize("operation", operations("repayment"), ids=str)
async def test_a_token_of_the_wrong_neighbour_opens_nothing(
    operation: Operation, client_for: ClientFor, standing: Parameters
) -> None:
    parameters = absent_parameters(operation.path_parameters) | standing
    for signer in strangers_to(operation, ALLOWLIST):
        somebody = client_for(*operation.roles, signer=signer)
        answer = await Request(operation, parameters).send(somebody.http)
        assert refused(answer, 401) is None, f"{signer}: {answer.text}"
