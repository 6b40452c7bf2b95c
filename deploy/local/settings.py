"""What may be chosen about the local stack: where it keeps its things, which ports it takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import BaseSettings, SettingsConfigDict

HOST: Final = "127.0.0.1"
PREFIX: Final = "XIAOWEI_"
DATABASE_VARIABLE: Final = "DATABASE_URL"
SERVICES: Final = ("application", "underwriting", "disbursement", "repayment")

Port = Annotated[int, Field(ge=1, le=65535)]


class ServicePorts(BaseModel):
    """Where one service listens: its API, and the health and metrics of its API and its worker."""

    model_config = ConfigDict(frozen=True)

    port: Port
    ops_port: Port
    worker_ops_port: Port


class TwinPorts(BaseModel):
    """Where the second instance of an API or of the gateway listens."""

    model_config = ConfigDict(frozen=True)

    port: Port
    ops_port: Port


@dataclass(frozen=True)
class Listening:
    """A port, who will listen on it, and the variable that moves it."""

    port: int
    who: str
    variable: str


class StackSettings(BaseSettings):
    """Every variable is XIAOWEI_<NAME>, a service's XIAOWEI_<SERVICE>_<NAME>.

    `database_url` (DATABASE_URL) is the address of a running Postgres, as a role that may make
    roles; with it none is started. `detours` puts other ports between who asks and who is asked:
    {"gateway>repayment": 9999}. `twins` are second instances, of services and of the gateway:
    {"repayment": {"port": 8204, "ops_port": 9204}}. `cors_origins` are the exact origins, separated
    by commas, from which a browser may call the gateway.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="_",
        env_nested_max_split=1,
        nested_model_default_partial_update=True,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    home: Path = Path(".local")
    cors_origins: str = ""
    port: Port = 8080
    ops_port: Port = 9080
    postgres_port: Port = 8132
    bureau_port: Port = 8151
    rail_port: Port = 8152
    application: ServicePorts = ServicePorts(port=8101, ops_port=9101, worker_ops_port=9111)
    underwriting: ServicePorts = ServicePorts(port=8102, ops_port=9102, worker_ops_port=9112)
    disbursement: ServicePorts = ServicePorts(port=8103, ops_port=9103, worker_ops_port=9113)
    repayment: ServicePorts = ServicePorts(port=8104, ops_port=9104, worker_ops_port=9114)
    database_url: str | None = Field(
        default=None, validation_alias=DATABASE_VARIABLE, pattern=r"^postgres(ql)?://"
    )
    # Whether programs take failpoints from files in `<home>/failpoints`, on SIGUSR1.
    failpoints: bool = False
    # The longest pause before a program that keeps dying is started again.
    restart_max_s: float = Field(default=30, ge=0.5, le=600)
    ready_timeout_s: int = Field(default=60, ge=1, le=600)
    detours: Mapping[str, Port] = Field(default_factory=dict)
    twins: Mapping[str, TwinPorts] = Field(default_factory=dict)

    def port_for(self, who: str, whom: str) -> int:
        """The port at which `who` asks `whom`: where that one listens, unless there is a detour."""
        outside = {
            "gateway": self.port,
            "postgres": self.postgres_port,
            "bureau": self.bureau_port,
            "rail": self.rail_port,
        }
        listens = outside[whom] if whom in outside else self.ports_of(whom).port
        return self.detours.get(f"{who}>{whom}", listens)

    def ports_of(self, service: str) -> ServicePorts:
        """The ports of one of SERVICES."""
        ports: ServicePorts = getattr(self, service)
        return ports

    def listening(self) -> Iterator[Listening]:
        """Every port that will be taken."""
        yield Listening(self.port, "the gateway", f"{PREFIX}PORT")
        yield Listening(self.ops_port, "the gateway's health and metrics", f"{PREFIX}OPS_PORT")
        if self.database_url is None:
            yield Listening(self.postgres_port, "Postgres", f"{PREFIX}POSTGRES_PORT")
        yield Listening(self.bureau_port, "the sandbox credit bureau", f"{PREFIX}BUREAU_PORT")
        yield Listening(self.rail_port, "the sandbox payment rail", f"{PREFIX}RAIL_PORT")
        for service in SERVICES:
            for name, port in self.ports_of(service).model_dump().items():
                variable = f"{PREFIX}{service}_{name}".upper()
                yield Listening(port, f"{service} ({name.replace('_', ' ')})", variable)
        for name, twin in self.twins.items():
            for port in (twin.port, twin.ops_port):
                yield Listening(port, f"the second {name}", f"{PREFIX}TWINS")
