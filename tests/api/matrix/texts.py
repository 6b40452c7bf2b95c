"""Text that is no text, dates that are no dates, identifiers in a second spelling."""

import pytest

from services.kit.identifiers import new_id, typeid_of
from tests.api.matrix.leaves import Leaf
from tests.api.matrix.operations import Operation
from tests.api.matrix.over import CallerOf, Over, every, takes_json
from tests.api.matrix.sending import Request, refused
from tests.api.matrix.spoiling import Ask, spoil
from tests.api.matrix.tried import STAFF, Standing, is_owned
from tests.api.signed_clients import ClientFor

WITH_NUL = (r'"a\u0000b"', r'"\u0000"')
HALF_CHARACTERS = (r'"a\ud800b"', r'"\udfff"', r'"\udc00\ud800"')
NOT_TEXTS = ("{}", "[]", "true", "7")
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
    '""',
)
# A day is no instant, and an instant is no day.
NEITHER_IS_THE_OTHER = {"date": '"2026-03-10T00:00:00Z"', "date-time": '"2026-03-10"'}


def is_string(leaf: Leaf) -> bool:
    """Whether it takes text of any kind."""
    return leaf.is_string


def is_dated(leaf: Leaf) -> bool:
    """Whether it takes a day or an instant."""
    return leaf.schema.get("format") in NEITHER_IS_THE_OTHER


def not_dates(leaf: Leaf) -> list[str]:
    """What is neither a day nor an instant as this field takes it."""
    return [*NOT_DATES, NEITHER_IS_THE_OTHER[leaf.schema["format"]]]


def has_parameters(operation: Operation) -> bool:
    """Whether its path names something."""
    return bool(operation.path_parameters)


def is_owned_read(operation: Operation) -> bool:
    """Whether it looks at something that is somebody's own."""
    return operation.method == "GET" and is_owned(operation)


class Texts(Over):
    """Words, days and identifiers."""

    @every(takes_json)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i5_nothing_is_coerced_to_text(self, operation: Operation, ask: Ask) -> None:
        assert await spoil(ask, operation, lambda _: NOT_TEXTS, only=is_string) == []

    @every(takes_json)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i7_no_text_holds_a_nul(self, operation: Operation, ask: Ask) -> None:
        assert await spoil(ask, operation, lambda _: WITH_NUL, only=is_string) == []

    @every(takes_json)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i8_no_text_holds_half_a_character(self, operation: Operation, ask: Ask) -> None:
        assert await spoil(ask, operation, lambda _: HALF_CHARACTERS, only=is_string) == []

    @every(takes_json)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i7_no_field_name_holds_a_nul(self, operation: Operation, ask: Ask) -> None:
        for name in (r"\u0000", r"\ud800"):
            answer = await ask(operation, f'{{"{name}": 1}}'.encode())
            assert refused(answer, 400, 422) is None, answer.text

    @every(takes_json)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i15_no_date_is_taken_in_another_form(
        self, operation: Operation, ask: Ask
    ) -> None:
        assert await spoil(ask, operation, not_dates, only=is_dated) == []

    @every(has_parameters)
    @pytest.mark.usefixtures("nothing_written")
    async def test_i16_an_identifier_has_one_spelling(
        self, operation: Operation, caller_of: CallerOf
    ) -> None:
        wrong = []
        for name in set(operation.path_parameters) & set(self.tried.prefixes):
            for spelling in _spellings(self.tried.prefixes[name]):
                parameters = self.tried.absent(operation.path_parameters) | {name: spelling}
                answer = await Request(operation, parameters).send(caller_of(operation).http)
                if fault := refused(answer, 404):
                    wrong.append(f"{name} = {spelling}: {fault}")
        assert wrong == []

    @every(is_owned_read)
    async def test_i16_what_is_there_has_no_second_spelling(
        self, operation: Operation, client_for: ClientFor, standing: Standing
    ) -> None:
        parameters = await standing(operation)
        (role, *_) = set(STAFF) & set(operation.roles)
        reader = client_for(role)
        first = await Request(operation, parameters).send(reader.http)
        assert self.tried.lets_in(operation, first), first.text
        for name in set(operation.path_parameters) & set(self.tried.prefixes):
            prefix, _, suffix = parameters[name].partition("_")
            second = (parameters[name].upper(), f"{prefix}_{suffix.upper()}", suffix, f"x_{suffix}")
            for spelling in second:
                respelt = Request(operation, parameters | {name: spelling})
                answer = await respelt.send(reader.http)
                assert refused(answer, 404) is None, f"{spelling}: {answer.text}"
                assert answer.json()["code"] == "not_found"


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
