"""`python -m services.application.worker`: tells others what happened, and seals the audit."""

from services.application.settings import SERVICE, Settings
from services.kit.server import run
from services.kit.settings import load
from services.kit.worker import run_worker

if __name__ == "__main__":
    run(run_worker(service=SERVICE, settings=load(Settings)))
