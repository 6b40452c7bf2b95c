"""How alembic finds the application schema: every module with tables is imported here."""

from services.application.schema import ApplicationRow
from services.kit.alembic_runner import run

run(ApplicationRow.metadata)
