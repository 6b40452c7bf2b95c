"""Identifiers have one spelling each."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.kit.identifiers import MalformedIdentifier, new_id, typeid_of, uuid_of

EXAMPLE = "app_01h455vb4pex5vsknk084sn02q"


@given(st.uuids())
def test_a_spelling_reads_back(identifier: UUID) -> None:
    assert uuid_of("app", typeid_of("app", identifier)) == identifier


def test_the_published_example_is_spelt_as_published() -> None:
    identifier = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
    assert typeid_of("app", identifier) == EXAMPLE
    assert uuid_of("app", EXAMPLE) == identifier


def test_new_identifiers_are_version_7_and_sort_by_age() -> None:
    made = [new_id() for _ in range(1000)]
    assert {identifier.version for identifier in made} == {7}
    assert made == sorted(made)
    assert len(set(made)) == 1000
    spelt = [typeid_of("evt", identifier) for identifier in made]
    assert spelt == sorted(spelt)


@pytest.mark.parametrize(
    "text",
    [
        *("", "app", "app_", "_01h455vb4pex5vsknk084sn02q", "01h455vb4pex5vsknk084sn02q"),
        *(EXAMPLE.upper(), EXAMPLE.replace("a", "A"), EXAMPLE + "0", EXAMPLE[:-1]),
        *(" " + EXAMPLE, EXAMPLE + "\n", "party_" + EXAMPLE[4:], "app_app_" + EXAMPLE[4:]),
        *("app_81h455vb4pex5vsknk084sn02q", "app_01h455vb4pex5vsknk084sn0il"),
        *("app_01890a5d-ac96-774b-bcce-b302099a8057", "app_" + "０" * 26, "x" * 100_000),
    ],
)
def test_i16_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(MalformedIdentifier):
        uuid_of("app", text)
