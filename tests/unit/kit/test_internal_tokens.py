"""Internal tokens: what they say, how long they hold, what the receiver remembers."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import time_machine
from starlette.requests import Request

from services.kit import internal_tokens
from services.kit.caller import Caller
from services.kit.errors import Unauthenticated
from services.kit.internal_tokens import InternalAuthenticator, InternalClaims, InternalSigner
from services.kit.roles import Role
from services.kit.service_keys import PEERS_FILE, generate, private_key_file

TEMPLATE = "/v1/things/{thing_id}"
PARTNER = UUID("018f0000-0000-7000-8000-00000000000a")


@pytest.fixture
def signer(tmp_path: Path) -> InternalSigner:
    """The gateway's signer."""
    generate(tmp_path, ["gateway", "application"])
    return InternalSigner(private_key_file(tmp_path, "gateway"), "svc:gateway")


@pytest.fixture
def authenticator(signer: InternalSigner, tmp_path: Path) -> InternalAuthenticator:
    """Application's check."""
    assert signer.issuer == "svc:gateway"
    return InternalAuthenticator("svc:application", tmp_path / PEERS_FILE)


def claims(method: str, target: str, **changes: object) -> InternalClaims:
    """Return claims of a partner's request."""
    given = {
        "audience": "svc:application",
        "subject": "client-a",
        "roles": frozenset({Role.PARTNER}),
        "scopes": frozenset({"applications:read", "applications:write"}),
        "partner_id": PARTNER,
        **changes,
    }
    return InternalClaims(method=method, target=target, **given)  # type: ignore[arg-type]


def request(method: str, path: str, *headers: tuple[str, str]) -> Request:
    """Return a request as a server hands it over."""
    return Request(
        {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers],
        }
    )


def bearing(token: str) -> tuple[str, str]:
    """Return the header that carries a token."""
    return ("Authorization", f"Bearer {token}")


async def read(authenticator: InternalAuthenticator, token: str) -> Caller:
    """Present a token to a read."""
    return await authenticator(request("GET", "/v1/things/1", bearing(token)), TEMPLATE)


async def test_the_caller_arrives_as_signed(
    signer: InternalSigner, authenticator: InternalAuthenticator
) -> None:
    caller = await read(authenticator, signer.mint(claims("GET", TEMPLATE)))
    assert caller.subject == "client-a"
    assert caller.roles == {Role.PARTNER}
    assert caller.scopes == {"applications:read", "applications:write"}
    assert caller.partner_id == PARTNER
    assert caller.acting_service == "svc:gateway"
    assert caller.principal == f"partner:{PARTNER}"


async def test_an_anonymous_caller_has_nothing(
    signer: InternalSigner, authenticator: InternalAuthenticator
) -> None:
    nobody = claims(
        "GET",
        TEMPLATE,
        subject="anonymous",
        roles=frozenset(),
        scopes=frozenset(),
        partner_id=None,
    )
    caller = await read(authenticator, signer.mint(nobody))
    assert caller.is_anonymous
    assert not caller.scopes


async def test_a19_a_remembered_token_ends_after_its_minute_too(
    signer: InternalSigner, authenticator: InternalAuthenticator
) -> None:
    with time_machine.travel(datetime(2026, 3, 10, tzinfo=UTC), tick=False) as clock:
        token = signer.mint(claims("GET", TEMPLATE))
        assert (await read(authenticator, token)).subject
        clock.shift(timedelta(seconds=59))
        assert (await read(authenticator, token)).subject
        clock.shift(timedelta(seconds=1))
        with pytest.raises(Unauthenticated):
            await read(authenticator, token)


async def test_a19_a_remembered_token_is_compared_on_every_request(
    signer: InternalSigner, authenticator: InternalAuthenticator
) -> None:
    token = signer.mint(claims("GET", TEMPLATE))
    assert (await read(authenticator, token)).subject
    for method, template in (
        ("GET", TEMPLATE + "/parts"),
        ("HEAD", TEMPLATE),
        ("DELETE", TEMPLATE),
    ):
        with pytest.raises(Unauthenticated):
            await authenticator(request(method, "/v1/things/1", bearing(token)), template)


async def test_a19_replays_are_forgotten_only_when_the_token_has_ended(
    signer: InternalSigner, authenticator: InternalAuthenticator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(internal_tokens, "SEEN_MAX", 3)

    async def change(token: str) -> Caller:
        return await authenticator(request("PUT", "/v1/things/1", bearing(token)), TEMPLATE)

    with time_machine.travel(datetime(2026, 3, 10, tzinfo=UTC), tick=False) as clock:
        tokens = [signer.mint(claims("PUT", "/v1/things/1")) for _ in range(4)]
        for token in tokens[:3]:
            assert (await change(token)).subject
        with pytest.raises(Unauthenticated):  # no room to remember it, so it is not taken
            await change(tokens[3])
        clock.shift(timedelta(seconds=61))
        late = await change(signer.mint(claims("PUT", "/v1/things/1")))
    assert late.subject == "client-a"


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("Authorization", "Basic eDp5")],
        [("Authorization", "bearer x.y.z")],
        [("Authorization", "Bearer x.y.z"), ("Authorization", "Bearer x.y.z")],
        [("Authorization", "Bearer \u00e9.y.z")],
        [("Cookie", "Authorization=Bearer x.y.z")],
    ],
)
async def test_a22_only_one_plain_bearer_header_counts(
    authenticator: InternalAuthenticator, headers: list[tuple[str, str]]
) -> None:
    with pytest.raises(Unauthenticated):
        await authenticator(request("GET", "/v1/things/1", *headers), TEMPLATE)


async def test_a_token_from_the_future_is_refused(
    signer: InternalSigner, authenticator: InternalAuthenticator
) -> None:
    with time_machine.travel(time.time() + 30, tick=False):  # noqa: TID251 - the wall clock
        token = signer.mint(claims("GET", TEMPLATE))
    with pytest.raises(Unauthenticated):
        await read(authenticator, token)
