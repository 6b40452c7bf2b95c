"""Pages for people: local assets, a strict policy, every problem explained."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from tests.api.gateway.contract import contract
from tests.api.gateway.stand import Stand, standing
from tests.raw_http import ask


@pytest.fixture(scope="module")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A development gateway with its own issuer."""
    async with standing(tmp_path_factory.mktemp("pages"), issuers=[], dev_issuer=True) as running:
        yield running


async def test_the_merged_document_is_valid_and_public_only(local: Stand) -> None:
    answer = await ask(local.address, "GET", "/openapi.json")
    document = answer.json()
    validate(document)
    public = {path for path in contract()["paths"]
              if "/internal/" not in path and path != "/v1/sandbox/clock"}  # fmt: skip
    assert set(document["paths"]) == public


async def test_the_reference_can_log_its_reader_in(local: Stand) -> None:
    document = (await ask(local.address, "GET", "/openapi.json")).json()
    flows = document["components"]["securitySchemes"]["oauth"]["flows"]
    assert set(flows) == {"password", "clientCredentials"}
    for flow in flows.values():
        assert flow["tokenUrl"] == "/oauth/token"
        assert set(flow["scopes"]) == {"applications:read", "applications:write", "audit:read"}


@pytest.mark.parametrize("path", ["/", "/docs", "/problems", "/problems/not_found"])
async def test_pages_load_nothing_from_elsewhere(local: Stand, path: str) -> None:
    answer = await ask(local.address, "GET", path)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/html")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    text = answer.body.decode()
    assert not re.search(r"""(?:src|href)=["']?(?:https?:)?//""", text)
    assert "<script>" not in text
    for target in re.findall(r'(?:src|href)="(/[^"]*)"', text):
        linked = await ask(local.address, "GET", target)
        assert linked.status in {200, 503}, target


async def test_every_problem_has_its_page_in_both_languages(local: Stand) -> None:
    listed = (await ask(local.address, "GET", "/problems")).body.decode()
    codes = re.findall(r'href="/problems/([a-z_]+)"', listed)
    assert {"invalid_token", "path_not_canonical", "rate_limited", "version_changed"} <= set(codes)
    page = (await ask(local.address, "GET", "/problems/version_changed")).body.decode()
    assert "412" in page
    assert "数据已被更新" in page
    assert (await ask(local.address, "GET", "/problems/no_such_code")).status == 404


async def test_a_problems_type_leads_to_its_page(local: Stand) -> None:
    refusal = await local.ask("GET", "/v1/things", token="")
    page = await ask(local.address, "GET", refusal.json()["type"])
    assert page.status == 200


async def test_a_problem_speaks_the_callers_language(local: Stand) -> None:
    refusal = await local.ask("GET", "/v1/things", [("Accept-Language", "zh-CN")], token="")
    assert refusal.headers["content-language"] == "zh-CN"
    assert refusal.json()["title"] == "该操作需要访问令牌"


async def test_production_shows_neither_reference_nor_issuer(tmp_path: Path) -> None:
    issuer = {"issuer": "https://id.example", "jwks_uri": "https://id.example/jwks.json",
              "algorithm": "RS256"}  # fmt: skip
    async with standing(tmp_path, environment="production", issuers=[issuer]) as stand:
        for path in ("/docs", "/openapi.json", "/docs/assets/start.js", "/oauth/token"):
            assert (await ask(stand.address, "GET", path)).status == 404
        start = (await ask(stand.address, "GET", "/")).body.decode()
        assert "demo" not in start
        token = await ask(
            stand.address, "GET", "/v1/things", [("Authorization", f"Bearer {stand.token()}")]
        )
    assert token.status == 401


async def test_readiness_is_that_of_every_process(local: Stand, tmp_path: Path) -> None:
    ready, gone = f"{local.address}/healthz", "http://127.0.0.1:1/readyz"
    absent = f"{local.address}/nothing"
    async with standing(tmp_path, readiness_urls={"application": ready}) as stand:
        answer = await ask(stand.address, "GET", "/readyz")
    assert (answer.status, answer.json()["processes"]) == (200, {"application": "ready"})
    urls = {"application": ready, "worker": gone, "repayment": absent}
    async with standing(tmp_path, readiness_urls=urls) as stand:
        answer = await ask(stand.address, "GET", "/readyz")
        alive = await ask(stand.address, "GET", "/healthz")
    assert answer.status == 503
    assert answer.json()["processes"] == {
        "application": "ready", "worker": "not reachable", "repayment": "not ready",
    }  # fmt: skip
    assert alive.status == 200


async def test_assets_are_the_real_ones(local: Stand) -> None:
    script = await ask(local.address, "GET", "/docs/assets/swagger-ui-bundle.js")
    assert len(script.body) == int(script.headers["content-length"]) > 1_000_000
    assert script.headers["cache-control"] == "public, max-age=3600"
    document = json.loads((await ask(local.address, "GET", "/openapi.json")).body)
    assert document["openapi"] == "3.1.0"
