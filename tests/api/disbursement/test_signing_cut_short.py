"""F2: a signature whose commit was made and not heard of: its files stay where its row says."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.kit.database import Sessions
from services.kit.errors import DatabaseUnavailable
from tests.api.disbursement.conftest import Draw
from tests.api.disbursement.signing import disclose, path_to, signature
from tests.api.disbursement.telling import told
from tests.api.signed_clients import Client, RunningApp, expect


@contextmanager
def commit_unheard(sessions: Sessions, written: str) -> Iterator[None]:
    """Let the commit of a transaction that wrote to a table be made, and nobody hear of it."""
    bind = sessions.kw["bind"]
    assert isinstance(bind, AsyncEngine)
    wrote = text(f"SELECT 1 FROM {written} WHERE xmin = pg_current_xact_id()::xid LIMIT 1")
    unheard = list[Connection]()

    def cut(connection: Connection) -> None:
        if connection.scalar(wrote):
            unheard.append(connection)
            connection.connection.commit()
            connection.invalidate()
            raise DatabaseUnavailable

    event.listen(bind.sync_engine, "commit", cut)
    yield
    event.remove(bind.sync_engine, "commit", cut)
    assert unheard


async def test_f2_a_signature_whose_commit_nobody_heard_of_keeps_its_files(
    service: RunningApp, borrower: Client, drawn: Draw
) -> None:
    contract_id = await drawn(told(borrower.subject))
    contract = await disclose(borrower, contract_id)
    path, version = path_to(contract_id, "signatures"), contract["version"]
    with commit_unheard(service.sessions, "disbursement.contract_files"):
        unheard = await borrower.post(path, signature(contract), key="once", version=version)
    assert unheard.status_code == 503
    again = await borrower.post(path, signature(contract), key="once", version=version)
    assert again.headers["idempotent-replayed"] == "true"
    assert expect(again, 201)["status"] == "signed"
    document = await borrower.get(path_to(contract_id, "document"))
    assert document.status_code == 200, document.text
    assert document.content.startswith(b"%PDF-")
