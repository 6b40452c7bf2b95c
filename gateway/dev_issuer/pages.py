"""What the development issuer publishes: discovery, keys, and the token endpoint."""

import json
from collections.abc import Mapping

from gateway.dev_issuer.identities import demo_identities
from gateway.dev_issuer.issuer import DevIssuer
from gateway.dev_issuer.token_endpoint import TokenEndpoint
from gateway.pages import FORM, Page, computed, fixed
from services.kit.clock import Clock
from services.kit.roles import SCOPES


def issuer_pages(issuer: DevIssuer, clock: Clock) -> Mapping[str, Page]:
    """Return the pages of `issuer` by path."""
    endpoint = TokenEndpoint(issuer, demo_identities(), clock)
    return {
        "/.well-known/openid-configuration": _json(_discovery(issuer.issuer)),
        "/oauth/jwks.json": _json(issuer.jwks),
        "/oauth/token": computed(endpoint.answer, methods=FORM, rate_class="login"),
    }


def _discovery(issuer: str) -> Mapping[str, object]:
    return {
        "issuer": issuer,
        "jwks_uri": f"{issuer}/oauth/jwks.json",
        "token_endpoint": f"{issuer}/oauth/token",
        "grant_types_supported": ["password", "client_credentials"],
        "response_types_supported": [],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256"],
        "token_endpoint_auth_methods_supported": [
            "client_secret_basic", "client_secret_post", "none",
        ],
        "scopes_supported": sorted(SCOPES),
    }  # fmt: skip


def _json(document: Mapping[str, object]) -> Page:
    return fixed(json.dumps(document), "application/json")
