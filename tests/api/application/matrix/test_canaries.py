"""One journey with unmistakable personal data and secrets, and a search for them everywhere."""

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from prometheus_client import generate_latest
from sqlalchemy import text
from stdnum import luhn
from stdnum.cn import ric

from services.kit.logs import line_formatter
from services.kit.roles import Role
from tests.api.application.intake.applicant import Applicant, Json, move, path_of, verify_all
from tests.api.application.matrix.builders import example_of
from tests.api.signed_clients import Client, ClientFor, RunningApp, expect

_RIC = "11010119880704731"
_CARD = "622848040256489001"
CANARIES = {
    "name": "金丝雀某某",
    "identity_number": _RIC + ric.calc_check_digit(_RIC + "0"),
    "mobile": "13977715931",
    "address": "金丝雀胡同七十七号",
    "bank_card": _CARD + luhn.calc_check_digit(_CARD),
}
KEY = "canary-idempotency-key-5931"


@dataclass
class Evidence:
    """What the journey left in the process: log lines, requests sent, answers got."""

    lines: io.StringIO = field(default_factory=io.StringIO)
    tokens: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    async def keep(self, answer: httpx.Response) -> None:
        """Note one exchange; a problem's whole text, a success only by its address."""
        self.tokens.append(answer.request.headers["authorization"].removeprefix("Bearer "))
        self.urls.append(str(answer.request.url))
        if answer.status_code >= 400:
            await answer.aread()
            self.problems.append(answer.text)


@pytest.fixture
def evidence() -> Iterator[Evidence]:
    """Everything logged at any level while the test runs, as the process would write it."""
    kept = Evidence()
    handler = logging.StreamHandler(kept.lines)
    handler.setFormatter(line_formatter("application"))
    root = logging.getLogger()
    levels = {name: logging.getLogger(name).level for name in ("", "xiaowei", "services")}
    root.addHandler(handler)
    for name in levels:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    for name, level in levels.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
async def journey(service: RunningApp, client_for: ClientFor, evidence: Evidence) -> Evidence:
    """A canary applies, makes mistakes, is asked for more, and is accepted."""
    clients = [client_for(Role.BORROWER), client_for(Role.LOAN_OFFICER), client_for(Role.AUDITOR)]
    for client in clients:
        client.http.event_hooks = {"response": [evidence.keep]}
    borrower, officer, _ = clients
    person = example_of("/v1/parties") | CANARIES
    party = expect(await borrower.post("/v1/parties", person, key=KEY), 201)
    await _make_mistakes(borrower, party["id"], person)
    applicant = Applicant(borrower, party["id"], service)
    application = await applicant.submitted()
    for reader in clients:
        expect(await reader.get(f"/v1/parties/{party['id']}"), 200)
        expect(await reader.get("/v1/parties"), 200)
        expect(await reader.get(path_of(application, "timeline")), 200)
    await verify_all(officer, application)
    application = expect(await officer.get(path_of(application)), 200)
    await move(officer, application, "acceptances", {})
    return evidence


async def _make_mistakes(borrower: Client, party_id: str, person: Json) -> None:
    """Bad requests that hold the canaries, each refused in another way."""
    spoiled: list[dict[str, Any]] = [
        person | {"identity_number": CANARIES["identity_number"][:-1] + "Q"},
        person | {"mobile": CANARIES["mobile"] * 2},
        person | {"name": CANARIES["name"] * 40},
        person | {CANARIES["name"]: CANARIES["identity_number"]},
        person | {"customer_type": CANARIES["name"]},
        person | {"identity_valid_to": CANARIES["bank_card"]},
    ]
    for body in spoiled:
        assert (await borrower.post("/v1/parties", body)).status_code == 422
    assert (await borrower.post("/v1/parties", person | {"name": "x"}, key=KEY)).status_code == 422
    assert (await borrower.post("/v1/parties", person)).status_code == 409
    torn = json.dumps(person, ensure_ascii=False).encode()[:-1]
    headers = {"Idempotency-Key": KEY, "Content-Type": "application/json"}
    assert (
        await borrower.http.post("/v1/parties", content=torn, headers=headers)
    ).status_code == 400
    patch = await borrower.patch(f"/v1/parties/{party_id}", {"mobile": "no"}, version=9)
    assert patch.status_code in {412, 422}


def _secrets(evidence: Evidence, service: RunningApp) -> list[str]:
    """What must not be found: personal data, tokens that were used, keys."""
    return [*CANARIES.values(), *evidence.tokens, *_keys(service)]


def _keys(service: RunningApp) -> list[str]:
    return [service.field_keys.cursor.hex()]


async def test_o1_no_log_line_tells(journey: Evidence, service: RunningApp) -> None:
    written = journey.lines.getvalue()
    assert written.count("\n") > 10
    assert [secret for secret in _secrets(journey, service) if secret in written] == []


async def test_o1_no_address_tells(journey: Evidence, service: RunningApp) -> None:
    addresses = "\n".join(journey.urls)
    assert [secret for secret in _secrets(journey, service) if secret in addresses] == []


async def test_o1_no_refusal_tells(journey: Evidence, service: RunningApp) -> None:
    assert len(journey.problems) >= 9
    told = "\n".join(journey.problems)
    assert [secret for secret in _secrets(journey, service) if secret in told] == []


async def test_o1_no_measure_tells(journey: Evidence, service: RunningApp) -> None:
    measured = generate_latest().decode()
    assert [secret for secret in _secrets(journey, service) if secret in measured] == []


async def test_o1_no_row_tells(journey: Evidence, service: RunningApp) -> None:
    """Every table of the schema, as text and as bytes: sealed, or masked, or not there."""
    dumped = await _dump(service)
    assert "outbox" in dumped
    assert "idempotency_keys" in dumped
    for table, rows in dumped.items():
        found = [
            name
            for name, secret in CANARIES.items()
            if secret in rows or secret.encode().hex() in rows
        ]
        assert found == [], table
        assert [token for token in journey.tokens if token in rows] == [], table


async def _dump(service: RunningApp) -> dict[str, str]:
    async with service.sessions() as session:
        tables = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'application'")
        )
        return {
            table: "\n".join(await session.scalars(text(f"SELECT t::text FROM {table} t")))
            for table in tables
        }
