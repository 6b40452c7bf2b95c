"""`python -m services.application.worker`: seals the audit and relays the outbox."""

from services.application.settings import Settings
from services.kit.launch import launch_worker

if __name__ == "__main__":
    launch_worker("application", Settings)
