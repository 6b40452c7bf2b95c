"""Forged, bent and misplaced access tokens at the gateway: one answer to all of them."""

import pytest

from tests import forgery
from tests.api.gateway.stand import Stand, a_forger
from tests.forgery import Forger
from tests.raw_http import RawAnswer

# Names and parameters of the tests must be known before any port is, so the corpora are spelled
# by name here and made when the issuer runs.
LIFETIME_MAX_S = 3600


async def every_answer(stand: Stand, tokens: dict[str, str]) -> dict[str, RawAnswer]:
    """Present each token to a scoped read, with its name."""
    return {
        name: await stand.ask(
            "GET", "/v1/things/thing_1", [("Authorization", f"Bearer {token}")], token=""
        )
        for name, token in tokens.items()
        if _fits_a_header(token)
    }


def _fits_a_header(token: str) -> bool:
    return token.isascii() and token.isprintable() and token != ""


def assert_all_401(answers: dict[str, RawAnswer]) -> None:
    """Assert that all answers are the same 401, and that some were asked for."""
    assert answers
    for name, answer in answers.items():
        assert answer.status == 401, name
        assert answer.code in {"invalid_token", "malformed_authorization"}, name
        assert answer.headers["www-authenticate"].startswith("Bearer "), name
        assert answer.json()["errors"] == [], name


CORPORA = {
    "a1_unsigned": forgery.algorithm_none,
    "a2_symmetric": forgery.symmetric_confusion,
    "a3_algorithm_substring": forgery.algorithm_substrings,
    "a4_missing_claim": forgery.missing_claims,
    "a5_wrong_party": forgery.wrong_parties,
    "a6_wrong_time": lambda forger: forgery.wrong_times(forger, lifetime_max_s=LIFETIME_MAX_S),
    "a7_misshapen": forgery.misshapen_claims,
    "a8_wrong_key_id": forgery.wrong_key_ids,
    "a9_smuggled_header": forgery.smuggled_headers,
    "a10_other_kind": forgery.other_kinds,
    "a11_encrypted": forgery.encrypted_shapes,
    "a12_other_spelling": forgery.other_spellings,
}


@pytest.mark.parametrize("row", CORPORA)
async def test_a1_to_a12_forged_tokens_are_401_and_go_no_further(stand: Stand, row: str) -> None:
    before = len(stand.echo.seen)
    assert_all_401(await every_answer(stand, CORPORA[row](stand.forger)))
    assert len(stand.echo.seen) == before


async def test_a7_deeply_nested_header_is_401(stand: Stand) -> None:
    nested = {name: token for name, token in forgery.misshapen_claims(stand.forger).items()
              if "nested" in name}  # fmt: skip
    assert_all_401(await every_answer(stand, nested))


async def test_a8_token_of_an_issuer_we_do_not_know_is_401(stand: Stand) -> None:
    stranger = a_forger("https://stranger.example")
    assert_all_401(await every_answer(stand, {"stranger": stranger.token()}))


async def test_a10_tokens_without_what_an_access_token_says_are_401(stand: Stand) -> None:
    changes: dict[str, dict[str, object]] = {
        "id token": {"aud": "app", "nonce": "n"},
        "no client": {"client_id": ...},
        "client is a number": {"client_id": 7},
        "no scope": {"scope": ...},
        "scope is a list": {"scope": ["applications:read"]},
        "no roles": {"roles": ...},
        "roles is text": {"roles": "borrower"},
        "roles holds a number": {"roles": ["borrower", 7]},
        "bound to a key we do not see": {"cnf": {"jkt": "abc"}},
        "partner without the role": {"partner": "partner_01h455vb4pex5vsknk084sn02q"},
        "role without the partner": {"roles": ["partner"]},
        "partner is no id": {"roles": ["partner"], "partner": "acme"},
        "reserved subject": {"sub": "anonymous"},
        "system subject": {"sub": "system:relay"},
        "service subject": {"sub": "svc:gateway"},
        "subject with a line break": {"sub": "a\nb"},
    }
    tokens = {name: stand.token(**change) for name, change in changes.items()}
    assert_all_401(await every_answer(stand, tokens))


async def test_a16_keys_planted_in_a_key_set_are_left_out(stand: Stand) -> None:
    """The test issuer's set holds an RSA key; under ES256 it verifies nothing."""
    forger: Forger = stand.forger
    header = forger.header(alg="RS256", kid="rsa-1")
    token = forger.token(header=header, sign=forger.sign_rs256)
    assert_all_401(await every_answer(stand, {"RSA key of the same set": token}))


HEADERS = {
    "lower case": ["bearer {}"],
    "upper case": ["BEARER {}"],
    "no scheme": ["{}"],
    "basic": ["Basic {}"],
    "two spaces": ["Bearer  {}"],
    "tab": ["Bearer\t{}"],
    "comma list": ["Bearer {}, Bearer {}"],
    "twice": ["Bearer {}", "Bearer {}"],
    "another first": ["Basic YTpi", "Bearer {}"],
    "empty": ["Bearer "],
    "scheme alone": ["Bearer"],
    "nothing": [""],
    "quoted": ['Bearer "{}"'],
    "parameter": ["Bearer token={}"],
}


@pytest.mark.parametrize("values", HEADERS.values(), ids=HEADERS.keys())
async def test_a22_only_one_plain_bearer_header_counts(stand: Stand, values: list[str]) -> None:
    token = stand.token()
    headers = [("Authorization", value.replace("{}", token)) for value in values]
    answer = await stand.ask("GET", "/v1/things/thing_1", headers, token="")
    assert (answer.status, answer.code in {"malformed_authorization", "invalid_token"}) == (
        401,
        True,
    )


async def test_a22_a_bad_header_is_401_even_where_no_token_is_needed(stand: Stand) -> None:
    headers = [("Authorization", "Bearer nonsense")]
    assert (await stand.ask("GET", "/v1/products", headers, token="")).status == 401


@pytest.mark.parametrize(
    "name", ["access_token", "token", "Access_Token", "api_key", "password", "client_secret"]
)
async def test_a22_credentials_in_the_query_are_refused(stand: Stand, name: str) -> None:
    answer = await stand.ask("GET", f"/v1/things?limit=5&{name}={stand.token()}", token="")
    assert (answer.status, answer.code) == (400, "credential_in_url")


async def test_a22_credentials_in_a_cookie_are_not_seen(stand: Stand) -> None:
    headers = [("Cookie", f"access_token={stand.token()}; Authorization=Bearer x")]
    answer = await stand.ask("GET", "/v1/things", headers, token="")
    assert (answer.status, answer.code) == (401, "token_required")
    assert "error=" not in answer.headers["www-authenticate"]


async def test_z11_a_reading_token_cannot_write(stand: Stand) -> None:
    token = stand.token(scope="applications:read")
    answer = await stand.ask("DELETE", "/v1/things/thing_1", token=token)
    assert (answer.status, answer.code) == (403, "insufficient_scope")
    assert 'scope="applications:write"' in answer.headers["www-authenticate"]
    assert (await stand.ask("GET", "/v1/things/thing_1", token=token)).status == 200


async def test_z11_a_scope_the_role_does_not_carry_opens_nothing(stand: Stand) -> None:
    token = stand.token(scope="audit:read")
    answer = await stand.ask("GET", "/v1/audit/entry_1", token=token)
    assert (answer.status, answer.code) == (403, "forbidden")
    auditor = stand.token(scope="audit:read", roles=["auditor", "offline_access"])
    assert (await stand.ask("GET", "/v1/audit/entry_1", token=auditor)).status == 200
