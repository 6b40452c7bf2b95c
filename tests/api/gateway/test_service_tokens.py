"""Services take internal tokens only: their own, fresh, for this method and this path, once."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from services.kit.internal_tokens import InternalClaims, InternalSigner
from services.kit.openapi import document
from services.kit.roles import Role
from services.kit.service_keys import generate, load_signing_key, private_key_file
from tests import forgery
from tests.api.gateway.service import service
from tests.api.gateway.stand import Stand, standing
from tests.forgery import Forger
from tests.raw_http import RawAnswer, ask
from tests.serving import served

THING, PARTS = "/v1/things/{thing_id}", "/v1/things/{thing_id}/parts"
SCOPES = frozenset({"applications:read", "applications:write"})


@dataclass(frozen=True)
class House:
    """Two services that share their peers' keys."""

    application: str
    repayment: str
    keys_dir: Path

    def token(self, method: str, target: str, **changes: object) -> str:
        """Return an internal token of the gateway for application."""
        issuer = str(changes.pop("issuer", "gateway"))
        claims = {
            "audience": "svc:application",
            "subject": "borrower",
            "method": method,
            "target": target,
            "roles": frozenset({Role.BORROWER}),
            "scopes": SCOPES,
            **changes,
        }
        signer = InternalSigner(private_key_file(self.keys_dir, issuer), f"svc:{issuer}")
        return signer.mint(InternalClaims(**claims))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
async def house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    """Two services on real ports."""
    keys_dir = tmp_path_factory.mktemp("keys")
    generate(keys_dir, ["gateway", "application", "repayment"])
    async with (
        served(service("application", keys_dir)) as application,
        served(service("repayment", keys_dir)) as repayment,
    ):
        yield House(application, repayment, keys_dir)


async def present(
    address: str, method: str, path: str, token: str, *more: tuple[str, str]
) -> RawAnswer:
    """Ask a service directly."""
    return await ask(address, method, path, [("Authorization", f"Bearer {token}"), *more])


def assert_401(answer: RawAnswer) -> None:
    """Assert the one answer to every token that does not hold."""
    assert (answer.status, answer.code) == (401, "invalid_token")


async def test_a18_without_a_token_a_service_answers_401(house: House) -> None:
    assert_401(await ask(house.application, "GET", "/v1/things/1"))


async def test_a18_the_callers_own_token_opens_no_service(house: House, stand: Stand) -> None:
    assert_401(await present(house.application, "GET", "/v1/things/1", stand.token()))


async def test_a18_identity_headers_open_no_service(house: House) -> None:
    headers = [("X-User", "admin"), ("X-Roles", "admin"), ("X-Internal-Token", "yes")]
    assert_401(await ask(house.application, "GET", "/v1/things/1", headers))


async def test_a18_forged_internal_tokens_open_no_service(house: House) -> None:
    extra = {"roles": ["admin"], "scope": "applications:read", "htm": "GET", "htu": THING,
             "act": {"sub": "svc:gateway"}}  # fmt: skip
    stranger = Forger("svc:gateway", "svc:application", "svc+jwt", extra=extra)
    tokens = {
        "own key, gateway's name": stranger.token(header=stranger.header(kid="svc:gateway")),
        "unknown service": Forger("svc:evil", "svc:application", "svc+jwt", extra=extra).token(),
        **forgery.algorithm_none(stranger),
        **forgery.misshapen_claims(stranger),
    }
    for name, token in tokens.items():
        if token.isprintable() and token.isascii():
            answer = await present(house.application, "GET", "/v1/things/1", token)
            assert (name, answer.status) == (name, 401)


async def test_a19_a_token_for_one_service_opens_no_other(house: House) -> None:
    token = house.token("GET", THING)
    assert (await present(house.application, "GET", "/v1/things/1", token)).status == 200
    assert_401(await present(house.repayment, "GET", "/v1/things/1", token))


@pytest.mark.parametrize(
    ("bound", "asked"),
    [
        (("GET", THING), ("GET", "/v1/things/1/parts")),
        (("GET", PARTS), ("GET", "/v1/things/1")),
        (("GET", "/v1/things/1"), ("GET", "/v1/things/1")),
        (("GET", THING), ("PUT", "/v1/things/1")),
        (("PUT", "/v1/things/1"), ("GET", "/v1/things/1")),
        (("PUT", "/v1/things/1"), ("PUT", "/v1/things/2")),
        (("PUT", THING), ("PUT", "/v1/things/1")),
        (("PUT", "/v1/things/1?x=1"), ("PUT", "/v1/things/1")),
        (("put", "/v1/things/1"), ("PUT", "/v1/things/1")),
    ],
)
async def test_a19_a_token_opens_its_own_method_and_path_only(
    house: House, bound: tuple[str, str], asked: tuple[str, str]
) -> None:
    assert_401(await present(house.application, *asked, house.token(*bound)))


async def test_a19_a_reading_token_may_be_used_again_and_stays_bound(house: House) -> None:
    token = house.token("GET", THING)
    for thing in ("1", "2", "1"):
        assert (await present(house.application, "GET", f"/v1/things/{thing}", token)).status == 200
    assert_401(await present(house.application, "GET", "/v1/things/1/parts", token))
    assert_401(await present(house.application, "PUT", "/v1/things/1", token))


async def test_a19_a_changing_token_is_taken_once(house: House) -> None:
    token = house.token("PUT", "/v1/things/1")
    assert (await present(house.application, "PUT", "/v1/things/1", token)).status == 200
    assert_401(await present(house.application, "PUT", "/v1/things/1", token))


@pytest.mark.parametrize("sent", [None, "another-key", "the-key-2", "THE-KEY"])
async def test_a19_a_changing_token_is_bound_to_its_key(house: House, sent: str | None) -> None:
    headers = [] if sent is None else [("Idempotency-Key", sent)]
    token = house.token("POST", "/v1/things/1/use", idempotency_key="the-key")
    assert_401(await present(house.application, "POST", "/v1/things/1/use", token, *headers))


async def test_a19_a_key_that_was_not_signed_is_refused(house: House) -> None:
    token = house.token("POST", "/v1/things/1/use")
    key = ("Idempotency-Key", "the-key")
    assert_401(await present(house.application, "POST", "/v1/things/1/use", token, key))


async def test_a19_a_neighbour_may_call_only_what_is_allowed_to_it(house: House) -> None:
    token = house.token("GET", THING, issuer="repayment")
    assert_401(await present(house.application, "GET", "/v1/things/1", token))


async def test_a19_a_token_ends_after_its_minute(house: House) -> None:
    forger = Forger("svc:gateway", "svc:application", "svc+jwt")
    key = load_signing_key(private_key_file(house.keys_dir, "gateway"))
    bound = {"htm": "GET", "htu": THING, "act": {"sub": "svc:gateway"}, "roles": [], "scope": ""}
    now_s = forger.claims()["iat"]
    header = forger.header(kid="svc:gateway")
    for times in (
        {"iat": now_s - 61, "exp": now_s - 1},
        {"iat": now_s - 60, "exp": now_s},
        {"iat": now_s, "exp": now_s + 61},
        {"iat": now_s + 30, "exp": now_s + 90},
    ):
        token = forger.token(forger.claims(**bound, **times), header, sign=key.key.sign)
        assert_401(await present(house.application, "GET", "/v1/things/1", token))


async def test_the_gateways_word_reaches_a_real_service(tmp_path: Path) -> None:
    generate(tmp_path / "keys", ["gateway", "application"])
    application = service("application", tmp_path / "keys")
    contract_file = tmp_path / "real.json"
    contract_file.write_text(json.dumps(document(application)), encoding="utf-8")
    async with (
        served(application) as upstream,
        standing(
            tmp_path,
            contracts={"application": contract_file},
            upstreams={"application": (upstream,)},
        ) as stand,
    ):
        partner = {"roles": ["partner"], "partner": "partner_01h455vb4pex5vsknk084sn02q"}
        token = stand.token(sub="client-a", **partner)
        read = await stand.ask("GET", "/v1/things/1", token=token)
        again = await stand.ask("GET", "/v1/things/2", token=token)
        key = [("Idempotency-Key", "k-1")]
        used = [await stand.ask("POST", "/v1/things/1/use", key, token=token) for _ in range(2)]
    assert [answer.status for answer in (read, again, *used)] == [200] * 4
    assert read.json() == used[0].json()
    assert read.json()["subject"] == "client-a"
    assert read.json()["partner"] == "01890a5d-ac96-774b-bcce-b302099a8057"
    assert read.json()["acting_service"] == "svc:gateway"
