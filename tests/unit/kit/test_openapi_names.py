"""What schemas are called by those who never saw our code."""

from typing import Any

import pytest

from services.kit.openapi_names import well_named

REF = "#/components/schemas/"
SIDE = {"type": "string", "enum": ["debit", "credit"], "title": "Side"}


def named(schemas: dict[str, Any], answer: Any = None) -> dict[str, Any]:
    """A document with these schemas and one path, well named."""
    return well_named({"components": {"schemas": schemas}, "paths": {"/v1/a": answer}})


def test_a_generic_goes_by_its_title_wherever_it_is_named() -> None:
    page = {"title": "LoanPage", "type": "object"}
    made = named({"Page_LoanRead_": page}, {"$ref": f"{REF}Page_LoanRead_"})
    assert made["components"]["schemas"] == {"LoanPage": page}
    assert made["paths"]["/v1/a"] == {"$ref": f"{REF}LoanPage"}


def test_two_schemas_of_one_name_are_refused() -> None:
    generics = {"Page_Loan_": {"title": "LoanPage"}, "Page_LoanRead_": {"title": "LoanPage"}}
    with pytest.raises(ValueError, match="LoanPage"):
        named(generics)


def test_an_enumeration_written_out_again_refers_to_the_one_there_is() -> None:
    written = {"line": {**SIDE, "default": "debit"}}
    made = named({"Side": SIDE, "Line": {"properties": written}})
    schemas = made["components"]["schemas"]
    assert schemas["Side"] == SIDE
    assert schemas["Line"]["properties"]["line"] == {"$ref": f"{REF}Side", "default": "debit"}


def test_an_enumeration_of_other_members_stays_as_it_is() -> None:
    narrower = {**SIDE, "enum": ["debit"]}
    made = named({"Side": SIDE, "Line": {"properties": {"line": narrower}}})
    assert made["components"]["schemas"]["Line"]["properties"]["line"] == narrower
