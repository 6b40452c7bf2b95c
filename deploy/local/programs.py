"""The processes of the deployment, and what each is told: four APIs, four workers, the gateway,
and the world outside them.

They are told by environment variables, as anywhere else; nothing here is known to them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from deploy.local.database import StackDatabase
from deploy.local.home import Home
from deploy.local.settings import HOST, SERVICES, StackSettings
from deploy.local.supervision.program import Program

ROOT: Final = Path(__file__).parents[2]


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
        "CALLBACK_URL": f"{gateway_url(settings)}/v1/provider-callbacks/sandbox",
        "CALLBACK_SECRET_FILE": str(home.callback_secrets),
    }
    return [
        _outsider("bureau", bureau, _bureau_url(settings)),
        _outsider("rail", rail, _rail_url(settings)),
    ]


def apis(settings: StackSettings, home: Home, database: StackDatabase) -> list[Program]:
    """The four services."""
    return [
        Program.of_module(
            service,
            f"services.{service}",
            _environment(service, settings, home, database),
            _ready_url(settings.ports_of(service).ops_port),
        )
        for service in SERVICES
    ]


def workers(settings: StackSettings, home: Home, database: StackDatabase) -> list[Program]:
    """Their workers, which relay events and seal the audit."""
    return [
        Program.of_module(
            f"{service}-worker",
            f"services.{service}.worker",
            _environment(service, settings, home, database),
            _ready_url(settings.ports_of(service).worker_ops_port),
        )
        for service in SERVICES
    ]


def seeds(settings: StackSettings, home: Home, database: StackDatabase) -> Program:
    """Makes the products to try the system with, where they are missing, and ends."""
    told = _environment("application", settings, home, database)
    return Program.of_module("seeds", "services.application.demo", told)


def gateway(settings: StackSettings, home: Home, behind: list[Program]) -> Program:
    """The gateway, which is ready when all of `behind` are."""
    told = {
        "ENVIRONMENT": "development",
        "SANDBOX": "true",
        "HOST": HOST,
        "PORT": str(settings.port),
        "OPS_PORT": str(settings.ops_port),
        "PUBLIC_URL": gateway_url(settings),
        "KEYS_DIR": str(home.keys),
        "DEV_ISSUER": "true",
        "UPSTREAMS": json.dumps(
            {name: [f"http://{HOST}:{settings.ports_of(name).port}"] for name in SERVICES}
        ),
        "CONTRACTS": json.dumps(
            {name: str(ROOT / "services" / name / "openapi.json") for name in SERVICES}
        ),
        "READINESS_URLS": json.dumps({program.name: program.ready_url for program in behind}),
    }
    return Program.of_module(
        "gateway", "gateway", _prefixed("GATEWAY_", told), f"{gateway_url(settings)}/readyz"
    )


def _environment(
    service: str, settings: StackSettings, home: Home, database: StackDatabase
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
    }
    if service == "application":
        told["OBJECT_STORE_URL"] = home.objects.as_uri()
        told["UNDERWRITING_URL"] = f"http://{HOST}:{settings.underwriting.port}"
        told["DISBURSEMENT_URL"] = f"http://{HOST}:{settings.disbursement.port}"
    if service == "underwriting":
        told["BUREAU_URL"] = _bureau_url(settings)
        told["APPLICATION_URL"] = f"http://{HOST}:{settings.application.port}"
    if service == "disbursement":
        told["RAIL_URL"] = _rail_url(settings)
        told["CALLBACK_KEYS_FILE"] = str(home.callback_secrets)
        told["APPLICATION_URL"] = f"http://{HOST}:{settings.application.port}"
        told["READING_S"] = "1"
        told["OBJECT_STORE_URL"] = home.contracts.as_uri()
        told["REPAYMENT_URL"] = f"http://{HOST}:{settings.repayment.port}"
    if service == "repayment":
        told["APPLICATION_URL"] = f"http://{HOST}:{settings.application.port}"
        told["UNDERWRITING_URL"] = f"http://{HOST}:{settings.underwriting.port}"
    return _prefixed(f"{service.upper()}_", told)


def _outsider(name: str, told: Mapping[str, str], url: str) -> Program:
    environment = _prefixed(f"SANDBOX_{name.upper()}_", told)
    return Program.of_module(name, f"deploy.sandbox.{name}", environment, f"{url}/readyz")


def _rail_url(settings: StackSettings) -> str:
    return f"http://{HOST}:{settings.rail_port}"


def _bureau_url(settings: StackSettings) -> str:
    return f"http://{HOST}:{settings.bureau_port}"


def _prefixed(prefix: str, told: Mapping[str, str]) -> dict[str, str]:
    return {f"{prefix}{name}": value for name, value in told.items()}


def _ready_url(ops_port: int) -> str:
    return f"http://{HOST}:{ops_port}/readyz"
