"""The service that has no operations yet: a real process's app all the same."""

import json
from collections.abc import AsyncIterator
from importlib import import_module
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.kit.field_keys import generate_field_keys
from services.kit.foundation import Foundation
from services.kit.service_keys import generate
from tests.postgres_run import Addresses

YOUNGER = ("disbursement",)
SERVICES_DIR = Path(__file__).parents[2] / "services"


@pytest.fixture(params=YOUNGER)
async def app(
    request: pytest.FixtureRequest, database: Addresses, tmp_path: Path
) -> AsyncIterator[FastAPI]:
    service = request.param
    generate(tmp_path, ["gateway", service])
    generate_field_keys(tmp_path / "fields.json")
    settings = import_module(f"services.{service}.settings").Settings(
        environment="development",
        port=1,
        ops_port=2,
        worker_ops_port=3,
        database_url=database.url(service),
        keys_dir=tmp_path,
        field_keys_file=tmp_path / "fields.json",
    )
    foundation = Foundation.lay(service, settings)
    built: FastAPI = import_module(f"services.{service}.main").create_app(settings, foundation)
    async with foundation.lifespan(built):
        yield built


@pytest.mark.parametrize("path", ["/", "/v1/loans", "/docs", "/openapi.json", "/readyz"])
async def test_every_path_is_a_404_problem_with_a_request_id(app: FastAPI, path: str) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
        answer = await client.get(path, headers={"X-Request-Id": "req_of_this_test"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
    assert answer.json()["request_id"] == "req_of_this_test"


@pytest.mark.parametrize("service", YOUNGER)
def test_its_contract_promises_nothing_yet(service: str) -> None:
    contract = json.loads((SERVICES_DIR / service / "openapi.json").read_text(encoding="utf-8"))
    assert contract["openapi"].startswith("3.1")
    assert contract["paths"] == {}
