"""The development issuer: RFC 6749 in, RFC 9068 out, and no end of guessing."""

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from services.kit.roles import ROLE_SCOPES, Role
from tests.api.gateway.stand import Stand, standing
from tests.raw_http import RawAnswer, ask

FORM = ("Content-Type", "application/x-www-form-urlencoded")


@pytest.fixture(scope="module")
async def local(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stand]:
    """A gateway with its own issuer and no other."""
    async with standing(tmp_path_factory.mktemp("issuer"), issuers=[], dev_issuer=True) as running:
        yield running


async def grant(stand: Stand, *headers: tuple[str, str], **fields: str) -> RawAnswer:
    """Ask for a token."""
    body = urlencode(fields).encode()
    return await ask(stand.address, "POST", "/oauth/token", [FORM, *headers], body)


async def login(stand: Stand, username: str, **fields: str) -> str:
    """Return a demo user's access token."""
    answer = await grant(stand, grant_type="password", username=username, password="demo", **fields)
    return str(answer.json()["access_token"])


def basic(name: str, secret: str) -> tuple[str, str]:
    """Return an HTTP Basic header."""
    encoded = base64.b64encode(f"{name}:{secret}".encode()).decode()
    return ("Authorization", f"Basic {encoded}")


def claims_of(token: str) -> dict[str, object]:
    """Read a token without verifying it."""
    segment = token.split(".")[1]
    claims: dict[str, object] = json.loads(
        base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4))
    )
    return claims


async def test_every_role_has_a_user_who_can_log_in(local: Stand) -> None:
    users = {"borrower2": Role.BORROWER, "officer": Role.LOAN_OFFICER} | {
        role.value: role for role in Role if role not in {Role.PARTNER, Role.LOAN_OFFICER}
    }
    for username, role in users.items():
        claims = claims_of(await login(local, username))
        assert (claims["sub"], claims["roles"]) == (username, [role.value])
        assert set(str(claims["scope"]).split()) == set(ROLE_SCOPES[role])


async def test_one_user_has_two_roles(local: Stand) -> None:
    assert claims_of(await login(local, "deputy"))["roles"] == ["approver", "underwriter"]


async def test_there_are_borrowers_enough(local: Stand) -> None:
    for username in ("borrower-1", "borrower-7f3k"):
        claims = claims_of(await login(local, username))
        assert (claims["sub"], claims["roles"]) == (username, ["borrower"])


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("borrower-1", "wrong"),
        ("borrower-", "demo"),
        ("borrower-A", "demo"),
        ("borrower-1 ", "demo"),
        (f"borrower-{'1' * 33}", "demo"),
        ("officer-1", "demo"),
    ],
)
async def test_nobody_else_is_made_up(local: Stand, username: str, password: str) -> None:
    answer = await grant(local, grant_type="password", username=username, password=password)
    assert (answer.status, answer.json()["error"]) == (400, "invalid_grant")


async def test_the_token_opens_what_its_role_may(local: Stand) -> None:
    token = await login(local, "borrower")
    assert (await local.ask("GET", "/v1/things", token=token)).status == 200
    assert (await local.ask("GET", "/v1/audit/1", token=token)).code == "insufficient_scope"
    auditor = await login(local, "auditor")
    assert (await local.ask("GET", "/v1/audit/1", token=auditor)).status == 200


async def test_a_token_says_what_rfc_9068_asks(local: Stand) -> None:
    answer = await grant(local, grant_type="password", username="borrower", password="demo")
    claims = claims_of(answer.json()["access_token"])
    assert claims["iss"] == local.address
    assert claims["aud"] == "xiaowei"
    assert claims["client_id"] == "xiaowei-web"
    assert int(str(claims["exp"])) - int(str(claims["iat"])) == answer.json()["expires_in"] == 600
    assert answer.json()["token_type"] == "Bearer"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("client", ["xiaowei-web", ""])
async def test_the_references_own_way_of_logging_in_works(local: Stand, client: str) -> None:
    """The reference page sends its client id by HTTP Basic, with no secret."""
    fields = {"grant_type": "password", "username": "officer", "password": "demo"}
    answer = await grant(local, basic(client, ""), scope="applications:read", **fields)
    assert answer.status == 200
    assert answer.json()["scope"] == "applications:read"


async def test_partners_use_client_credentials(local: Stand) -> None:
    by_header = await grant(local, basic("partner-a", "demo"), grant_type="client_credentials")
    by_form = await grant(
        local, grant_type="client_credentials", client_id="partner-b", client_secret="demo"
    )
    first, second = (claims_of(each.json()["access_token"]) for each in (by_header, by_form))
    assert first["roles"] == second["roles"] == ["partner"]
    assert str(first["partner"]).startswith("partner_")
    assert first["partner"] != second["partner"]
    token = by_header.json()["access_token"]
    assert (await local.ask("GET", "/v1/things", token=token)).status == 200


async def test_a_scope_parameter_narrows(local: Stand) -> None:
    token = await login(local, "borrower", scope="applications:read audit:read")
    assert claims_of(token)["scope"] == "applications:read"
    answer = await local.ask("DELETE", "/v1/things/1", token=token)
    assert answer.code == "insufficient_scope"


REFUSALS: dict[str, tuple[dict[str, str], int, str]] = {
    "no grant": ({}, 400, "invalid_request"),
    "another grant": ({"grant_type": "implicit"}, 400, "unsupported_grant_type"),
    "no password": ({"grant_type": "password", "username": "officer"}, 400, "invalid_request"),
    "wrong password": (
        {"grant_type": "password", "username": "officer", "password": "x"}, 400, "invalid_grant",
    ),
    "nobody": (
        {"grant_type": "password", "username": "nobody", "password": "demo"}, 400, "invalid_grant",
    ),
    "no client": ({"grant_type": "client_credentials"}, 401, "invalid_client"),
    "wrong secret": (
        {"grant_type": "client_credentials", "client_id": "partner-a", "client_secret": "x"},
        401, "invalid_client",
    ),
    "user as client": (
        {"grant_type": "client_credentials", "client_id": "borrower", "client_secret": "demo"},
        401, "invalid_client",
    ),
    "partner's password grant": (
        {"grant_type": "password", "username": "officer", "password": "demo",
         "client_id": "partner-a"},
        400, "unauthorized_client",
    ),
    "foreign scope": (
        {"grant_type": "password", "username": "officer", "password": "demo", "scope": "root"},
        400, "invalid_scope",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("fields", "status", "error"), REFUSALS.values(), ids=REFUSALS.keys())
async def test_refusals_are_in_the_words_of_rfc_6749(
    local: Stand, fields: dict[str, str], status: int, error: str
) -> None:
    answer = await grant(local, **fields)
    assert (answer.status, answer.json()["error"]) == (status, error)
    assert ("www-authenticate" in answer.headers) == (status == 401)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ([("Content-Type", "application/json")], b'{"grant_type":"password"}'),
        ([FORM], b"grant_type=password&grant_type=password"),
        ([FORM], b"grant_type=\xff"),
        ([FORM], b"grant_type=%ff"),
        ([FORM], b"&".join(b"a%d=1" % number for number in range(50))),
        ([FORM], b"a=" + b"x" * 20_000),
        ([FORM, ("Authorization", "Basic !!!")], b"grant_type=client_credentials"),
        ([FORM, ("Authorization", "Bearer x")], b"grant_type=client_credentials"),
        ([FORM, basic("partner-a", "demo")], b"grant_type=client_credentials&client_secret=demo"),
    ],
)
async def test_unreadable_requests_are_refused(
    local: Stand, headers: list[tuple[str, str]], body: bytes
) -> None:
    answer = await ask(local.address, "POST", "/oauth/token", headers, body)
    assert answer.status in {400, 401}
    assert answer.json()["error"] in {"invalid_request", "invalid_client"}


async def test_guessing_is_stopped_even_when_the_guess_is_right(local: Stand) -> None:
    for _ in range(10):
        await grant(local, grant_type="password", username="trainee", password="guess")
    right = await grant(local, grant_type="password", username="trainee", password="demo")
    assert (right.status, right.code) == (429, "rate_limited")
    assert int(right.headers["retry-after"]) >= 1
    assert await login(local, "trainer")


async def test_a_wrong_method_or_path_is_refused(local: Stand) -> None:
    assert (await ask(local.address, "GET", "/oauth/token")).headers["allow"] == "OPTIONS, POST"
    assert (await ask(local.address, "GET", "/oauth/authorize")).status == 404


async def test_discovery_points_at_keys_without_private_parts(local: Stand) -> None:
    found = await ask(local.address, "GET", "/.well-known/openid-configuration")
    assert found.json()["issuer"] == local.address
    keys = await ask(local.address, "GET", "/oauth/jwks.json")
    assert found.json()["jwks_uri"] == f"{local.address}/oauth/jwks.json"
    (key,) = keys.json()["keys"]
    assert "d" not in key


async def test_keys_survive_a_restart_and_are_nobody_elses(tmp_path: Path) -> None:
    async with standing(tmp_path, issuers=[], dev_issuer=True) as first:
        before = (await ask(first.address, "GET", "/oauth/jwks.json")).json()
    async with standing(tmp_path, issuers=[], dev_issuer=True) as second:
        after = (await ask(second.address, "GET", "/oauth/jwks.json")).json()
    assert before == after
    key_file = tmp_path / "keys" / "dev-issuer.private.jwk.json"
    assert key_file.stat().st_mode & 0o777 == 0o600


async def test_without_it_there_is_no_token_endpoint(stand: Stand) -> None:
    assert (await stand.ask("POST", "/oauth/token", body=b"x")).status == 404
