"""Signing and verifying JSON Web Tokens: the one file that knows python-jose.

python-jose 3.5 has no RSA-PSS, so an issuer signs with RS256 or ES256. What the library leaves
open (it ignores `kid` and `crit`, a future `iat`, an absent `exp`, and lets TypeError,
OverflowError and RecursionError out) is closed here and in `token_shape`.
"""

import base64
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from jose import jwk
from jose import jwt as jose_jwt
from jose.backends.base import Key
from jose.backends.cryptography_backend import CryptographyECKey, CryptographyRSAKey
from jose.exceptions import ExpiredSignatureError, JWTError

from services.kit.token_shape import TokenFault, TokenRefused, read_header

RS256: Final = "RS256"
ES256: Final = "ES256"
RSA_MODULUS_MIN_BITS: Final = 2048
RSA_MODULUS_MAX_BITS: Final = 8192
RSA_EXPONENT_MIN: Final = 65537
EPOCH_S_MAX: Final = 253_402_300_799  # the last second of year 9999

_KEY_TYPE: Final[Mapping[str, str]] = {RS256: "RSA", ES256: "EC"}
_PRIVATE_MEMBERS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_REQUIRED: Final = ("exp", "iat", "aud", "iss", "sub", "jti")


class KeyRefused(Exception):
    """A JSON Web Key is not one we sign or verify with; the message says which rule it broke."""


@dataclass(frozen=True, slots=True)
class VerificationKey:
    """A public key, built and checked once; `algorithm` is the only one it verifies."""

    key_id: str
    algorithm: str
    key: Key


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private ES256 key, built once, since building costs hundreds of signatures."""

    key_id: str
    key: Key


@dataclass(frozen=True, slots=True)
class TokenProfile:
    """What one issuer's tokens must say, compared exactly. Times in seconds."""

    issuer: str
    audience: str
    algorithm: str
    typ: str
    lifetime_max_s: int
    expiry_leeway_s: int
    issued_ahead_max_s: int


def assert_trusted_backend() -> None:
    """Refuse to start on python-jose's pure-Python backends or with its JWE code loaded."""
    for algorithm, expected in ((RS256, CryptographyRSAKey), (ES256, CryptographyECKey)):
        if jwk.get_key(algorithm) is not expected:
            raise RuntimeError(f"python-jose does not use cryptography for {algorithm}")
    for module in ("ecdsa", "jose.jwe"):
        if module in sys.modules:
            raise RuntimeError(f"{module} is loaded; tokens are verified with cryptography only")


def verification_key(key_members: Mapping[str, Any], *, algorithm: str) -> VerificationKey:
    """Build a public key from its JWK. Raises KeyRefused for any key that is not plainly right."""
    key_id = key_members.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise KeyRefused("kid is missing")
    if not _PRIVATE_MEMBERS.isdisjoint(key_members):
        raise KeyRefused("private or symmetric key material")
    return VerificationKey(key_id, algorithm, _constructed(key_members, algorithm))


def signing_key(key_members: Mapping[str, Any]) -> SigningKey:
    """Build an ES256 private key from its JWK. Raises KeyRefused."""
    key_id = key_members.get("kid")
    if not isinstance(key_id, str) or not key_id:
        raise KeyRefused("kid is missing")
    if not isinstance(key_members.get("d"), str):
        raise KeyRefused("not a private key")
    return SigningKey(key_id, _constructed(key_members, ES256))


def sign(claims: Mapping[str, Any], *, key: SigningKey, typ: str) -> str:
    """Return the compact ES256 token over `claims`."""
    headers = {"typ": typ, "kid": key.key_id}
    return jose_jwt.encode(dict(claims), key.key, algorithm=ES256, headers=headers)


def verify(
    token: str, keys: Mapping[str, VerificationKey], profile: TokenProfile, *, now_s: float
) -> Mapping[str, Any]:
    """Return the claims of a token that `profile` accepts. Raises TokenRefused, nothing else."""
    try:
        return _verified(token, keys, profile, now_s)
    except TokenRefused:
        raise
    except Exception as error:  # whatever a hostile token makes a parser raise is a refusal
        raise TokenRefused(TokenFault.MALFORMED) from error


def _verified(
    token: str, keys: Mapping[str, VerificationKey], profile: TokenProfile, now_s: float
) -> Mapping[str, Any]:
    header = read_header(token)
    if header.algorithm != profile.algorithm:
        raise TokenRefused(TokenFault.ALGORITHM)
    if header.typ != profile.typ:
        raise TokenRefused(TokenFault.TYPE)
    key = keys.get(header.key_id)
    if key is None or key.algorithm != profile.algorithm:
        raise TokenRefused(TokenFault.KEY_UNKNOWN)
    claims = _signed_claims(token, key, profile)
    _check_parties(claims, profile)
    _check_times(claims, profile, now_s)
    return claims


def _signed_claims(token: str, key: VerificationKey, profile: TokenProfile) -> dict[str, Any]:
    # Parties and times are judged again below: the library also takes an audience inside a list,
    # an `iat` in the future, an `exp` in year 30 million, and reads its own clock.
    options: dict[str, bool | int] = {f"require_{name}": True for name in _REQUIRED}
    options["leeway"] = max(profile.expiry_leeway_s, profile.issued_ahead_max_s)
    try:
        return jose_jwt.decode(
            token,
            key.key,
            algorithms=[profile.algorithm],
            audience=profile.audience,
            issuer=profile.issuer,
            options=options,
        )
    except ExpiredSignatureError as error:
        raise TokenRefused(TokenFault.EXPIRED) from error
    except JWTError as error:
        raise TokenRefused(_fault_of(error)) from error


def _fault_of(error: JWTError) -> TokenFault:
    text = str(error)
    if "missing required key" in text:
        return TokenFault.CLAIM_MISSING
    if "ignature" in text:
        return TokenFault.SIGNATURE
    return TokenFault.CLAIM_FORM


def _check_parties(claims: Mapping[str, Any], profile: TokenProfile) -> None:
    if claims["iss"] != profile.issuer:
        raise TokenRefused(TokenFault.ISSUER)
    if claims["aud"] != profile.audience:
        raise TokenRefused(TokenFault.AUDIENCE)
    for name in ("sub", "jti"):
        if not isinstance(claims[name], str) or not claims[name]:
            raise TokenRefused(TokenFault.CLAIM_FORM)


def _check_times(claims: Mapping[str, Any], profile: TokenProfile, now_s: float) -> None:
    issued_s, expires_s = _epoch_s(claims, "iat"), _epoch_s(claims, "exp")
    if expires_s + profile.expiry_leeway_s <= now_s:
        raise TokenRefused(TokenFault.EXPIRED)
    if issued_s > now_s + profile.issued_ahead_max_s:
        raise TokenRefused(TokenFault.NOT_YET_VALID)
    if "nbf" in claims and _epoch_s(claims, "nbf") > now_s + profile.issued_ahead_max_s:
        raise TokenRefused(TokenFault.NOT_YET_VALID)
    if not 0 < expires_s - issued_s <= profile.lifetime_max_s:
        raise TokenRefused(TokenFault.LIFETIME)


def _epoch_s(claims: Mapping[str, Any], name: str) -> int:
    if name not in claims:
        raise TokenRefused(TokenFault.CLAIM_MISSING)
    value = claims[name]
    if type(value) is not int or not 0 <= value <= EPOCH_S_MAX:  # bool is an int to isinstance
        raise TokenRefused(TokenFault.CLAIM_FORM)
    return value


def _constructed(key_members: Mapping[str, Any], algorithm: str) -> Key:
    if key_members.get("kty") != _KEY_TYPE.get(algorithm):
        raise KeyRefused("key type does not fit the algorithm")
    if key_members.get("alg", algorithm) != algorithm:
        raise KeyRefused("key is meant for another algorithm")
    if key_members.get("use", "sig") != "sig":
        raise KeyRefused("key is not meant for signatures")
    if algorithm == ES256 and key_members.get("crv") != "P-256":
        raise KeyRefused("ES256 needs curve P-256")
    if algorithm == RS256:
        _check_rsa_strength(key_members)
    try:
        return jwk.construct(dict(key_members), algorithm)
    except Exception as error:  # a point off the curve, broken base64, a member of another type
        raise KeyRefused("key material is not valid") from error


def _check_rsa_strength(key_members: Mapping[str, Any]) -> None:
    modulus, exponent = (_unsigned(key_members.get(name)) for name in ("n", "e"))
    if not RSA_MODULUS_MIN_BITS <= modulus.bit_length() <= RSA_MODULUS_MAX_BITS:
        raise KeyRefused("RSA modulus is too small or too large")
    if exponent < RSA_EXPONENT_MIN or exponent % 2 == 0:
        raise KeyRefused("RSA exponent is weak")


def _unsigned(member: object) -> int:
    if not isinstance(member, str):
        raise KeyRefused("key material is not valid")
    try:
        return int.from_bytes(base64.urlsafe_b64decode(member + "=" * (-len(member) % 4)))
    except ValueError as error:
        raise KeyRefused("key material is not valid") from error
