"""The one adapter of python-jose against a corpus of forged tokens and planted keys."""

import sys
import time
from collections.abc import Mapping
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from services.kit.jwt import (
    ES256,
    RS256,
    KeyRefused,
    TokenProfile,
    assert_trusted_backend,
    sign,
    signing_key,
    verification_key,
    verify,
)
from services.kit.service_keys import new_private_jwk, public_half
from services.kit.token_shape import TokenFault, TokenRefused
from tests import forgery
from tests.forgery import Forger, b64, rsa_jwk

FORGER = Forger(issuer="https://issuer.example", audience="xiaowei", typ="at+jwt")
LIFETIME_MAX_S = 3600
PROFILE = TokenProfile(
    issuer=FORGER.issuer,
    audience=FORGER.audience,
    algorithm=ES256,
    typ=FORGER.typ,
    lifetime_max_s=LIFETIME_MAX_S,
    expiry_leeway_s=30,
    issued_ahead_max_s=30,
)
KEYS = {
    "ec-1": verification_key(FORGER.ec_jwk, algorithm=ES256),
    "rsa-1": verification_key(FORGER.rsa_jwk, algorithm=RS256),
}


def check(token: str, profile: TokenProfile = PROFILE) -> Mapping[str, Any]:
    """Verify at this moment."""
    return verify(token, KEYS, profile, now_s=time.time())  # noqa: TID251 - the wall clock


def refused(tokens: Mapping[str, str]) -> list[Any]:
    """Return one test case per token."""
    return [pytest.param(token, id=name) for name, token in tokens.items()]


def assert_refused(token: str) -> TokenFault:
    """Assert that the token is refused by the one exception callers know, and return why."""
    with pytest.raises(TokenRefused) as caught:
        check(token)
    return caught.value.fault


def test_a_good_es256_token_is_read() -> None:
    assert check(FORGER.token())["sub"] == "borrower"


def test_a_good_rs256_token_is_read_under_an_rs256_profile() -> None:
    header = FORGER.header(alg="RS256", kid="rsa-1")
    token = FORGER.token(header=header, sign=FORGER.sign_rs256)
    profile = TokenProfile(FORGER.issuer, FORGER.audience, RS256, FORGER.typ, 3600, 30, 30)
    assert check(token, profile)["sub"] == "borrower"


def test_what_we_sign_we_verify() -> None:
    members = new_private_jwk(key_id="svc:test")
    token = sign(FORGER.claims(), key=signing_key(members), typ=FORGER.typ)
    keys = {"svc:test": verification_key(public_half(members), algorithm=ES256)}
    assert verify(token, keys, PROFILE, now_s=time.time())["jti"]  # noqa: TID251


@pytest.mark.parametrize("token", refused(forgery.algorithm_none(FORGER)))
def test_a1_unsigned_or_wrongly_signed_token_is_refused(token: str) -> None:
    assert_refused(token)


@pytest.mark.parametrize("token", refused(forgery.symmetric_confusion(FORGER)))
def test_a2_public_key_as_hmac_secret_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.ALGORITHM


@pytest.mark.parametrize("token", refused(forgery.algorithm_substrings(FORGER)))
def test_a3_algorithm_names_are_compared_whole(token: str) -> None:
    assert assert_refused(token) is TokenFault.ALGORITHM


@pytest.mark.parametrize("token", refused(forgery.missing_claims(FORGER)))
def test_a4_missing_claim_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.CLAIM_MISSING


@pytest.mark.parametrize("token", refused(forgery.wrong_parties(FORGER)))
def test_a5_inexact_audience_or_issuer_is_refused(token: str) -> None:
    assert_refused(token)


@pytest.mark.parametrize(
    "token", refused(forgery.wrong_times(FORGER, lifetime_max_s=LIFETIME_MAX_S))
)
def test_a6_wrong_times_are_refused(token: str) -> None:
    assert_refused(token)


@pytest.mark.parametrize("token", refused(forgery.misshapen_claims(FORGER)))
def test_a7_misshapen_token_is_refused_by_the_one_exception(token: str) -> None:
    assert_refused(token)


@pytest.mark.parametrize("token", refused(forgery.wrong_key_ids(FORGER)))
def test_a8_key_id_is_looked_up_exactly(token: str) -> None:
    assert_refused(token)


@pytest.mark.parametrize("token", refused(forgery.smuggled_headers(FORGER)))
def test_a9_token_that_brings_its_own_key_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.HEADER_FORBIDDEN


@pytest.mark.parametrize("token", refused(forgery.other_kinds(FORGER)))
def test_a10_other_kind_of_token_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.TYPE


@pytest.mark.parametrize("token", refused(forgery.encrypted_shapes(FORGER)))
def test_a11_encrypted_or_cut_token_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.MALFORMED


def test_a11_encryption_code_is_never_loaded() -> None:
    assert_trusted_backend()
    assert "jose.jwe" not in sys.modules


def test_a11_start_is_refused_when_encryption_code_is_loaded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "jose.jwe", sys)
    with pytest.raises(RuntimeError, match=r"jose\.jwe"):
        assert_trusted_backend()


@pytest.mark.parametrize("token", refused(forgery.other_spellings(FORGER)))
def test_a12_other_spelling_of_a_good_token_is_refused(token: str) -> None:
    assert assert_refused(token) is TokenFault.MALFORMED


def _small_rsa() -> dict[str, Any]:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - meant
    return rsa_jwk(weak, key_id="small")


PLANTED = {
    "symmetric": (ES256, {"kty": "oct", "kid": "k", "k": b64(b"secret"), "alg": "HS256"}),
    "symmetric for RSA": (RS256, {"kty": "oct", "kid": "k", "k": b64(b"secret")}),
    "private EC": (ES256, new_private_jwk(key_id="private")),
    "weak RSA": (RS256, _small_rsa()),
    "weak exponent": (RS256, FORGER.rsa_jwk | {"e": b64(b"\x03")}),
    "even exponent": (RS256, FORGER.rsa_jwk | {"e": b64(b"\x01\x00\x02")}),
    "wrong type": (ES256, FORGER.rsa_jwk),
    "wrong algorithm": (ES256, FORGER.ec_jwk | {"alg": "ES384"}),
    "for encryption": (ES256, FORGER.ec_jwk | {"use": "enc"}),
    "wrong curve": (ES256, FORGER.ec_jwk | {"crv": "P-384"}),
    "point off the curve": (ES256, FORGER.ec_jwk | {"x": b64(bytes(31) + b"\x01")}),
    "no coordinates": (ES256, {"kty": "EC", "kid": "k", "crv": "P-256"}),
    "no kid": (ES256, {name: v for name, v in FORGER.ec_jwk.items() if name != "kid"}),
    "number as coordinate": (ES256, FORGER.ec_jwk | {"x": 7}),
    "modulus is no text": (RS256, FORGER.rsa_jwk | {"n": None}),
    "modulus is no base64": (RS256, FORGER.rsa_jwk | {"n": "é"}),
    "nothing": (ES256, {}),
}


@pytest.mark.parametrize(("algorithm", "members"), PLANTED.values(), ids=PLANTED.keys())
def test_a16_planted_key_is_refused_at_load(algorithm: str, members: dict[str, Any]) -> None:
    with pytest.raises(KeyRefused):
        verification_key(members, algorithm=algorithm)


def test_a16_public_key_cannot_sign() -> None:
    with pytest.raises(KeyRefused):
        signing_key(FORGER.ec_jwk)


def test_a_key_of_another_issuer_does_not_verify() -> None:
    other = Forger(
        FORGER.issuer, FORGER.audience, FORGER.typ, ec.generate_private_key(ec.SECP256R1())
    )
    assert assert_refused(other.token()) is TokenFault.SIGNATURE
