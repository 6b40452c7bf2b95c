"""Settings that do not hold together refuse the start."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from gateway.settings import GatewaySettings
from services.kit.service_keys import new_private_jwk, write_private

ISSUER = {
    "issuer": "https://id.example",
    "jwks_uri": "https://id.example/jwks.json",
    "algorithm": "RS256",
}
STAFF = ISSUER | {"issuer": "https://staff.example", "subject_prefix": "staff:"}


def settings(folder: Path, **changes: Any) -> GatewaySettings:
    """Return production settings with `changes`."""
    given = {
        "environment": "production",
        "keys_dir": folder,
        "contracts": {"application": folder / "openapi.json"},
        "upstreams": {"application": ["http://application:8101"]},
        "issuers": [ISSUER],
        **changes,
    }
    return GatewaySettings(**given)


def test_production_settings_that_hold_together_are_taken(tmp_path: Path) -> None:
    made = settings(tmp_path)
    assert not made.serves_reference
    assert [issuer.issuer for issuer in made.known_issuers] == ["https://id.example"]


REFUSED: dict[str, dict[str, Any]] = {
    "development issuer": {"dev_issuer": True},
    "reference": {"reference": True},
    "test clock": {"sandbox": True},
    "plain http issuer": {"issuers": [ISSUER | {"issuer": "http://id.example"}]},
    "plain http keys": {"issuers": [ISSUER | {"jwks_uri": "http://127.0.0.1/jwks.json"}]},
    "file of keys": {"issuers": [ISSUER | {"jwks_uri": "file:///keys.json"}]},
    "no issuer": {"issuers": []},
    "symmetric algorithm": {"issuers": [ISSUER | {"algorithm": "HS256"}]},
    "no algorithm": {"issuers": [ISSUER | {"algorithm": "none"}]},
    "several algorithms": {"issuers": [ISSUER | {"algorithm": ["RS256", "ES256"]}]},
    "misspelt issuer setting": {"issuers": [ISSUER | {"audiense": "x"}]},
    "wildcard origin": {"cors_origins": "*"},
}


@pytest.mark.parametrize("changes", REFUSED.values(), ids=REFUSED.keys())
def test_a20_production_refuses_conveniences(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, **changes)


def test_a20_production_refuses_a_development_issuers_key(tmp_path: Path) -> None:
    write_private(tmp_path / "dev-issuer.private.jwk.json", new_private_jwk(key_id="dev-issuer"))
    with pytest.raises(ValidationError, match="development issuer's key"):
        settings(tmp_path)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "gateway.example"])  # noqa: S104
def test_a20_the_development_issuer_listens_on_loopback_only(tmp_path: Path, host: str) -> None:
    local = {"environment": "development", "issuers": [], "dev_issuer": True}
    assert settings(tmp_path, **local, host="127.0.0.1").known_issuers
    with pytest.raises(ValidationError, match="loopback"):
        settings(tmp_path, **local, host=host)


BROKEN: dict[str, dict[str, Any]] = {
    "service without an address": {"upstreams": {"application": []}},
    "service nobody knows": {"upstreams": {"application": ["http://a:1"], "x": ["http://b:1"]}},
    "address with a path": {"upstreams": {"application": ["http://a:1/v1"]}},
    "address with a user": {"upstreams": {"application": ["http://user@a:1"]}},
    "address without a scheme": {"upstreams": {"application": ["application:8101"]}},
    "two issuers of one name": {"issuers": [ISSUER, ISSUER | {"subject_prefix": "b:"}]},
    "two issuers whose subjects mix": {
        "issuers": [ISSUER, ISSUER | {"issuer": "https://b.example"}]
    },
    "two issuers of whom one says no prefix": {"issuers": [ISSUER, STAFF]},
    "two issuers one of whose prefixes begins the other": {
        "issuers": [ISSUER | {"subject_prefix": "staff"}, STAFF]
    },
    "origin with a path": {"cors_origins": "https://app.example/"},
    "no patience": {"upstream_timeout_s": 0},
}


@pytest.mark.parametrize("changes", BROKEN.values(), ids=BROKEN.keys())
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        settings(tmp_path, **changes)


def test_two_issuers_with_prefixes_live_together(tmp_path: Path) -> None:
    borrowers = ISSUER | {"subject_prefix": "borrower:"}
    assert len(settings(tmp_path, issuers=[borrowers, STAFF]).known_issuers) == 2


def test_the_development_issuer_bears_a_prefix_beside_others(tmp_path: Path) -> None:
    local = {"environment": "development", "dev_issuer": True, "host": "127.0.0.1"}
    alone = settings(tmp_path, **local, issuers=[]).known_issuers
    assert [issuer.subject_prefix for issuer in alone] == [""]
    beside = settings(tmp_path, **local, issuers=[STAFF]).known_issuers
    assert [issuer.subject_prefix for issuer in beside] == ["staff:", "dev:"]
