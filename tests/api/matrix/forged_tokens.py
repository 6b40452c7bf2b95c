"""A1 to A12 and A19 at a real service: tokens of a real key, each bent in one place."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.asymmetric import ec

from services.kit.service_keys import private_key_file
from tests import forgery
from tests.api.matrix.operations import Operation, operations
from tests.api.matrix.sending import refused
from tests.api.signed_clients import RunningApp
from tests.forgery import Forger

LIFETIME_MAX_S = 60


@dataclass(frozen=True)
class Gate:
    """A list of a service, and a forger who holds the gateway's own key."""

    operation: Operation
    forger: Forger
    service: RunningApp

    async def asked_with(self, token: str) -> httpx.Response:
        """The answer to who presents this token."""
        transport = httpx.ASGITransport(self.service.app)
        headers = {"Authorization": f"Bearer {token}"}
        async with httpx.AsyncClient(transport=transport, base_url="http://service") as http:
            return await http.request(self.operation.method, self.operation.path, headers=headers)

    async def let_in(self, tokens: Mapping[str, str]) -> list[str]:
        """Which of these tokens open it, or are refused in another way than the others."""
        wrong, told = [], set()
        for name, token in tokens.items():
            if not token.isascii() or not token.isprintable():
                continue
            answer = await self.asked_with(token)
            if fault := refused(answer, 401):
                wrong.append(f"{name}: {fault}")
            else:
                told.add(_faceless(answer))
        return wrong or [f"told apart: {sorted(told)}"] * (len(told) > 1)


def gate_of(service: RunningApp, keys: Path) -> Gate:
    """The first list that needs a scope, and a token that opens it, ready to be bent."""
    operation = next(o for o in operations(service.name) if o.is_paged and o.scope is not None)
    members = json.loads(private_key_file(keys, "gateway").read_text(encoding="ascii"))
    secret = base64.urlsafe_b64decode(members["d"] + "==")
    key = ec.derive_private_key(int.from_bytes(secret), ec.SECP256R1())
    extra: dict[str, Any] = {
        "sub": "somebody",
        "roles": [operation.roles[-1].value],
        "scope": operation.scope,
        "act": {"sub": "svc:gateway"},
        "htm": operation.method,
        "htu": operation.path,
    }
    audience = f"svc:{service.name}"
    forger = Forger("svc:gateway", audience, "svc+jwt", key, extra=extra, key_id="svc:gateway")
    return Gate(operation, forger, service)


def bent(forger: Forger, service: str) -> dict[str, dict[str, str]]:
    """All forgeries by the row they belong to."""
    others = {"svc:repayment", "svc:application", "svc:gateway"} - {f"svc:{service}"}
    elsewhere: list[dict[str, Any]] = [
        *({"aud": other} for other in others),
        *({"htm": method} for method in ("POST", "HEAD", "get", "", None)),
        *({"htu": place} for place in ("/", "/v1/none", "/v1/*", "", None)),
    ]
    return {
        "a1": forgery.algorithm_none(forger),
        "a2": forgery.symmetric_confusion(forger),
        "a3": forgery.algorithm_substrings(forger),
        "a4": forgery.missing_claims(forger),
        "a5": forgery.wrong_parties(forger),
        "a6": forgery.wrong_times(forger, lifetime_max_s=LIFETIME_MAX_S),
        "a7": forgery.misshapen_claims(forger),
        "a8": forgery.wrong_key_ids(forger),
        "a9": forgery.smuggled_headers(forger),
        "a10": forgery.other_kinds(forger),
        "a11": forgery.encrypted_shapes(forger),
        "a12": forgery.other_spellings(forger),
        "a19": {str(change): forger.token(forger.claims(**change)) for change in elsewhere},
    }


def _faceless(answer: httpx.Response) -> str:
    problem = answer.json()
    return str({name: problem[name] for name in sorted(problem) if name not in _OF_THE_OCCASION})


_OF_THE_OCCASION = {"request_id", "instance"}
