"""`python -m services.underwriting.worker`: seals the audit; nobody is told anything yet."""

from services.kit.launch import launch_worker
from services.underwriting.settings import SERVICE, Settings

if __name__ == "__main__":
    launch_worker(SERVICE, Settings)
