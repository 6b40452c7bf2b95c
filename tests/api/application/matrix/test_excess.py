"""Members that are ours to set are refused in every body, and nobody is shown what is masked."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.matrix.builders import BUILDERS, an_application, example_of
from tests.api.application.matrix.conftest import Ask
from tests.api.application.matrix.spoiling import every_json_operation
from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.signed_clients import ClientFor

# What a caller might hope to set for itself, whatever the documents say.
COVETED = frozenset(
    {"status", "approved_amount", "rate", "borrower_id", "partner_id", "owner", "owner_subject"}
    | {"id", "version", "created_at", "updated_at", "maker", "approver", "is_admin", "roles"}
    | {"is_identity_fixed", "audit_seq", "__proto__", "__class__", "$ref"}
)
READS = [o for o in operations("application") if o.method == "GET" and o.is_public]
# Fields of the party's example that no answer shows whole, to anybody.
SEALED = ("identity_number", "mobile", "bank_card")


def _answered(operation: Operation) -> set[str]:
    """Every member name of every schema the service answers with."""
    schemas = operation.document["components"]["schemas"].values()
    return {name for schema in schemas for name in schema.get("properties", {})}


def _objects(body: Any, steps: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where the objects of a body are."""
    if isinstance(body, dict):
        yield steps
        for name, member in body.items():
            yield from _objects(member, (*steps, name))
    elif isinstance(body, list) and body:
        yield from _objects(body[0], (*steps, 0))


def _astray(answer: httpx.Response, parent: str, name: str) -> str | None:
    """The refusal points at the member, or, when its name is not fit to repeat, at its object."""
    pointers = {error["pointer"] for error in answer.json()["errors"]}
    return None if {f"{parent}/{name}", parent} & pointers else f"points at {pointers}"


@every_json_operation
@pytest.mark.usefixtures("nothing_written")
async def test_z4_no_object_takes_a_member_that_is_not_its_own(
    operation: Operation, ask: Ask
) -> None:
    wrong = []
    own = {leaf.steps[:depth] for leaf in leaves(operation) for depth in range(len(leaf.steps) + 1)}
    for steps in _objects(operation.body_example):
        tempting = COVETED if steps else COVETED | _answered(operation)
        for name in sorted(tempting):
            if (*steps, name) in own:
                continue
            body = operation.body_example
            place = body
            for step in steps:
                place = place[step]
            place[name] = {"never": "taken"}
            answer = await ask(operation, json.dumps(body).encode())
            parent = "".join(f"/{step}" for step in steps)
            if fault := refused(answer, 422) or _astray(answer, parent, name):
                wrong.append(f"{parent}/{name}: {fault}")
    assert wrong == []


@every_json_operation
@pytest.mark.usefixtures("nothing_written")
async def test_i5_no_object_is_made_of_a_number(operation: Operation, ask: Ask) -> None:
    wrong = []
    for steps in _objects(operation.body_example):
        parent = "".join(f"/{step}" for step in steps)
        for literal in ("1.5", "1e3", "-0", "9" * 40, "7"):
            answer = await ask(operation, _replaced(operation.body_example, steps, literal))
            if fault := refused(answer, 422) or _astray(answer, parent, literal):
                wrong.append(f"{parent} = {literal}: {fault}")
    assert wrong == []


def _replaced(body: Any, steps: tuple[str | int, ...], literal: str) -> bytes:
    """The body with what is at `steps` written as `literal`."""
    if not steps:
        return literal.encode()
    place = body
    for step in steps[:-1]:
        place = place[step]
    place[steps[-1]] = "PLACE"
    return json.dumps(body).replace('"PLACE"', literal).encode()


@pytest.mark.parametrize("operation", READS, ids=str)
@pytest.mark.parametrize("owner_role", [Role.BORROWER, Role.PARTNER])
async def test_z7_nobody_is_shown_a_whole_number(
    operation: Operation, owner_role: Role, client_for: ClientFor
) -> None:
    """Identity number, mobile and card: masked for their owner, and for all staff."""
    partner_id = new_id() if owner_role is Role.PARTNER else None
    owner = client_for(owner_role, partner_id=partner_id)
    build = BUILDERS.get(str(operation.resource), an_application)
    parameters = {"code": "SOLE_TRADER_CREDIT", "number": "1"} | await build(owner)
    hidden = [example_of("/v1/parties")[field] for field in SEALED]
    for role in operation.roles:
        reader = owner if role is owner_role else client_for(role, partner_id=partner_id)
        answer = await Request(operation, parameters).send(reader.http)
        assert [secret for secret in hidden if secret in answer.text] == [], f"{role}"


@pytest.mark.parametrize("operation", READS, ids=str)
def test_z7_an_answer_shows_what_its_schema_says(operation: Operation) -> None:
    """Closed in the document, so that a client's generated type holds all there is."""
    if operation.resource == EVERYBODYS:
        return
    for name in _answered(operation):
        assert not {"password", "secret", "score", "sealed", "owner_subject"} & {name}
