"""What the reference says of a parameter whose route left it to its name."""

import re
from typing import Any, Final

_COMPARED: Final = re.compile(r"(\w+)\[(gte|lte)\]")
_THAN: Final = {"gte": "later", "lte": "earlier"}


def described(parameter: dict[str, Any]) -> dict[str, Any]:
    """`parameter` with a description: its own, its schema's, or what its name stands for.

    In a path `loan_id` is the loan's id; in a query a name is a filter by the member so called.
    """
    text = parameter.get("description") or parameter["schema"].get("description")
    return parameter | {"description": text or _by_name(parameter["in"], parameter["name"])}


def _by_name(place: str, name: str) -> str:
    if place == "path":
        noun = name.removesuffix("_id").replace("_", " ")
        return f"the {noun}'s id" if name.endswith("_id") else f"the {noun}"
    if name == "sort":
        return "by which member, and with a minus the other way round"
    if compared := _COMPARED.fullmatch(name):
        return f"only those whose `{compared[1]}` is this or {_THAN[compared[2]]}"
    return f"only those whose `{name}` is this"
