"""The processes of the deployment, and what each is told: four APIs, four workers, the gateway,
and the world outside them.

They are told by environment variables, as anywhere else; nothing here is known to them.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.settings import HOST, SERVICES, StackSettings, TwinPorts
from deploy.local.supervision.program import Program

ROOT: Final = Path(__file__).parents[2]
# Whom each service asks, or tells what it has come to.
NEIGHBOURS: Final[Mapping[str, Sequence[str]]] = {
    "application": ("underwriting", "disbursement"),
    "underwriting": ("application", "bureau"),
    "disbursement": ("application", "underwriting", "repayment", "rail"),
    "repayment": ("application", "disbursement", "underwriting"),
}


def gateway_url(settings: StackSettings) -> str:
    """Where people and frontends knock."""
    return f"http://{HOST}:{settings.port}"


def outside(settings: StackSettings, home: Home) -> list[Program]:
    """What a real deployment rents from others: a credit bureau, a payment rail."""
    bureau = {
        "HOST": HOST,
        "PORT": str(settings.bureau_port),
        "RECORD_FILE": str(home.bureau_record),
    }
    rail = {
        "HOST": HOST,
        "PORT": str(settings.rail_port),
        "BOOK_FILE": str(home.rail_book),
        "CALLBACK_URL": f"{_url(settings, 'rail', 'gateway')}/v1/provider-callbacks/sandbox",
        "CALLBACK_SECRET_FILE": str(home.callback_secrets),
    }
    return [
        _outsider("bureau", bureau, settings.bureau_port),
        _outsider("rail", rail, settings.rail_port),
    ]


def apis(settings: StackSettings, home: Home, database: StackDatabase) -> list[Program]:
    """The four services, and the second instances there are to be of them."""
    firsts = [
        Program.of_module(
            service,
            f"services.{service}",
            _environment(service, service, settings, home, database),
            _ready_url(settings.ports_of(service).ops_port),
        )
        for service in SERVICES
    ]
    return firsts + _twins(firsts, settings)


def workers(settings: StackSettings, home: Home, database: StackDatabase) -> list[Program]:
    """Their workers, which relay events and seal the audit."""
    return [
        Program.of_module(
            f"{service}-worker",
            f"services.{service}.worker",
            _environment(service, f"{service}-worker", settings, home, database),
            _ready_url(settings.ports_of(service).worker_ops_port),
        )
        for service in SERVICES
    ]


def seeds(settings: StackSettings, home: Home, database: StackDatabase) -> Program:
    """Makes the products to try the system with, where they are missing, and ends."""
    told = _environment("application", "seeds", settings, home, database)
    return Program.of_module("seeds", "services.application.demo", told)


def gateways(settings: StackSettings, home: Home, behind: list[Program]) -> list[Program]:
    """The gateway, which is ready when all of `behind` are, and its second instance if any."""
    told = {
        "ENVIRONMENT": "development",
        "SANDBOX": "true",
        "HOST": HOST,
        "PORT": str(settings.port),
        "OPS_PORT": str(settings.ops_port),
        "PUBLIC_URL": gateway_url(settings),
        "KEYS_DIR": str(home.keys),
        "DEV_ISSUER": "true",
        "CORS_ORIGINS": settings.cors_origins,
        "UPSTREAMS": json.dumps({name: list(_instances(settings, name)) for name in SERVICES}),
        "CONTRACTS": json.dumps(
            {name: str(ROOT / "services" / name / "openapi.json") for name in SERVICES}
        ),
        "READINESS_URLS": json.dumps({program.name: program.ready_url for program in behind}),
        **_failpoint("gateway", settings, home),
    }
    first = Program.of_module(
        "gateway", "gateway", _prefixed("GATEWAY_", told), f"{gateway_url(settings)}/readyz"
    )
    return [first, *_twins([first], settings)]


def _twins(firsts: list[Program], settings: StackSettings) -> list[Program]:
    """The second instances that are to be beside these."""
    twins = settings.twins
    return [_twin(first, twins[first.name]) for first in firsts if first.name in twins]


def _twin(first: Program, at: TwinPorts) -> Program:
    """The same program, listening elsewhere."""
    ports = {"PORT": str(at.port), "OPS_PORT": str(at.ops_port)}
    environment = {**first.environment, **_prefixed(f"{first.name.upper()}_", ports)}
    name, ready_url = f"{first.name}-2", _ready_url(at.ops_port)
    return replace(first, name=name, environment=environment, ready_url=ready_url)


def _instances(settings: StackSettings, service: str) -> Iterator[str]:
    """The addresses at which the gateway asks a service."""
    yield _url(settings, "gateway", service)
    if twin := settings.twins.get(service):
        yield f"http://{HOST}:{twin.port}"


def _environment(
    service: str, program: str, settings: StackSettings, home: Home, database: StackDatabase
) -> Mapping[str, str]:
    ports = settings.ports_of(service)
    told = {
        "ENVIRONMENT": "development",
        "SANDBOX": "true",
        "HOST": HOST,
        "PORT": str(ports.port),
        "OPS_PORT": str(ports.ops_port),
        "WORKER_OPS_PORT": str(ports.worker_ops_port),
        "DATABASE_URL": database.runtime_dsn(service),
        "KEYS_DIR": str(home.keys),
        "FIELD_KEYS_FILE": str(home.field_keys(service)),
        "SEAL_EXPORT_FILE": str(home.seal_export(service)),
        **_failpoint(program, settings, home),
    }
    told |= {f"{whom}_URL".upper(): _url(settings, service, whom) for whom in NEIGHBOURS[service]}
    if service == "application":
        told["OBJECT_STORE_URL"] = home.objects.as_uri()
    if service == "disbursement":
        told["CALLBACK_KEYS_FILE"] = str(home.callback_secrets)
        told["READING_S"] = "1"
        told["OBJECT_STORE_URL"] = home.contracts.as_uri()
    return _prefixed(f"{service.upper()}_", told)


def _failpoint(program: str, settings: StackSettings, home: Home) -> Mapping[str, str]:
    return {"FAILPOINT_FILE": str(home.failpoint(program))} if settings.failpoints else {}


def _outsider(name: str, told: Mapping[str, str], port: int) -> Program:
    environment = _prefixed(f"SANDBOX_{name.upper()}_", told)
    return Program.of_module(name, f"deploy.sandbox.{name}", environment, _ready_url(port))


def _url(settings: StackSettings, who: str, whom: str) -> str:
    """The address at which `who` asks `whom`."""
    return f"http://{HOST}:{settings.port_for(who, whom)}"


def _prefixed(prefix: str, told: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}{name}": value for name, value in told.items()}


def _ready_url(port: int) -> str:
    return f"http://{HOST}:{port}/readyz"
