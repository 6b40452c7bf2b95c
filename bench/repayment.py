"""Repayments booked a second: `python -m bench.repayment`.

The repayment service as it runs in production, asked by finance under fresh internal tokens and
keys of their own; beside it, in alternating rounds of the same run, FastAPI and asyncpg writing a
journal row and four lines (`bench.plain_repayments`). Both on the same durable Postgres, with as
many connections, under the same load. Once over many loans and once over a few that everybody
pays, whose histories grow meanwhile. Everything shares this machine with the load client, so only
the ratios travel. Then what one repayment is made of, part by part.
"""

import json
import shutil
import statistics
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import uvloop
from sqlalchemy.ext.asyncio import AsyncEngine

from bench import plain_repayments
from bench.funded_loans import fund
from bench.load import Measured, load, post_request
from bench.postgres import BenchDatabase, durable_database
from bench.processes import free_ports, processor_s, started, wait_until_up
from bench.repayment_parts import print_parts
from bench.table import Figure, print_table
from services.kit.database import Sessions, make_engine, make_sessions
from services.kit.field_keys import generate_field_keys
from services.kit.identifiers import typeid_of
from services.kit.internal_tokens import GATEWAY, InternalClaims, InternalSigner
from services.kit.lender_file import EXAMPLE
from services.kit.roles import ROLE_SCOPES, Role
from services.kit.service_keys import generate, private_key_file

LOANS: Final = 3_000
HOT_LOANS: Final = 16
CALLERS: Final = 16
POOL: Final = 10
ROUNDS: Final = 3
ROUND_S: Final = 4.0
WARM_UP_S: Final = 1.0
MINTED: Final = 4_000  # more than a round gets through
PAID_MINOR: Final = 10_000
OURS, PLAIN = "the repayment service", "FastAPI + asyncpg, bare"


@dataclass(frozen=True)
class PoolSizes:
    """As many connections for either service."""

    pool_size: int = POOL
    pool_overflow: int = 0
    pool_timeout_s: float = 5
    lock_timeout_s: float = 2


@dataclass(frozen=True)
class Ground:
    """Where the two services listen, which processes they are, and who signs for the gateway."""

    service: str
    plain: str
    service_pid: int
    plain_pid: int
    signer: InternalSigner

    def repayments(self, loan_ids: Sequence[UUID]) -> list[bytes]:
        """What finance sends: a hundred yuan came in for each loan in turn."""
        loans = cycle(typeid_of("loan", loan_id) for loan_id in loan_ids)
        return [self._repayment(next(loans)) for _ in range(MINTED)]

    def _repayment(self, loan: str) -> bytes:
        path, key = f"/v1/loans/{loan}/repayments", uuid4().hex
        claims = InternalClaims(
            audience="svc:repayment",
            subject="finance-1",
            method="POST",
            target=path,
            roles=frozenset({Role.FINANCE_MAKER}),
            scopes=ROLE_SCOPES[Role.FINANCE_MAKER],
            idempotency_key=key,
        )
        body = {
            "amount": {"amount": PAID_MINOR, "currency": "CNY"},
            "channel": "bank_transfer",
            "external_reference": key,
        }
        headers = {"Authorization": f"Bearer {self.signer.mint(claims)}", "Idempotency-Key": key}
        return post_request(self.service, path, _json(body), headers)

    def plain_repayments(self, loan_ids: Sequence[UUID]) -> list[bytes]:
        """The same for the bare one, which tells no repeats and takes them all."""
        bodies = (
            {"loan_id": str(loan_id), "amount": PAID_MINOR, "currency": "CNY", "reference": "1"}
            for loan_id in loan_ids
        )
        return [post_request(self.plain, plain_repayments.PATH, _json(body), {}) for body in bodies]


@dataclass(frozen=True)
class Round:
    """One service for a few seconds, and the processor time it spent on each repayment."""

    measured: Measured
    processor_ms: float


async def rows() -> list[Figure]:
    """What the rounds show over many loans and over a few."""
    async with _funded() as (_, _, loan_ids, database):
        return await _compared(loan_ids, database)


async def main() -> None:
    """The same, and what one repayment is made of."""
    async with _funded() as (engine, sessions, loan_ids, database):
        print_table(await _compared(loan_ids, database))
        await print_parts(engine, sessions, loan_ids)


@asynccontextmanager
async def _funded() -> AsyncIterator[tuple[AsyncEngine, Sessions, list[UUID], BenchDatabase]]:
    """A durable database with the loans in it."""
    async with durable_database("repayment") as database:
        engine = make_engine(database.service_dsn, schema="repayment", settings=PoolSizes())
        sessions = make_sessions(engine)
        loan_ids = await fund(sessions, database.admin_dsn, LOANS)
        await _plain_tables(database.admin_dsn)
        yield engine, sessions, list(loan_ids), database
        await engine.dispose()


async def _compared(loan_ids: Sequence[UUID], database: BenchDatabase) -> list[Figure]:
    found: list[Figure] = []
    with tempfile.TemporaryDirectory() as folder, _running(Path(folder), database) as ground:
        await _rounds(ground, loan_ids, WARM_UP_S)
        for some in (loan_ids, loan_ids[:HOT_LOANS]):
            found += _rows(len(some), await _rounds(ground, some, ROUND_S))
    return found


async def _rounds(
    ground: Ground, loan_ids: Sequence[UUID], duration_s: float
) -> dict[str, list[Round]]:
    """Both in turn, so that a busy moment of the machine hits them alike."""
    rounds: dict[str, list[Round]] = {OURS: [], PLAIN: []}
    for _ in range(ROUNDS):
        plain = cycle(ground.plain_repayments(loan_ids))
        rounds[PLAIN].append(await _round(ground.plain, ground.plain_pid, plain, duration_s))
        ours = iter(ground.repayments(loan_ids))
        rounds[OURS].append(await _round(ground.service, ground.service_pid, ours, duration_s))
    return rounds


async def _round(address: str, pid: int, requests: Iterator[bytes], duration_s: float) -> Round:
    before_s = processor_s(pid)
    measured = await load(address, requests, connections=CALLERS, duration_s=duration_s, status=201)
    if measured.failures:
        raise SystemExit(f"{address}: {measured.failures} answers were not 201")
    spent_s = processor_s(pid) - before_s
    return Round(measured, spent_s * 1000 / len(measured.latencies_s))


def _rows(loans: int, rounds: dict[str, list[Round]]) -> Iterator[Figure]:
    per_second = {who: _median(r.measured.per_second for r in some) for who, some in rounds.items()}
    processor_ms = {who: _median(r.processor_ms for r in some) for who, some in rounds.items()}
    p99_ms = {who: _median(r.measured.p99_ms for r in some) for who, some in rounds.items()}
    yield Figure(
        f"repayments over {loans:,} loans, {CALLERS} at a time",
        f"{per_second[OURS]:,.0f}/s, p99 {p99_ms[OURS]:.0f} ms",
        PLAIN,
        f"{per_second[PLAIN]:,.0f}/s, p99 {p99_ms[PLAIN]:.0f} ms",
        per_second[OURS] / per_second[PLAIN],
    )
    yield Figure(
        "  by the service's own processor time",
        f"{processor_ms[OURS]:.2f} ms each",
        PLAIN,
        f"{processor_ms[PLAIN]:.2f} ms each",
        processor_ms[OURS] / processor_ms[PLAIN],
    )


@contextmanager
def _running(folder: Path, database: BenchDatabase) -> Iterator[Ground]:
    """Both services in processes of their own."""
    ports = free_ports(3)
    generate(folder, ["gateway", "disbursement", "repayment"])
    generate_field_keys(folder / "repayment.fields.json")
    settings = {
        "REPAYMENT_PORT": str(ports[0]),
        "REPAYMENT_OPS_PORT": str(ports[1]),
        "REPAYMENT_WORKER_OPS_PORT": str(ports[1]),
        "REPAYMENT_DATABASE_URL": database.service_dsn,
        "REPAYMENT_KEYS_DIR": str(folder),
        "REPAYMENT_FIELD_KEYS_FILE": str(folder / "repayment.fields.json"),
        "REPAYMENT_LENDER_FILE": str(shutil.copy(EXAMPLE, folder / "lender.json")),
        "REPAYMENT_POOL_SIZE": str(POOL),
        "REPAYMENT_POOL_OVERFLOW": "0",
    }
    bare = ["-m", "bench.plain_repayments", database.admin_dsn, str(ports[2]), str(POOL)]
    service, plain = (f"http://127.0.0.1:{port}" for port in (ports[0], ports[2]))
    with ExitStack() as processes:
        service_pid = processes.enter_context(started(["-m", "services.repayment"], settings))
        plain_pid = processes.enter_context(started(bare, {}))
        for address in (service, plain):
            wait_until_up(address)
        signer = InternalSigner(private_key_file(folder, "gateway"), GATEWAY)
        yield Ground(service, plain, service_pid, plain_pid, signer)


async def _plain_tables(admin_dsn: str) -> None:
    connection = await asyncpg.connect(admin_dsn)
    await connection.execute(plain_repayments.TABLES)
    await connection.close()


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


def _median(numbers: Iterable[float]) -> float:
    return statistics.median(numbers)


if __name__ == "__main__":
    uvloop.run(main())
