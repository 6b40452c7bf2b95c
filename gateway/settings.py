"""What the gateway is told from outside, refused at start when it does not hold together."""

from ipaddress import IPv4Network, IPv6Network, ip_address
from itertools import permutations
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_settings import SettingsConfigDict

from services.kit.settings import Port, ServingSettings

SERVICES: Final = ("application", "underwriting", "disbursement", "repayment")
DEV_ISSUER_KEY: Final = "dev-issuer"
AUDIENCE: Final = "xiaowei"

PerMinute = Annotated[int, Field(ge=0, le=100_000_000)]  # 0: no limit


class IssuerSettings(BaseModel):
    """One OpenID Connect issuer whose access tokens are taken, and what they must say.

    `clients` empty takes any client the issuer vouches for. `subject_prefix` keeps the subjects
    of several issuers apart: none may be the beginning of another, as nothing would be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: str = Field(min_length=1, max_length=512)
    jwks_uri: str = Field(min_length=1, max_length=512)
    algorithm: Literal["RS256", "ES256"]
    audience: str = Field(default=AUDIENCE, min_length=1)
    typ: str = "at+jwt"
    clients: frozenset[str] = frozenset()
    client_claim: str = "client_id"
    roles_claim: str = "roles"
    scope_claim: str = "scope"
    partner_claim: str = "partner"
    subject_prefix: str = Field(default="", pattern=r"^[a-z0-9-]*:?$", max_length=32)


class RateSettings(BaseModel):
    """Requests per minute and process.

    `ip`, `login` and `callback` are per address; the others per client and subject, or per address
    of who has no login.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    ip: PerMinute = 12_000
    standard: PerMinute = 6_000
    search: PerMinute = 1_200
    money: PerMinute = 600
    login: PerMinute = 600
    callback: PerMinute = 12_000


class GatewaySettings(ServingSettings):
    """Every variable is GATEWAY_<NAME>; maps and lists of more than one part are JSON."""

    model_config = SettingsConfigDict(env_prefix="GATEWAY_")

    port: Port = 8080
    ops_port: Port = 9080
    public_url: str = "http://127.0.0.1:8080"

    keys_dir: Path = Path(".local/keys")
    upstreams: dict[str, tuple[str, ...]]
    contracts: dict[str, Path] = Field(
        default_factory=lambda: {name: Path(f"services/{name}/openapi.json") for name in SERVICES}
    )
    readiness_urls: dict[str, str] = Field(default_factory=dict)

    issuers: tuple[IssuerSettings, ...] = ()
    dev_issuer: bool = False
    reference: bool | None = None  # the /docs page; None: in development only

    hosts: frozenset[str] = frozenset()  # Host headers served; empty: any
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()
    rates: RateSettings = RateSettings()
    concurrency_max: int = Field(default=2048, ge=1, le=100_000)
    upstream_timeout_s: int = Field(default=15, ge=1, le=120)
    idle_connection_s: float = Field(default=4, gt=0, le=60)

    @property
    def is_development(self) -> bool:
        """Whether conveniences that production refuses are allowed."""
        return self.environment == "development"

    @property
    def serves_reference(self) -> bool:
        """Whether /docs and /openapi.json are served."""
        return self.is_development if self.reference is None else self.reference

    @property
    def known_issuers(self) -> tuple[IssuerSettings, ...]:
        """The configured issuers and, in development, our own."""
        return (*self.issuers, self._own_issuer()) if self.dev_issuer else self.issuers

    @model_validator(mode="after")
    def _check_development_only(self) -> Self:
        if self.is_development:
            return self
        if self.dev_issuer:
            raise ValueError("GATEWAY_DEV_ISSUER is for development only")
        if self.reference:
            raise ValueError("GATEWAY_REFERENCE is for development only")
        if (self.keys_dir / f"{DEV_ISSUER_KEY}.private.jwk.json").exists():
            raise ValueError("GATEWAY_KEYS_DIR holds a development issuer's key")
        return self

    @model_validator(mode="after")
    def _check_issuers(self) -> Self:
        if not self.known_issuers:
            raise ValueError("GATEWAY_ISSUERS is empty: nobody could log in")
        if self.dev_issuer and not _is_loopback(self.host):
            raise ValueError("GATEWAY_DEV_ISSUER needs GATEWAY_HOST to be a loopback address")
        for issuer in self.known_issuers:
            for url in (issuer.issuer, issuer.jwks_uri):
                self._check_issuer_url(url)
        names = [issuer.issuer for issuer in self.known_issuers]
        if len(set(names)) < len(names):
            raise ValueError("GATEWAY_ISSUERS need distinct issuers")
        prefixes = [issuer.subject_prefix for issuer in self.known_issuers]
        if any(other.startswith(one) for one, other in permutations(prefixes, 2)):
            raise ValueError("GATEWAY_ISSUERS: one subject_prefix is the beginning of another")
        return self

    @model_validator(mode="after")
    def _check_addresses(self) -> Self:
        for name in self.upstreams:
            if name not in self.contracts:
                raise ValueError("GATEWAY_UPSTREAMS names a service without a contract")
        for name in self.contracts:
            if not self.upstreams.get(name):
                raise ValueError(f"GATEWAY_UPSTREAMS has no address for {name}")
        for addresses in self.upstreams.values():
            for address in addresses:
                _check_origin("GATEWAY_UPSTREAMS", address)
        for origin in self.cors_origins:
            _check_origin("GATEWAY_CORS_ORIGINS", origin)
        return self

    def _check_issuer_url(self, url: str) -> None:
        parts = urlsplit(url)
        local = (
            self.is_development and parts.scheme == "http" and _is_loopback(parts.hostname or "")
        )
        if (parts.scheme != "https" and not local) or not parts.hostname or parts.username:
            raise ValueError("GATEWAY_ISSUERS takes https addresses only")

    def _own_issuer(self) -> IssuerSettings:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return IssuerSettings(
            issuer=self.public_url,
            jwks_uri=f"http://{host}:{self.port}/oauth/jwks.json",
            algorithm="ES256",
            subject_prefix="dev:" if self.issuers else "",
        )


def _check_origin(variable: str, address: str) -> None:
    parts = urlsplit(address)
    plain = f"{parts.scheme}://{parts.netloc}"
    if parts.scheme not in {"http", "https"} or address != plain or "@" in parts.netloc:
        raise ValueError(f"{variable} takes scheme://host:port and nothing else")


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
