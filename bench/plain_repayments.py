"""The least a repayment could be: FastAPI and asyncpg, a journal row and four lines, one commit.

What the repayment bench holds our service against. No caller is known, nothing is checked but the
body's form, the same receipt twice is booked twice, and no loan follows.
"""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID, uuid4

import asyncpg
import uvicorn
from fastapi import FastAPI, Request
from pydantic import BaseModel, Field

PATH: Final = "/repayments"
TABLES: Final = """
    CREATE TABLE plain_entries (
        entry_id uuid PRIMARY KEY,
        loan_id uuid NOT NULL,
        reference text NOT NULL,
        booked_on date NOT NULL DEFAULT current_date,
        recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
    );
    CREATE INDEX ix_plain_entries_loan_id ON plain_entries (loan_id);
    CREATE TABLE plain_lines (
        entry_id uuid REFERENCES plain_entries,
        line_no smallint,
        account text NOT NULL,
        amount_minor bigint NOT NULL CHECK (amount_minor <> 0),
        currency text NOT NULL,
        PRIMARY KEY (entry_id, line_no)
    );
"""
_ENTRY: Final = "INSERT INTO plain_entries (entry_id, loan_id, reference) VALUES ($1, $2, $3)"
_LINE: Final = "INSERT INTO plain_lines VALUES ($1, $2, $3, $4, $5)"


class PlainRepayment(BaseModel):
    """What comes in."""

    loan_id: UUID
    amount: int = Field(ge=1)
    currency: str
    reference: str = Field(max_length=100)


class PlainEntry(BaseModel):
    """What is answered."""

    id: UUID
    loan_id: UUID
    amount: int
    currency: str


def plain_app(dsn: str, connections: int) -> FastAPI:
    """The service, on that many connections of its own."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with asyncpg.create_pool(dsn, min_size=connections, max_size=connections) as pool:
            app.state.pool = pool
            yield

    app = FastAPI(lifespan=lifespan)
    app.post(PATH, status_code=201)(_book)
    return app


async def _book(body: PlainRepayment, request: Request) -> PlainEntry:
    pool: asyncpg.Pool[Any] = request.app.state.pool
    entry_id, interest = uuid4(), body.amount // 4
    moved = {
        "collections_clearing": body.amount,
        "interest_receivable": -interest,
        "loan_principal": 2 * interest - body.amount,
        "fees_receivable": -interest,
    }
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(_ENTRY, entry_id, body.loan_id, body.reference)
        await connection.executemany(
            _LINE,
            [
                (entry_id, number, account, amount, body.currency)
                for number, (account, amount) in enumerate(moved.items(), start=1)
            ],
        )
    return PlainEntry(id=entry_id, loan_id=body.loan_id, amount=body.amount, currency=body.currency)


if __name__ == "__main__":
    _app = plain_app(sys.argv[1], int(sys.argv[3]))
    uvicorn.run(_app, port=int(sys.argv[2]), log_config=None, access_log=False)
