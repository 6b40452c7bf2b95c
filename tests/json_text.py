"""JSON with members no encoder would write."""

import json
from collections.abc import Mapping
from typing import Any


class Verbatim(str):
    """A piece of JSON put in as it stands, well-formed or not."""

    __slots__ = ()


def json_text(document: Mapping[str, Any] | Verbatim) -> bytes:
    """Return the document with its `Verbatim` members unquoted."""
    if isinstance(document, Verbatim):
        return document.encode("utf-8", "surrogatepass")
    members = (
        f"{json.dumps(name)}:{value if isinstance(value, Verbatim) else json.dumps(value)}"
        for name, value in document.items()
    )
    return ("{" + ",".join(members) + "}").encode()
