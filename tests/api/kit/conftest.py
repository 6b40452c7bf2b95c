"""A tiny service and a caller knocking at it."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from tests.api.kit.things import knocking, things_app


@pytest.fixture
def things() -> FastAPI:
    """A fresh tiny service."""
    return things_app()


@pytest.fixture
async def alice(things: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Alice, a borrower, at its door."""
    async with knocking(things) as client:
        yield client
