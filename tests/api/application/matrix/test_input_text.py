"""Text that is no text, dates that are no dates, identifiers in a second spelling."""

import pytest

from services.kit.identifiers import new_id, typeid_of
from services.kit.roles import Role
from tests.api.application.matrix.absent import PREFIXES, absent_parameters
from tests.api.application.matrix.builders import a_party
from tests.api.application.matrix.conftest import Ask, CallerOf
from tests.api.application.matrix.spoiling import every_json_operation, not_refused
from tests.api.matrix.leaves import leaves
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import Request, refused
from tests.api.signed_clients import ClientFor

untouched = pytest.mark.usefixtures("nothing_written")

NOT_DATES = (
    '"1700000000"',
    "1700000000",
    '"2026-02-30"',
    '"0001-01-01"',
    '"9999-12-31"',
    '"2026-03-10T00:00:00"',
    '"2026-3-1"',
    '"20260310"',
    '" 2026-03-10"',
)
# A day is no instant, and an instant is no day.
NEITHER_IS_THE_OTHER = {"date": '"2026-03-10T00:00:00Z"', "date-time": '"2026-03-10"'}
WITH_AN_ID = [o for o in operations("application") if set(o.path_parameters) & set(PREFIXES)]


@untouched
@every_json_operation
async def test_i7_no_text_holds_a_nul(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_string:
            wrong += await not_refused(ask, leaf, [r'"a\u0000b"', r'"\u0000"'])
    assert wrong == []


@untouched
@every_json_operation
async def test_i8_no_text_holds_half_a_character(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if leaf.is_string:
            wrong += await not_refused(ask, leaf, [r'"a\ud800b"', r'"\udfff"', r'"\udc00\ud800"'])
    assert wrong == []


@untouched
@every_json_operation
async def test_i7_no_field_name_holds_a_nul(operation: Operation, ask: Ask) -> None:
    for name in (r"\u0000", r"\ud800"):
        answer = await ask(operation, f'{{"{name}": 1}}'.encode())
        assert refused(answer, 400, 422) is None, answer.text


@untouched
@every_json_operation
async def test_i15_no_date_is_taken_in_another_form(operation: Operation, ask: Ask) -> None:
    wrong = []
    for leaf in leaves(operation):
        if (form := leaf.schema.get("format")) in NEITHER_IS_THE_OTHER:
            wrong += await not_refused(ask, leaf, [*NOT_DATES, NEITHER_IS_THE_OTHER[form]])
    assert wrong == []


def test_i15_there_are_dates_to_try() -> None:
    fields = [leaf for o in operations("application") if o.is_json for leaf in leaves(o)]
    assert any(leaf.schema.get("format") == "date" for leaf in fields)


@untouched
@pytest.mark.parametrize("operation", WITH_AN_ID, ids=str)
async def test_i16_an_identifier_has_one_spelling(
    operation: Operation, caller_of: CallerOf
) -> None:
    wrong = []
    for name in set(operation.path_parameters) & set(PREFIXES):
        for spelling in _spellings(PREFIXES[name]):
            parameters = absent_parameters(operation.path_parameters) | {name: spelling}
            answer = await Request(operation, parameters).send(caller_of(operation).http)
            if fault := refused(answer, 404):
                wrong.append(f"{name} = {spelling}: {fault}")
    assert wrong == []


async def test_i16_a_good_identifier_in_a_second_spelling_is_not_found(
    client_for: ClientFor,
) -> None:
    borrower = client_for(Role.BORROWER)
    party_id = (await a_party(borrower))["party_id"]
    assert (await borrower.get(f"/v1/parties/{party_id}")).status_code == 200
    prefix, _, suffix = party_id.partition("_")
    for other in (party_id.upper(), f"{prefix}_{suffix.upper()}", suffix, f"app_{suffix}"):
        assert (await borrower.get(f"/v1/parties/{other}")).status_code == 404, other


def _spellings(prefix: str) -> list[str]:
    identifier = new_id()
    good = typeid_of(prefix, identifier)
    suffix = good.partition("_")[2]
    return [
        *(str(identifier), f"{{{identifier}}}", f"urn:uuid:{identifier}", identifier.hex),
        *(good.upper(), suffix, f"other_{suffix}", f"{prefix}_{suffix.upper()}", f"{good}0"),
        *(good[:-1], f" {good}", f"{good} ", f"{prefix}_8{suffix[1:]}", "-", "1", "null"),
        *("' OR '1'='1", "1;DROP TABLE parties", "%00", "é", "𝟙"),
    ]
