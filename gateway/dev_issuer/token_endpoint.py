"""The token endpoint of RFC 6749: passwords for seeded users, client credentials for the rest."""

import base64
import binascii
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from gateway.dev_issuer.identities import PUBLIC_CLIENT, DemoIdentities, DemoIdentity
from gateway.dev_issuer.issuer import LIFETIME_S, DevIssuer
from gateway.limits import Rate, RateLimiter
from services.kit.clock import Clock

FORM_MAX_BYTES: Final = 8 * 1024
FIELDS_MAX: Final = 20
NAME_COUNTED_CHARS: Final = 64
FAILURES: Final = Rate(requests=10, window_s=60)  # wrong secrets per name, from wherever

_FORM: Final = "application/x-www-form-urlencoded"


class GrantRefused(Exception):
    """A refusal in RFC 6749 5.2's words."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status


@dataclass(frozen=True, slots=True)
class _Credentials:
    client_id: str
    client_secret: str


class TokenEndpoint:
    """Answers POST /oauth/token."""

    def __init__(self, issuer: DevIssuer, identities: DemoIdentities, clock: Clock) -> None:
        self._issuer = issuer
        self._clock = clock
        self._identities = identities
        self._failures = RateLimiter("login-failures", FAILURES)

    async def answer(self, request: Request) -> Response:
        """Issue a token or say why not."""
        try:
            form = await _form(request)
            identity = self._authenticated(form, _credentials(request, form))
            scopes = _granted(identity, form.get("scope"))
        except GrantRefused as refused:
            return _refusal(refused)
        return JSONResponse(
            {
                "access_token": self._issuer.token_for(identity, scopes),
                "token_type": "Bearer",
                "expires_in": LIFETIME_S,
                "scope": " ".join(sorted(scopes)),
            },
            headers={"Pragma": "no-cache"},
        )

    def _authenticated(self, form: dict[str, str], client: _Credentials) -> DemoIdentity:
        match form.get("grant_type"):
            case "password":
                return self._user(form, client)
            case "client_credentials":
                return self._client(client)
            case None:
                raise GrantRefused("invalid_request", "grant_type is missing")
            case _:
                raise GrantRefused("unsupported_grant_type", "use password or client_credentials")

    def _user(self, form: dict[str, str], client: _Credentials) -> DemoIdentity:
        if client.client_id not in {"", PUBLIC_CLIENT}:
            raise GrantRefused("unauthorized_client", "this client may not use the password grant")
        if "username" not in form or "password" not in form:
            raise GrantRefused("invalid_request", "username and password are needed")
        self._check_guesses(form["username"])
        user = self._identities.user(form["username"], form["password"])
        if user is None:
            self._count_guess(form["username"])
            raise GrantRefused("invalid_grant", "username or password is wrong")
        return user

    def _client(self, credentials: _Credentials) -> DemoIdentity:
        self._check_guesses(credentials.client_id)
        client = self._identities.client(credentials.client_id, credentials.client_secret)
        if client is None:
            self._count_guess(credentials.client_id)
            raise GrantRefused("invalid_client", "client id or secret is wrong", 401)
        return client

    def _check_guesses(self, name: str) -> None:
        """Raise TooOften while somebody keeps guessing the secret of one name, right or wrong."""
        self._failures.check(_counted(name), now_s=self._clock.now().timestamp())

    def _count_guess(self, name: str) -> None:
        self._failures.take(_counted(name), now_s=self._clock.now().timestamp())


async def _form(request: Request) -> dict[str, str]:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != _FORM:
        raise GrantRefused("invalid_request", f"send {_FORM}")
    octets = bytearray()
    async for piece in request.stream():
        octets += piece
        if len(octets) > FORM_MAX_BYTES:
            raise GrantRefused("invalid_request", "the form is too large")
    try:
        text = octets.decode("ascii")
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=FIELDS_MAX)
    except ValueError as error:
        raise GrantRefused("invalid_request", "the form cannot be read") from error
    form = dict(pairs)
    if len(form) != len(pairs):
        raise GrantRefused("invalid_request", "a field is repeated")
    return form


def _credentials(request: Request, form: dict[str, str]) -> _Credentials:
    """Read the client's own credentials from the header or the form, not from both."""
    header = request.headers.get("authorization")
    if header is None:
        return _Credentials(form.get("client_id", ""), form.get("client_secret", ""))
    if "client_secret" in form:
        raise GrantRefused("invalid_request", "one way of client authentication, not two")
    scheme, _, encoded = header.partition(" ")
    try:
        decoded = base64.b64decode(encoded, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise GrantRefused("invalid_client", "the header cannot be read", 401) from error
    if scheme.lower() != "basic" or ":" not in decoded:
        raise GrantRefused("invalid_client", "only HTTP Basic is understood", 401)
    client_id, _, client_secret = decoded.partition(":")
    return _Credentials(unquote_plus(client_id), unquote_plus(client_secret))


def _granted(identity: DemoIdentity, asked: str | None) -> frozenset[str]:
    """Return what was asked for and may be had; asking for nothing asks for everything."""
    if not asked:
        return identity.scopes
    granted = identity.scopes & frozenset(asked.split(" "))
    if not granted:
        raise GrantRefused("invalid_scope", "none of these scopes is yours")
    return granted


def _counted(name: str) -> str:
    return name[:NAME_COUNTED_CHARS]


def _refusal(refused: GrantRefused) -> Response:
    challenge = (
        {"WWW-Authenticate": 'Basic realm="xiaowei"'} if refused.error == "invalid_client" else {}
    )
    return JSONResponse(
        {"error": refused.error, "error_description": refused.description},
        status_code=refused.status,
        headers=challenge,
    )
