"""Names on lists, in tests."""

from typing import Any

from services.underwriting.watchlist.examples import ENTRY_CREATE_EXAMPLE
from tests.api.signed_clients import Client, expect
from tests.api.underwriting.telling import identity_number

Json = dict[str, Any]


def a_name(**changed: Any) -> Json:
    """A name nobody has listed; `changed` is laid over it."""
    return {**ENTRY_CREATE_EXAMPLE, "number": identity_number(), **changed}


async def listed(keeper: Client, **changed: Any) -> Json:
    """A name on a list."""
    entry: Json = expect(await keeper.post("/v1/watchlist", a_name(**changed)), 201)
    return entry


def path_of(entry: Json) -> str:
    """Where an entry is."""
    return f"/v1/watchlist/{entry['id']}"
