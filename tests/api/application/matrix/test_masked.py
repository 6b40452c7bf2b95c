"""Nobody is shown what is masked, and answers hold what their schemas say."""

import pytest

from services.kit.identifiers import new_id
from services.kit.roles import Role
from tests.api.application.matrix.builders import BUILDERS, an_application, example_of
from tests.api.matrix.bodies import answered
from tests.api.matrix.operations import EVERYBODYS, Operation, operations
from tests.api.matrix.sending import Request
from tests.api.signed_clients import ClientFor

READS = [o for o in operations("application") if o.method == "GET" and o.is_public]
# Fields of the party's example that no answer shows whole, to anybody.
SEALED = ("identity_number", "mobile", "bank_card")


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
    for name in answered(operation):
        assert not {"password", "secret", "score", "sealed", "owner_subject"} & {name}
