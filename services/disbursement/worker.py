"""`python -m services.disbursement.worker`: seals the audit; nobody is told anything yet."""

from services.disbursement.settings import SERVICE, Settings
from services.kit.launch import launch_worker

if __name__ == "__main__":
    launch_worker(SERVICE, Settings)
