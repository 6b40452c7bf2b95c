"""`python -m services.application.worker`: tells others what happened, and seals the audit."""

from services.application.settings import SERVICE, Settings
from services.kit.launch import launch_worker

if __name__ == "__main__":
    launch_worker(SERVICE, Settings)
