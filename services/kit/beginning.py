"""What a process waits for, and what it wants to see, before it begins to serve or to work."""

import asyncio
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.errors import DatabaseUnavailable
from services.kit.field_keys import FieldKeys
from services.kit.grants import UnfitGrants, assert_runtime_grants
from services.kit.jobs import is_set_within
from services.kit.key_marks import KeysMismatched, assert_known_keys

RETRY_S: Final = 1.0


class Unfit(RuntimeError):
    """Somebody has to put something right first; one plain line per fault."""


async def may_begin(engine: AsyncEngine, keys: FieldKeys, stopping: asyncio.Event) -> bool:
    """Whether to begin: once the database says that rights and keys are right; not after a stop.

    A database that is away is waited for: ending would only have the process started again and
    again, ever later. Raises Unfit.
    """
    while not stopping.is_set():
        try:
            await assert_runtime_grants(engine)
            await assert_known_keys(engine, keys)
        except DatabaseUnavailable:
            await is_set_within(stopping, RETRY_S)
        except (UnfitGrants, KeysMismatched) as fault:
            raise Unfit(str(fault)) from fault
        else:
            return True
    return False
