"""Tokens an attacker would try, made with a crypto library alone, so that no rule stops them."""

import base64
import hmac
import json
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from tests.json_text import Verbatim, json_text

ISSUED_AT_KEY: Final = "iat"
Claims = dict[str, Any]
Signer = Callable[[bytes], bytes]


def b64(octets: bytes) -> str:
    """Return base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


@dataclass(frozen=True)
class Forger:
    """An issuer under the test's control: its keys, what it normally says, and how to bend it."""

    issuer: str
    audience: str
    typ: str
    ec_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    rsa_key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    extra: Claims = field(default_factory=dict)
    key_id: str = "ec-1"

    def claims(self, **changes: Any) -> Claims:
        """Return good claims with `changes`; a change to `...` leaves the claim out."""
        now_s = int(time.time())  # noqa: TID251 - tokens live by the wall clock
        claims: Claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": "borrower",
            "jti": "0123456789abcdef",
            "iat": now_s,
            "exp": now_s + 60,
            **self.extra,
        }
        return {name: value for name, value in {**claims, **changes}.items() if value is not ...}

    def header(self, **changes: Any) -> Claims:
        """Return a good ES256 header with `changes`; a change to `...` leaves the member out."""
        header = {"alg": "ES256", "kid": self.key_id, "typ": self.typ} | changes
        return {name: value for name, value in header.items() if value is not ...}

    def token(
        self,
        claims: Mapping[str, Any] | Verbatim | None = None,
        header: Mapping[str, Any] | Verbatim | None = None,
        sign: Signer | None = None,
    ) -> str:
        """Return a token over anything, signed by the issuer's EC key unless told otherwise."""
        head = b64(json_text(self.header() if header is None else header))
        body = b64(json_text(self.claims() if claims is None else claims))
        return f"{head}.{body}.{b64((sign or self.sign_es256)(f'{head}.{body}'.encode()))}"

    def sign_es256(self, message: bytes) -> bytes:
        """Sign as ES256 does."""
        return es256(self.ec_key, message)

    def sign_rs256(self, message: bytes) -> bytes:
        """Sign as RS256 does."""
        return self.rsa_key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    @property
    def jwks(self) -> Claims:
        """The issuer's public keys: `ec-1` and `rsa-1`."""
        return {"keys": [self.ec_jwk, self.rsa_jwk]}

    @property
    def ec_jwk(self) -> Claims:
        """The public EC key as a JWK."""
        point = self.ec_key.public_key().public_numbers()
        return {
            "kty": "EC", "crv": "P-256", "use": "sig", "kid": self.key_id, "alg": "ES256",
            "x": b64(point.x.to_bytes(32)), "y": b64(point.y.to_bytes(32)),
        }  # fmt: skip

    @property
    def rsa_jwk(self) -> Claims:
        """The public RSA key as a JWK."""
        return rsa_jwk(self.rsa_key, key_id="rsa-1")

    def public_encodings(self) -> dict[str, bytes]:
        """Return every way the two public keys are written down, each a tempting HMAC secret."""
        encodings: dict[str, bytes] = {}
        for name, key in (("ec", self.ec_key.public_key()), ("rsa", self.rsa_key.public_key())):
            info = serialization.PublicFormat.SubjectPublicKeyInfo
            pem = key.public_bytes(serialization.Encoding.PEM, info)
            encodings[f"{name}-pem"] = pem
            encodings[f"{name}-pem-stripped"] = pem.strip()
            encodings[f"{name}-der"] = key.public_bytes(serialization.Encoding.DER, info)
            encodings[f"{name}-ssh"] = key.public_bytes(
                serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
            )
        encodings["ec-jwk"] = json.dumps(self.ec_jwk).encode()
        encodings["rsa-jwk"] = json.dumps(self.rsa_jwk).encode()
        encodings["jwks"] = json.dumps(self.jwks).encode()
        encodings["empty"] = b""
        return encodings


def es256(key: ec.EllipticCurvePrivateKey, message: bytes) -> bytes:
    """Sign with an EC key as RFC 7518 3.4 writes it: r and s side by side."""
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32) + s.to_bytes(32)


def rsa_jwk(key: rsa.RSAPrivateKey, *, key_id: str) -> Claims:
    """Return the public half of an RSA key as a JWK."""
    numbers = key.public_key().public_numbers()
    modulus = numbers.n.to_bytes((numbers.n.bit_length() + 7) // 8)
    return {
        "kty": "RSA", "use": "sig", "kid": key_id, "alg": "RS256",
        "n": b64(modulus), "e": b64(numbers.e.to_bytes(3)),
    }  # fmt: skip


def hmac_signer(secret: bytes, digest: str) -> Signer:
    """Return a signer as HS256 and its sisters sign."""
    return lambda message: hmac.new(secret, message, digest).digest()


def algorithm_none(forger: Forger) -> dict[str, str]:
    """A1: tokens that ask not to be verified."""
    tokens = {
        f"alg {algorithm!r}": forger.token(
            header=forger.header(alg=algorithm), sign=lambda _: b"\x00"
        )
        for algorithm in ("none", "None", "NONE", "nOnE", "", None, 0, ["ES256"], "HS256")
    }
    unsigned = forger.token().rsplit(".", 1)[0]
    for algorithm in ("none", "ES256"):
        head = b64(json_text(forger.header(alg=algorithm)))
        body = unsigned.split(".")[1]
        tokens[f"{algorithm} with an empty signature"] = f"{head}.{body}."
        tokens[f"{algorithm} without a signature"] = f"{head}.{body}"
    tokens["alg left out"] = forger.token(header=forger.header(alg=...))
    tokens["signature of zeros"] = forger.token(sign=lambda _: bytes(64))
    tokens["another key"] = forger.token(
        sign=lambda message: es256(ec.generate_private_key(ec.SECP256R1()), message)
    )
    return tokens


def symmetric_confusion(forger: Forger) -> dict[str, str]:
    """A2: HMACs keyed with the public key, in every way it can be written."""
    digests = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
    return {
        f"{algorithm} {name} {kid}": forger.token(
            header=forger.header(alg=algorithm, kid=kid), sign=hmac_signer(secret, digest)
        )
        for algorithm, digest in digests.items()
        for name, secret in forger.public_encodings().items()
        for kid in (forger.key_id, "rsa-1")
    }


def algorithm_substrings(forger: Forger) -> dict[str, str]:
    """A3: algorithm names that are part of an allowed one, or hold one."""
    names = ("E", "ES", "S256", "256", "ES2", "ES256 ", " ES256", "es256", "ES256,RS256", "ES25")
    return {name: forger.token(header=forger.header(alg=name)) for name in names} | {
        "RS256 with the RSA key": forger.token(
            header=forger.header(alg="RS256", kid="rsa-1"), sign=forger.sign_rs256
        ),
        "ES384": forger.token(header=forger.header(alg="ES384")),
    }


def missing_claims(forger: Forger) -> dict[str, str]:
    """A4: each needed claim left out."""
    names = ("exp", "aud", "iss", "sub", "iat", "jti")
    return {name: forger.token(forger.claims(**{name: ...})) for name in names}


def wrong_parties(forger: Forger) -> dict[str, str]:
    """A5: audience and issuer that are almost right."""
    audience, issuer = forger.audience, forger.issuer
    audiences: tuple[Any, ...] = (
        "other", [audience], [audience, "other"], audience[:-1], audience + "x", audience.upper(),
        f" {audience}", "", None, 7, {}, True,
    )  # fmt: skip
    issuers: tuple[Any, ...] = (
        "https://evil.example", [issuer], issuer + "/", issuer[:-1], issuer.upper(), f"{issuer} ",
        "", None, 7, {},
    )  # fmt: skip
    return {f"aud {value!r}": forger.token(forger.claims(aud=value)) for value in audiences} | {
        f"iss {value!r}": forger.token(forger.claims(iss=value)) for value in issuers
    }


def wrong_times(forger: Forger, *, lifetime_max_s: int) -> dict[str, str]:
    """A6: too old, too new, too long."""
    now_s = int(forger.claims()[ISSUED_AT_KEY])
    changes: dict[str, Claims] = {
        "expired": {"iat": now_s - 200, "exp": now_s - 100},
        "expires before it is issued": {"iat": now_s, "exp": now_s - 1},
        "never lived": {"iat": now_s, "exp": now_s},
        "not yet valid": {"nbf": now_s + 300},
        "issued tomorrow": {"iat": now_s + 86_400, "exp": now_s + 86_460},
        "ends in year thirty million": {"exp": 946_684_800_000_000},
        "ends beyond every clock": {"exp": 10**40},
        "lives too long": {"exp": now_s + lifetime_max_s + 1},
        "issued before time began": {"iat": -1},
    }
    return {name: forger.token(forger.claims(**change)) for name, change in changes.items()}


def misshapen_claims(forger: Forger) -> dict[str, str]:
    """A7: values that make parsers raise what nobody expected, and headers nested without end."""
    odd: tuple[Any, ...] = (
        *(None, [1], {}, "soon", "", True, 1e400, 1.5),
        *(Verbatim("NaN"), Verbatim("-Infinity"), Verbatim("9" * 400), Verbatim("1e999")),
    )
    tokens = {
        f"{name} {value}"[:60]: forger.token(forger.claims(**{name: value}))
        for name in ("exp", "iat", "nbf")
        for value in odd
    }
    for name in ("sub", "jti"):
        for value in list[Any]((None, 7, [], {}, "", True)):
            tokens[f"{name} {value!r}"] = forger.token(forger.claims(**{name: value}))
    for depth in (100, 360, 5000):
        nested = "[" * depth + "]" * depth
        tokens[f"header nested {depth}"] = forger.token(
            header=Verbatim(
                f'{{"alg":"ES256","kid":"{forger.key_id}","typ":"{forger.typ}","x":{nested}}}'
            )
        )
        tokens[f"claims nested {depth}"] = forger.token(Verbatim(nested))
    for text in ("", "null", "[]", "7", '"text"', "{", "\ud83d", '{"alg":"ES256"', "{}"):
        tokens[f"header {text!r}"] = forger.token(header=Verbatim(text))
        tokens[f"claims {text!r}"] = forger.token(Verbatim(text))
    tokens["two algorithms"] = forger.token(
        header=Verbatim(
            f'{{"alg":"none","alg":"ES256","kid":"{forger.key_id}","typ":"{forger.typ}"}}'
        )
    )
    tokens["header too long"] = forger.token(header=forger.header(x="x" * 1024))
    tokens["token too long"] = forger.token(forger.claims(x="x" * 8192))
    return tokens


def wrong_key_ids(forger: Forger) -> dict[str, str]:
    """A8: key ids that are missing, foreign, or that something might look up elsewhere."""
    ids: tuple[Any, ...] = (
        ..., None, "", 7, [], {}, "ec-2", "EC-1", "ec-1 ", "rsa-1", "../../dev/null", "/etc/passwd",
        "' OR 1=1 --", "https://evil.example/jwks.json", "file:///dev/null", "ec-1\x00", "x" * 600,
        "x" * 10_000,
    )  # fmt: skip
    return {f"kid {kid!r}"[:60]: forger.token(header=forger.header(kid=kid)) for kid in ids}


def smuggled_headers(forger: Forger) -> dict[str, str]:
    """A9: tokens that bring their own key, point at one, or ask for a meaning nobody implements."""
    own = ec.generate_private_key(ec.SECP256R1())
    own_jwk = Forger(forger.issuer, forger.audience, forger.typ, ec_key=own).ec_jwk
    headers: dict[str, Claims] = {
        "jwk": {"jwk": own_jwk},
        "jku": {"jku": "https://evil.example/jwks.json"},
        "x5u": {"x5u": "https://evil.example/cert.pem"},
        "x5c": {"x5c": ["MIIB"]},
        "x5t": {"x5t": "abc"},
        "crit": {"crit": ["exp"], "exp": 1},
        "crit empty": {"crit": []},
        "b64": {"b64": False, "crit": ["b64"]},
        "b64 alone": {"b64": True},
        "zip": {"zip": "DEF"},
    }
    tokens = {name: forger.token(header=forger.header(**more)) for name, more in headers.items()}
    tokens["jwk that really signed"] = forger.token(
        header=forger.header(jwk=own_jwk), sign=lambda message: es256(own, message)
    )
    return tokens


def other_kinds(forger: Forger) -> dict[str, str]:
    """A10: tokens of the same issuer and key that are not access tokens."""
    types: tuple[Any, ...] = (
        *("JWT", "jwt", "", "id+jwt", "refresh+jwt", "application/" + forger.typ, "AT+JWT"),
        *("svc+jwt" if forger.typ == "at+jwt" else "at+jwt", None, 7, ...),
    )
    return {f"typ {typ!r}": forger.token(header=forger.header(typ=typ)) for typ in types}


def encrypted_shapes(forger: Forger) -> dict[str, str]:
    """A11: five parts, compressed bombs, and other numbers of parts."""
    head = b64(b'{"alg":"dir","enc":"A256GCM","zip":"DEF"}')
    bomb = b64(zlib.compress(bytes(4_000_000)))
    good = forger.token()
    return {
        "five parts": f"{head}.{b64(b'k')}.{b64(b'iv')}.{b64(b'text')}.{b64(b'tag')}",
        "compressed bomb": f"{head}..{b64(b'iv')}.{bomb[:4000]}.{b64(b'tag')}",
        "four parts": f"{good}.{b64(b'x')}",
        "two parts": good.rsplit(".", 1)[0],
        "one part": good.split(".", maxsplit=1)[0],
        "dots only": "..",
        "nothing": "",
    }


def other_spellings(forger: Forger) -> dict[str, str]:
    """A12: a good token in spellings a lenient decoder would take as the same."""
    good = forger.token()
    head, body, signature = good.split(".")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # 64 bytes are 85 characters and two bits: the last character has four bits to play with.
    twin = alphabet[alphabet.index(signature[-1]) ^ 1]
    return {
        "padding": f"{good}==",
        "padded header": f"{head}=.{body}.{signature}",
        "junk in the signature": f"{head}.{body}.{signature[:10]}!{signature[10:]}",
        "junk in the body": f"{head}.{body[:4]}*{body[4:]}.{signature}",
        "line break at the end": f"{good}\n",
        "space inside": f"{head}.{body} .{signature}",
        "stray bits in the last character": f"{head}.{body}.{signature[:-1]}{twin}",
        "plus and slash": f"{head}.{body}.{'+/' + signature[2:]}",
        "arabic digits": f"{head}.{body}.{signature[:-1]}\u0661",
    }
