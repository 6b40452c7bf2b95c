"""What the ops port says of a process."""

import asyncio

import httpx
import pytest

from services.kit import health
from services.kit.health import Check, Readiness, ops_app


async def well() -> None:
    """All is well."""


async def broken() -> None:
    raise KeyError("secret")


async def hanging() -> None:
    await asyncio.Event().wait()


async def readiness(checks: dict[str, Check], *, is_stopping: bool = False) -> httpx.Response:
    app = ops_app(Readiness(checks, is_stopping))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ops") as ops:
        return await ops.get("/readyz")


async def test_a_process_is_ready_when_every_check_passes() -> None:
    response = await readiness({"database": well, "store": well})
    assert response.status_code == 200
    assert response.json() == {"ready": True, "checks": {"database": "ok", "store": "ok"}}


async def test_one_failing_or_hanging_check_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "CHECK_TIMEOUT_S", 0.01)
    response = await readiness({"a": well, "b": broken, "c": hanging})
    assert response.status_code == 503
    assert response.json()["checks"] == {"a": "ok", "b": "failed", "c": "slow"}
    assert "secret" not in response.text


async def test_a_process_about_to_stop_wants_no_more_traffic() -> None:
    response = await readiness({"database": well}, is_stopping=True)
    assert response.status_code == 503
    assert response.json()["checks"] == {"process": "stopping", "database": "ok"}
