"""What the gateway costs: `python -m bench.gateway`.

One service with its own check of internal tokens, asked directly and through the gateway, by one
caller and by a thousand in turn, in alternating rounds of the same run. Everything shares this
machine with the load client, so only the ratios travel. Each of the thousand has asked once
before its round: a caller's first read in half a minute mints and verifies one internal token.
"""

import json
import statistics
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Final

import uvloop

from bench import echo_service
from bench.load import Measured, get_request, load, once_each
from bench.processes import free_ports, processor_s, started, wait_until_up
from bench.table import Figure, print_table
from gateway.dev_issuer.identities import PUBLIC_CLIENT, DemoIdentity
from gateway.dev_issuer.issuer import DevIssuer
from gateway.settings import RateSettings
from services.kit.clock import SystemClock
from services.kit.internal_tokens import GATEWAY, InternalClaims, InternalSigner
from services.kit.roles import Role
from services.kit.service_keys import generate, private_key_file

CONNECTIONS: Final = 32
ROUND_S: Final = 3.0
LATENCY_ROUND_S: Final = 1.5
ROUNDS: Final = 2
DIRECT: Final = "direct"
CALLERS: Final = 1000
UNLIMITED: Final = 100_000_000
SCOPES: Final = frozenset({"applications:read"})


@dataclass(frozen=True)
class Ground:
    """Where the two processes listen and how to make tokens for them."""

    service: str
    gateway: str
    service_pid: int
    gateway_pid: int
    signer: InternalSigner
    issuer: DevIssuer

    def processor_s(self) -> tuple[float, float]:
        """Return the processor seconds service and gateway have used so far."""
        return processor_s(self.service_pid), processor_s(self.gateway_pid)

    def direct(self) -> list[bytes]:
        """Return the request a service gets from a gateway that re-uses its internal token."""
        claims = InternalClaims(
            audience="svc:application",
            subject="borrower",
            method="GET",
            target=echo_service.TEMPLATE,
            roles=frozenset({Role.BORROWER}),
            scopes=SCOPES,
        )
        return [get_request(self.service, echo_service.PATH, self.signer.mint(claims))]

    def through(self, callers: int, round_name: str) -> list[bytes]:
        """Return one request for each of `callers` callers nobody has seen before."""
        return [
            get_request(self.gateway, echo_service.PATH, self.issuer.token_for(caller, SCOPES))
            for caller in (
                DemoIdentity(f"{round_name}-{number}", PUBLIC_CLIENT, frozenset({Role.BORROWER}))
                for number in range(callers)
            )
        ]


@dataclass(frozen=True)
class Round:
    """One case for a few seconds, with the processor time each process spent per request."""

    measured: Measured
    service_us: float
    gateway_us: float


async def rows() -> list[Figure]:
    """What the rounds show: requests a second, processor time, and what is added to one request."""
    with tempfile.TemporaryDirectory() as folder, running(Path(folder)) as ground:
        throughput = await _rounds(ground, connections=CONNECTIONS, duration_s=ROUND_S)
        latency = await _rounds(ground, connections=1, duration_s=LATENCY_ROUND_S)
    return [*_throughput(throughput), *_latency(latency)]


def _throughput(rounds: dict[str, list[Round]]) -> Iterator[Figure]:
    direct = _median(each.measured.per_second for each in rounds[DIRECT])
    direct_us = _median(each.service_us for each in rounds[DIRECT])
    for name, some in rounds.items():
        if name == DIRECT:
            continue
        per_second = _median(each.measured.per_second for each in some)
        yield Figure(
            f"{name}, {CONNECTIONS} connections",
            f"{per_second:,.0f} req/s",
            "the service asked directly",
            f"{direct:,.0f} req/s",
            per_second / direct,
        )
        gateway_us = _median(each.gateway_us for each in some)
        yield Figure(
            f"{name}, processor time",
            f"{gateway_us:.0f} us/req",
            "the service's own, asked directly",
            f"{direct_us:.0f} us/req",
            gateway_us / direct_us,
        )


def _latency(rounds: dict[str, list[Round]]) -> Iterator[Figure]:
    direct_ms = _median(each.measured.p50_ms for each in rounds[DIRECT])
    for name, some in rounds.items():
        if name == DIRECT:
            continue
        p50_ms = _median(each.measured.p50_ms for each in some)
        p99_ms = _median(each.measured.p99_ms for each in some)
        yield Figure(
            f"{name}, one connection",
            f"p50 {p50_ms:.2f} ms, p99 {p99_ms:.2f} ms",
            "the service asked directly",
            f"p50 {direct_ms:.2f} ms",
            p50_ms / direct_ms,
        )


async def _rounds(ground: Ground, *, connections: int, duration_s: float) -> dict[str, list[Round]]:
    """Alternate the three cases, so that a busy moment of the machine hits them alike."""
    rounds: dict[str, list[Round]] = {}
    for number in range(ROUNDS):
        name = f"{connections}-{number}"
        cases = {
            DIRECT: (ground.service, ground.direct()),
            "gateway, one caller": (ground.gateway, ground.through(1, f"one-{name}")),
            "gateway, 1,000 callers": (ground.gateway, ground.through(CALLERS, f"many-{name}")),
        }
        for case, (address, requests) in cases.items():
            await once_each(address, requests)
            before_s = ground.processor_s()
            measured = await load(
                address, cycle(requests), connections=connections, duration_s=duration_s
            )
            if measured.failures:
                raise SystemExit(f"{case}: {measured.failures} answers were not 200")
            answered = len(measured.latencies_s)
            service_us, gateway_us = (
                (after_s - earlier_s) * 1e6 / answered
                for after_s, earlier_s in zip(ground.processor_s(), before_s, strict=True)
            )
            rounds.setdefault(case, []).append(Round(measured, service_us, gateway_us))
    return rounds


@contextmanager
def running(folder: Path) -> Iterator[Ground]:
    """Start the service and the gateway as processes of their own; stop them at the end."""
    ports = free_ports(4)
    keys_dir = folder / "keys"
    generate(keys_dir, ["gateway", "application"])
    contract_file = folder / "openapi.json"
    contract_file.write_text(json.dumps(echo_service.contract(keys_dir)), encoding="utf-8")
    service, gateway = (f"http://127.0.0.1:{port}" for port in ports[:2])
    settings = {
        "GATEWAY_ENVIRONMENT": "development",
        "GATEWAY_PORT": str(ports[1]),
        "GATEWAY_OPS_PORT": str(ports[2]),
        "GATEWAY_PUBLIC_URL": gateway,
        "GATEWAY_KEYS_DIR": str(keys_dir),
        "GATEWAY_CONTRACTS": json.dumps({"application": str(contract_file)}),
        "GATEWAY_UPSTREAMS": json.dumps({"application": [service]}),
        "GATEWAY_DEV_ISSUER": "true",
        "GATEWAY_RATES": json.dumps(dict.fromkeys(RateSettings.model_fields, UNLIMITED)),
    }
    clock = SystemClock()
    issuer = DevIssuer(gateway, keys_dir, clock)
    service_command = ["-m", "bench.echo_service", str(keys_dir), str(ports[0]), str(ports[3])]
    with ExitStack() as processes:
        service_pid = processes.enter_context(started(service_command, {}))
        gateway_pid = processes.enter_context(started(["-m", "gateway"], settings))
        signer = InternalSigner(private_key_file(keys_dir, "gateway"), GATEWAY)
        for address in (service, gateway):
            wait_until_up(address)
        yield Ground(service, gateway, service_pid, gateway_pid, signer, issuer)


def _median(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


if __name__ == "__main__":
    print_table(uvloop.run(rows()))
