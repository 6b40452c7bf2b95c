"""One reference out of many contracts."""

from typing import Any

from gateway.merged_contract import merged, problem_catalogue

SCHEME = {"type": "http", "scheme": "bearer"}


def operation(schema: str, *, exposure: str = "public") -> dict[str, Any]:
    """Return an operation that answers with a component."""
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {
        "x-exposure": exposure,
        "x-scope": None,
        "x-problems": {f"{schema.lower()}_wrong": {"status": 409, "title": {"en": "x", "zh": "y"}}},
        "responses": {"200": {"description": "OK", "content": content}},
    }


def document(path: str, schemas: dict[str, Any], first: str, **inner: Any) -> dict[str, Any]:
    """Return a contract with one public path."""
    return {"paths": {path: {"get": operation(first)}, **inner}, "components": {"schemas": schemas}}


def ref(name: str) -> dict[str, str]:
    """Return a reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


def schema_of(made: dict[str, Any], path: str) -> str:
    """Return the schema a path's answer refers to."""
    content = made["paths"][path]["get"]["responses"]["200"]["content"]
    target: str = content["application/json"]["schema"]["$ref"]
    return target.rsplit("/", 1)[1]


def test_like_components_are_shared() -> None:
    money = {"type": "integer"}
    made = merged(
        {"one": document("/v1/a", {"Money": money}, "Money"),
         "two": document("/v1/b", {"Money": money}, "Money")},
        SCHEME,
    )  # fmt: skip
    assert set(made["components"]["schemas"]) == {"Money"}
    assert schema_of(made, "/v1/a") == schema_of(made, "/v1/b") == "Money"


def test_unlike_components_of_one_name_are_kept_apart_with_all_that_lean_on_them() -> None:
    one = {"Loan": {"properties": {"money": ref("Money")}}, "Money": {"type": "integer"}}
    two = {"Loan": {"properties": {"money": ref("Money")}}, "Money": {"type": "string"}}
    made = merged(
        {"one": document("/v1/a", one, "Loan"), "two": document("/v1/b", two, "Loan")}, SCHEME
    )
    schemas = made["components"]["schemas"]
    assert set(schemas) == {"OneLoan", "OneMoney", "TwoLoan", "TwoMoney"}
    assert schema_of(made, "/v1/b") == "TwoLoan"
    assert schemas["TwoLoan"]["properties"]["money"] == ref("TwoMoney")


def test_what_one_service_alone_has_keeps_its_name() -> None:
    one = {"Loan": {"properties": {"money": ref("Money")}}, "Money": {"type": "integer"}}
    two = {"OneCost": {"properties": {"money": ref("Money")}}, "Money": {"type": "string"}}
    made = merged(
        {"one": document("/v1/a", one, "Loan"), "two": document("/v1/b", two, "OneCost")}, SCHEME
    )
    assert set(made["components"]["schemas"]) == {"Loan", "OneCost", "OneMoney", "TwoMoney"}


def test_a_name_that_says_its_owner_is_not_given_it_twice_and_a_title_follows_the_name() -> None:
    one = {"OneMoney": {"type": "integer", "title": "OneMoney"}}
    two = {"OneMoney": {"type": "string", "title": "OneMoney"}}
    made = merged(
        {"one": document("/v1/a", one, "OneMoney"), "two": document("/v1/b", two, "OneMoney")},
        SCHEME,
    )
    schemas = made["components"]["schemas"]
    assert {name: schema["title"] for name, schema in schemas.items()} == {
        "OneMoney": "OneMoney",
        "TwoOneMoney": "TwoOneMoney",
    }


def test_internal_operations_and_what_only_they_use_stay_out() -> None:
    inner = {"/internal/v1/x": {"put": operation("Secret", exposure="internal")}}
    schemas = {"Money": {"type": "integer"}, "Secret": {"type": "string"}}
    made = merged({"one": document("/v1/a", schemas, "Money", **inner)}, SCHEME)
    assert set(made["paths"]) == {"/v1/a"}
    assert set(made["components"]["schemas"]) == {"Money"}


def test_every_problem_is_in_the_catalogue() -> None:
    one = document("/v1/a", {"Money": {"type": "integer"}}, "Money")
    assert set(problem_catalogue({"one": one})) == {"money_wrong"}
